package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"modernc.org/sqlite"
)

// conn is one connection with its prepared statements. It belongs to one
// goroutine at a time.
type conn struct {
	dc    driver.Conn
	stmts map[string]*stmt
}

// maxStatements bounds the statements a connection keeps: filters are part of
// the text, so there may be many.
const maxStatements = 64

const (
	readOnly  = "ro"
	immutable = "immutable" // read only, and nobody else writes: no locks, no companions
	damaged   = "damaged"   // read only, and what contradicts itself is read all the same
)

func connect(ctx context.Context, file, mode string, pragmas ...string) (*conn, error) {
	path := filepath.ToSlash(file)
	if path[0] != '/' {
		path = "/" + path
	}
	query := url.Values{"mode": {mode}, "_pragma": pragmas, "_defensive": {"1"}}
	if mode == immutable {
		query["mode"], query["immutable"] = []string{readOnly}, []string{"1"}
	}
	if mode == damaged {
		query["mode"], query["_defensive"] = []string{readOnly}, []string{"0"}
	}
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}
	connector, err := sqlite.NewConnector(dsn.String())
	if err != nil {
		return nil, err
	}
	dc, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{dc: dc, stmts: map[string]*stmt{}}, nil
}

func (c *conn) close() error {
	for _, s := range c.stmts {
		s.ds.Close()
	}
	return c.dc.Close()
}

// script runs SQL that is used once.
func (c *conn) script(ctx context.Context, sql string) error {
	_, err := c.dc.(driver.ExecerContext).ExecContext(ctx, sql, nil)
	return err
}

// one runs SQL that is used once and returns the first column of its rows.
func (c *conn) one(ctx context.Context, sql string) ([]any, error) {
	dr, err := c.dc.(driver.QueryerContext).QueryContext(ctx, sql, nil)
	if err != nil {
		return nil, err
	}
	r := &rows{dr: dr, cols: make([]driver.Value, len(dr.Columns()))}
	defer r.close()
	var first []any
	for r.next() {
		first = append(first, r.cols[0])
	}
	return first, r.err
}

// number is one for a single integer; a missing row or NULL is def.
func (c *conn) number(ctx context.Context, sql string, def int64) (int64, error) {
	vals, err := c.one(ctx, sql)
	if err != nil || len(vals) == 0 || vals[0] == nil {
		return def, err
	}
	n, ok := vals[0].(int64)
	if !ok {
		return 0, fmt.Errorf("sqlite: %s did not yield a number", sql)
	}
	return n, nil
}

func (c *conn) prepare(sql string) (*stmt, error) {
	if s := c.stmts[sql]; s != nil {
		return s, nil
	}
	if len(c.stmts) >= maxStatements {
		for text, s := range c.stmts {
			if !s.open {
				s.ds.Close()
				delete(c.stmts, text)
			}
		}
	}
	ds, err := c.dc.(driver.ConnPrepareContext).PrepareContext(context.Background(), sql)
	if err != nil {
		return nil, err
	}
	s := &stmt{ds: ds}
	c.stmts[sql] = s
	return s, nil
}

func (c *conn) exec(sql string, args ...any) error {
	s, err := c.prepare(sql)
	if err != nil {
		return err
	}
	_, err = s.ds.(driver.StmtExecContext).ExecContext(context.Background(), s.bind(args))
	return err
}

func (c *conn) query(sql string, args ...any) (*rows, error) {
	s, err := c.prepare(sql)
	if err != nil {
		return nil, err
	}
	dr, err := s.ds.(driver.StmtQueryContext).QueryContext(context.Background(), s.bind(args))
	if err != nil {
		return nil, err
	}
	if n := len(dr.Columns()); len(s.cols) != n {
		s.cols = make([]driver.Value, n)
	}
	s.open = true
	return &rows{dr: dr, stmt: s, cols: s.cols}, nil
}

// first is query for a single integer, 0 if there is no row.
func (c *conn) first(sql string, args ...any) (n int64, err error) {
	rows, err := c.query(sql, args...)
	if err != nil {
		return 0, err
	}
	if rows.next() {
		n = rows.int(0)
	}
	rows.close()
	return n, rows.err
}

type stmt struct {
	ds   driver.Stmt
	args []driver.NamedValue
	cols []driver.Value
	open bool // rows are being read
}

func (s *stmt) bind(args []any) []driver.NamedValue {
	if len(s.args) != len(args) {
		s.args = make([]driver.NamedValue, len(args))
		for i := range s.args {
			s.args[i].Ordinal = i + 1
		}
	}
	for i, a := range args {
		s.args[i].Value = a
	}
	return s.args
}

// rows reads cols row by row; ask err after next said no.
type rows struct {
	dr   driver.Rows
	stmt *stmt
	cols []driver.Value
	err  error
}

func (r *rows) next() bool {
	if r.err == nil {
		r.err = r.dr.Next(r.cols)
		if r.err == nil {
			return true
		}
		if errors.Is(r.err, io.EOF) {
			r.err = nil
		}
	}
	return false
}

func (r *rows) close() {
	if r.stmt != nil {
		r.stmt.open = false
	}
	if err := r.dr.Close(); r.err == nil {
		r.err = err
	}
}

func (r *rows) int(i int) int64 {
	n, _ := r.cols[i].(int64)
	return n
}

func (r *rows) text(i int) string {
	s, _ := r.cols[i].(string)
	return s
}

func (r *rows) blob(i int) []byte {
	b, _ := r.cols[i].([]byte)
	return b
}
