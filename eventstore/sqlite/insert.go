package sqlite

import (
	"context"
	"database/sql/driver"
	"strings"
)

// widths are the numbers of rows inserted by one statement, largest first.
var widths = [...]int{32, 8, 1}

// shape is which columns of an event are inserted.
type shape struct {
	columns int
	text    [len(widths)]string
}

var (
	// usual leaves out what is 0 for nearly every appended event.
	usual    = newShape("position", "kind", "stream", "revision", "recorded", "checksum", "id", "metadata", "data")
	complete = newShape("position", "kind", "stream", "revision", "recorded", "checksum", "id", "metadata", "data", "skipped", "ticks", "again")
)

// OR FAIL spares SQLite the bookkeeping to undo half a statement: after an
// error the whole transaction is rolled back anyway.
func newShape(columns ...string) *shape {
	s := &shape{columns: len(columns)}
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + "),"
	for i, n := range widths {
		s.text[i] = "INSERT OR FAIL INTO events (" + strings.Join(columns, ", ") + ") VALUES " +
			strings.TrimSuffix(strings.Repeat(row, n), ",")
	}
	return s
}

// pending are rows that wait to be inserted, laid out as arguments.
type pending struct {
	shape *shape
	args  []driver.NamedValue
}

func (p *pending) rows() int { return len(p.args) / p.shape.columns }

func (p *pending) add(position, kind, stream, revision, recorded, sum int64, id, metadata, data []byte) {
	for _, v := range [...]any{position, kind, stream, revision, recorded, sum, id, metadata, data} {
		p.args = append(p.args, driver.NamedValue{Value: v})
	}
}

// rare completes a row of the complete shape.
func (p *pending) rare(skipped, ticks, again int64) {
	for _, v := range [...]any{skipped, ticks, again} {
		p.args = append(p.args, driver.NamedValue{Value: v})
	}
}

func (p *pending) insert(c *conn) error {
	args := p.args
	p.args = p.args[:0]
	for i, n := range widths {
		for len(args) >= n*p.shape.columns {
			some := args[:n*p.shape.columns]
			args = args[n*p.shape.columns:]
			for j := range some {
				some[j].Ordinal = j + 1
			}
			s, err := c.prepare(p.shape.text[i])
			if err != nil {
				return err
			}
			if _, err := s.ds.(driver.StmtExecContext).ExecContext(context.Background(), some); err != nil {
				return err
			}
		}
	}
	return nil
}
