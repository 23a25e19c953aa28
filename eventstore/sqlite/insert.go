package sqlite

import (
	"context"
	"database/sql/driver"
	"strings"
)

const eventColumns = 9

// widths are the numbers of rows inserted by one statement, largest first.
var widths = [...]int{32, 8, 1}

// OR FAIL spares SQLite the bookkeeping to undo half a statement: after an
// error the whole transaction is rolled back anyway.
var inserts = func() (text [len(widths)]string) {
	for i, n := range widths {
		text[i] = "INSERT OR FAIL INTO events (position, kind, stream, revision, recorded, checksum, id, metadata, data) VALUES " +
			strings.TrimSuffix(strings.Repeat("(?,?,?,?,?,?,?,?,?),", n), ",")
	}
	return text
}()

// pending are rows that wait to be inserted, laid out as arguments.
type pending struct{ args []driver.NamedValue }

func (p *pending) rows() int { return len(p.args) / eventColumns }

func (p *pending) add(position, kind, stream, revision, recorded, sum int64, id, metadata, data []byte) {
	for _, v := range [eventColumns]any{position, kind, stream, revision, recorded, sum, id, metadata, data} {
		p.args = append(p.args, driver.NamedValue{Value: v})
	}
}

func (p *pending) insert(c *conn) error {
	args := p.args
	p.args = p.args[:0]
	for i, n := range widths {
		for len(args) >= n*eventColumns {
			some := args[:n*eventColumns]
			args = args[n*eventColumns:]
			for j := range some {
				some[j].Ordinal = j + 1
			}
			s, err := c.prepare(inserts[i])
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
