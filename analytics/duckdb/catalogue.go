//go:build cgo

package duckdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// format of the file; another one is not ours and is made anew.
const format = 1

// table is one that can be asked. It never changes: a new load makes a new one.
type table struct {
	id      string
	name    string // in the database: t_<32 hex>
	columns []dataset.Column
	index   map[string]int
	rows    int64

	refs int  // guarded by Store.mu
	gone bool // replaced or dropped: the last user removes it

	profiling sync.Mutex
	profile   []analytics.Profile
}

func newTable(id, name string, columns []dataset.Column, rows int64) *table {
	t := &table{id: id, name: name, columns: columns, rows: rows, index: map[string]int{}}
	for i, c := range columns {
		t.index[c.Name] = i
	}
	return t
}

func (s *Store) readCatalogue(ctx context.Context) error {
	found := map[string]bool{}
	rows, err := s.db.QueryContext(ctx, `SELECT table_name FROM duckdb_tables() WHERE NOT temporary`)
	if err != nil {
		return err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return errors.Join(err, rows.Close())
		}
		found[name] = true
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	if len(found) == 0 {
		_, err := s.db.ExecContext(ctx, fmt.Sprintf(`BEGIN;
			CREATE TABLE minhbach_format (version INTEGER NOT NULL);
			INSERT INTO minhbach_format VALUES (%d);
			CREATE TABLE minhbach_tables (id VARCHAR NOT NULL, name VARCHAR NOT NULL, columns VARCHAR NOT NULL, rows BIGINT NOT NULL);
			CREATE TABLE minhbach_profiles (name VARCHAR NOT NULL, profile VARCHAR NOT NULL);
			COMMIT`, format))
		return err
	}
	if !found["minhbach_format"] || !found["minhbach_tables"] || !found["minhbach_profiles"] {
		return &broken{"", errors.New("it is a database of another program")}
	}
	var version int
	if err := s.db.QueryRowContext(ctx, `SELECT max(version) FROM minhbach_format`).Scan(&version); err != nil {
		return err
	}
	if version != format {
		return &broken{"", fmt.Errorf("it has format %d, not %d", version, format)}
	}
	return s.readTables(ctx, found)
}

func (s *Store) readTables(ctx context.Context, found map[string]bool) error {
	rows, err := s.db.QueryContext(ctx, `SELECT id, name, columns, rows FROM minhbach_tables`)
	if err != nil {
		return err
	}
	for rows.Next() {
		var id, name, shape string
		var count int64
		var columns []dataset.Column
		err := rows.Scan(&id, &name, &shape, &count)
		if err == nil {
			err = json.Unmarshal([]byte(shape), &columns)
		}
		if err == nil && !found[name] {
			err = fmt.Errorf("table %s is missing", name)
		}
		if err != nil {
			return &broken{"", errors.Join(err, rows.Close())}
		}
		s.tables[id] = newTable(id, name, columns, count)
		delete(found, name)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for name := range found { // replaced while it was read, and then the process ended
		if strings.HasPrefix(name, "t_") {
			if _, err := s.db.ExecContext(ctx, `DROP TABLE "`+name+`"`); err != nil {
				return err
			}
		}
	}
	_, err = s.db.ExecContext(ctx, `DELETE FROM minhbach_profiles WHERE name NOT IN (SELECT name FROM minhbach_tables)`)
	return err
}

var errClosed = analytics.ErrEngine.New().Because(errors.New("duckdb: closed"))

// use finds a table and keeps it from being removed until release.
func (s *Store) use(id string) (t *table, release func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, nil, errClosed
	}
	t = s.tables[id]
	if t == nil {
		return nil, nil, analytics.ErrTable.New()
	}
	t.refs++
	s.using.Add(1)
	return t, func() {
		s.mu.Lock()
		t.refs--
		last := t.gone && t.refs == 0
		s.mu.Unlock()
		if last {
			s.remove(t)
		}
		s.using.Done()
	}, nil
}

// put makes t the table of its id (nil: there is none) and retires the one before.
func (s *Store) put(id string, t *table) {
	s.mu.Lock()
	old := s.tables[id]
	if t == nil {
		delete(s.tables, id)
	} else {
		s.tables[id] = t
	}
	unused := old != nil && old.refs == 0
	if old != nil {
		old.gone = true
	}
	s.mu.Unlock()
	if unused {
		s.remove(old)
	}
}

// remove drops what nobody can find any more. Should that fail, the next Open does it.
func (s *Store) remove(t *table) {
	_, _ = s.db.ExecContext(context.Background(), `DROP TABLE IF EXISTS "`+t.name+`"; DELETE FROM minhbach_profiles WHERE name = '`+t.name+`'`)
	s.totals.forget(t.name)
}

// Tables lists what is there, with the number of rows.
func (s *Store) Tables(context.Context) (map[string]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	all := make(map[string]int64, len(s.tables))
	for id, t := range s.tables {
		all[id] = t.rows
	}
	return all, nil
}

// Shape gives the columns of a table, for those who did not load it.
func (s *Store) Shape(id string) ([]dataset.Column, error) {
	t, release, err := s.use(id)
	if err != nil {
		return nil, err
	}
	defer release()
	return t.columns, nil
}

// Drop forgets a table.
func (s *Store) Drop(ctx context.Context, id string) error {
	done, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	s.mu.Lock()
	_, there := s.tables[id]
	s.mu.Unlock()
	if !there {
		return nil
	}
	if _, err := s.db.ExecContext(ctx, `DELETE FROM minhbach_tables WHERE id = ?`, id); err != nil {
		return failure(ctx, err)
	}
	s.put(id, nil)
	return nil
}

// begin takes the place of the one writer.
func (s *Store) begin(ctx context.Context) (done func(), err error) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil, errClosed
	}
	s.using.Add(1)
	s.mu.Unlock()
	select {
	case s.writer <- struct{}{}:
		return func() { <-s.writer; s.using.Done() }, nil
	case <-ctx.Done():
		s.using.Done()
		return nil, ctx.Err()
	}
}
