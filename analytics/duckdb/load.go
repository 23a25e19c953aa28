//go:build cgo

package duckdb

import (
	"context"
	"crypto/rand"
	"database/sql"
	sqldriver "database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"time"

	driver "github.com/duckdb/duckdb-go/v2"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/domain/fold"
)

var sqlTypes = map[dataset.Type]string{
	dataset.Text: "VARCHAR", dataset.Integer: "BIGINT", dataset.Decimal: "DOUBLE", dataset.Boolean: "BOOLEAN",
	dataset.Date: "DATE", dataset.DateTime: "TIMESTAMP", dataset.Geometry: "VARCHAR",
}

var columnName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// Load makes a table from rows in one transaction. Instants are kept to the
// microsecond. A value that does not fit its column is refused with its row.
func (s *Store) Load(ctx context.Context, t analytics.Table, rows iter.Seq2[analytics.Row, error]) (int64, error) {
	if err := checkTable(t); err != nil {
		return 0, err
	}
	shape, err := json.Marshal(t.Columns)
	if err != nil {
		return 0, err
	}
	done, err := s.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return 0, failure(ctx, err)
	}
	defer func() { _ = conn.Close() }()
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails; a name that nobody sees
	made := newTable(t.ID, "t_"+hex.EncodeToString(random), t.Columns, 0)

	if _, err = conn.ExecContext(ctx, "BEGIN"); err == nil {
		_, err = conn.ExecContext(ctx, made.create())
	}
	if err == nil {
		made.rows, err = appendRows(ctx, conn, made, rows)
	}
	if err == nil {
		err = ctx.Err()
	}
	for _, write := range []struct {
		text string
		args []any
	}{
		{`DELETE FROM minhbach_tables WHERE id = ?`, []any{t.ID}},
		{`INSERT INTO minhbach_tables VALUES (?, ?, ?, ?)`, []any{t.ID, made.name, string(shape), made.rows}},
		{`COMMIT`, nil},
	} {
		if err == nil {
			_, err = conn.ExecContext(ctx, write.text, write.args...)
		}
	}
	if err != nil {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // fails where the failing statement was rolled back
		return 0, failure(ctx, err)
	}
	s.put(t.ID, made)
	return made.rows, nil
}

func checkTable(t analytics.Table) error {
	if t.ID == "" || len(t.ID) > 200 || len(t.Columns) == 0 {
		return fmt.Errorf("duckdb: table %q needs an id and columns", t.ID)
	}
	seen := map[string]bool{}
	for _, c := range t.Columns {
		if !columnName.MatchString(c.Name) || seen[c.Name] || sqlTypes[c.Type] == "" {
			return fmt.Errorf("duckdb: column %q of type %q cannot be kept", c.Name, c.Type)
		}
		seen[c.Name] = true
	}
	return nil
}

func (t *table) create() string {
	var b strings.Builder
	b.WriteString(`CREATE TABLE "` + t.name + `" (_id BIGINT`)
	for i, c := range t.columns {
		b.WriteString(", c" + strconv.Itoa(i) + " " + sqlTypes[c.Type])
	}
	for i, c := range t.columns {
		if c.Type == dataset.Text {
			b.WriteString(", f" + strconv.Itoa(i) + " VARCHAR")
		}
	}
	b.WriteString(")")
	return b.String()
}

func appendRows(ctx context.Context, conn *sql.Conn, t *table, rows iter.Seq2[analytics.Row, error]) (n int64, err error) {
	err = conn.Raw(func(raw any) error {
		a, err := driver.NewAppenderFromConn(raw.(session).Conn, "", t.name)
		if err != nil {
			return err
		}
		out := make([]sqldriver.Value, 0, 1+2*len(t.columns))
		flush := max(2048, 1_000_000/int64(len(t.columns))/2048*2048)
		for row, rowErr := range rows {
			if err = rowErr; err == nil && n%1024 == 0 {
				err = ctx.Err()
			}
			if err == nil {
				out, err = t.encode(out[:0], n+1, row)
			}
			if err == nil {
				err = a.AppendRow(out...)
			}
			if err != nil {
				break
			}
			if n++; n%flush == 0 { // the appender would keep some 200,000 rows
				if err = a.FlushWithCancel(ctx); err != nil {
					break
				}
			}
		}
		if err != nil { // what was appended goes with the transaction
			_ = a.Clear()
			_ = a.Close()
			return err
		}
		return a.CloseWithCancel(ctx)
	})
	return n, err
}

// encode is the row as the table has it: _id, the values, the folded texts.
func (t *table) encode(out []sqldriver.Value, id int64, row analytics.Row) ([]sqldriver.Value, error) {
	if len(row) != len(t.columns) {
		return out, fmt.Errorf("duckdb: row %d has %d values for %d columns", id, len(row), len(t.columns))
	}
	out = append(out, id)
	for i, v := range row {
		if v != nil && !analytics.Fits(t.columns[i].Type, v) {
			return out, refusedAt(analytics.BadValue(t.columns[i], v), id)
		}
		switch x := v.(type) {
		case float64:
			v = x + 0 // no negative zero
		case time.Time:
			v = x.UTC().Truncate(time.Microsecond)
		}
		out = append(out, v)
	}
	for i, v := range row {
		if t.columns[i].Type == dataset.Text {
			if s, ok := v.(string); ok {
				out = append(out, fold.String(s))
			} else {
				out = append(out, nil)
			}
		}
	}
	return out, nil
}

func refusedAt(err error, row int64) error {
	if f := fault.Of(err); f != nil {
		return f.At("row " + strconv.FormatInt(row, 10))
	}
	return err
}
