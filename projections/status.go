package projections

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"minhbach/eventstore"
	"minhbach/projections/view"
)

// Status tells how far the read model is and what went wrong.
func (r *Runner) Status(ctx context.Context) (view.ProjectionStatus, error) {
	head, err := r.log.Head(ctx)
	if err != nil {
		return view.ProjectionStatus{}, err
	}
	r.mu.Lock()
	s := view.ProjectionStatus{
		Name: r.def.Name, Version: r.def.Version, Position: uint64(r.seen), Head: uint64(head),
		LastError: r.lastError, Rebuilding: r.rebuilding, Updated: r.updated,
	}
	r.mu.Unlock()
	lag, err := eventstore.Behind(ctx, r.log, eventstore.Position(s.Position), nil)
	if err != nil {
		return s, err
	}
	if s.Behind = lag.Events; lag.Events > 0 {
		s.BehindSecs = max(0, r.opts.Now().Sub(lag.Oldest).Seconds())
	}
	err = r.Read(ctx, func(db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT count(*) FROM meta_parked`).Scan(&s.Parked)
	})
	return s, err
}

// Parked is an event that could not be applied, or waits behind one.
type Parked struct {
	Position uint64 `json:"position"`
	Stream   string `json:"stream"`
	Type     string `json:"type"`
	Error    string `json:"error"`
	Tries    int    `json:"tries"`
}

// Parked lists parked events in order of position.
func (r *Runner) Parked(ctx context.Context) ([]Parked, error) {
	var out []Parked
	err := r.Read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, `SELECT position, stream, type, error, tries FROM meta_parked ORDER BY position`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var p Parked
			if err := rows.Scan(&p.Position, &p.Stream, &p.Type, &p.Error, &p.Tries); err != nil {
				return err
			}
			out = append(out, p)
		}
		return rows.Err()
	})
	return out, err
}

// StateHash is the SHA-256 of all rows of all tables, in an order that the rows
// themselves decide: two read models of the same log have the same hash.
func (r *Runner) StateHash(ctx context.Context) (string, error) {
	_, sum, err := r.StateAt(ctx)
	return sum, err
}

// StateAt is StateHash together with the last event that is in the rows, both of one
// moment while events go on being applied. Events that the read model does not look
// at may have come since.
func (r *Runner) StateAt(ctx context.Context) (position eventstore.Position, sum string, err error) {
	err = r.Read(ctx, func(db *sql.DB) error {
		tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := tx.QueryRowContext(ctx, `SELECT position FROM meta_checkpoint`).Scan(&position); err != nil {
			return err
		}
		tables, err := tablesOf(ctx, tx)
		if err != nil {
			return err
		}
		h := sha256.New()
		for _, table := range tables {
			fmt.Fprintf(h, "table %s\n", table)
			if err := hashTable(ctx, tx, table, func(b []byte) { h.Write(b) }); err != nil {
				return err
			}
		}
		sum = hex.EncodeToString(h.Sum(nil))
		return nil
	})
	return position, sum, err
}

func tablesOf(ctx context.Context, db *sql.Tx) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'meta\_%' ESCAPE '\'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var t string
		if err := rows.Scan(&t); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	slices.Sort(tables)
	return tables, rows.Err()
}

func hashTable(ctx context.Context, db *sql.Tx, table string, write func([]byte)) error {
	probe, err := db.QueryContext(ctx, `SELECT * FROM "`+table+`" LIMIT 0`)
	if err != nil {
		return err
	}
	columns, err := probe.Columns()
	probe.Close()
	if err != nil {
		return err
	}
	order := make([]string, len(columns))
	for i := range columns {
		order[i] = fmt.Sprint(i + 1)
	}
	rows, err := db.QueryContext(ctx, `SELECT * FROM "`+table+`" ORDER BY `+strings.Join(order, ","))
	if err != nil {
		return err
	}
	defer rows.Close()
	values := make([]any, len(columns))
	targets := make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		for _, v := range values {
			text := fmt.Sprintf("%T:%v", v, v)
			var n [8]byte
			binary.BigEndian.PutUint64(n[:], uint64(len(text)))
			write(n[:])
			write([]byte(text))
		}
		write([]byte{'\n'})
	}
	return rows.Err()
}
