package sqlite

import (
	"context"
	"database/sql/driver"
	"strings"
)

const placeWidth = 32

// OR IGNORE: after a crash the tail begins anew at the position in placed, and
// some of it may be in the table already.
var insertPlacements = [2]string{
	"INSERT OR IGNORE INTO placements (stream, revision, position) VALUES " +
		strings.TrimSuffix(strings.Repeat("(?,?,?),", placeWidth), ","),
	"INSERT OR IGNORE INTO placements (stream, revision, position) VALUES (?,?,?)",
}

// place writes some of the frozen placements along with the group: twice as
// many as it has events, so that they are all written long before the young
// ones are as many.
func (b *group) place() error {
	t := &b.w.l.tail
	some := t.sorted[t.drained:]
	some = some[:min(len(some), max(16, 2*len(b.placed)))]
	if len(some) == 0 {
		return nil
	}
	var args []driver.NamedValue
	for left := some; len(left) > 0; {
		n, sql := placeWidth, insertPlacements[0]
		if len(left) < n {
			n, sql = 1, insertPlacements[1]
		}
		args = args[:0]
		for _, p := range left[:n] {
			for _, v := range [3]int64{p.stream, p.revision, p.position} {
				args = append(args, driver.NamedValue{Ordinal: len(args) + 1, Value: v})
			}
		}
		left = left[n:]
		s, err := b.w.c.prepare(sql)
		if err != nil {
			return err
		}
		if _, err := s.ds.(driver.StmtExecContext).ExecContext(context.Background(), args); err != nil {
			return err
		}
	}
	b.drained = len(some)
	if t.drained+b.drained == len(t.sorted) {
		return b.w.c.exec("UPDATE placed SET upto = ?", t.newest)
	}
	return nil
}

// loadTail reads back what the table of placements did not get to.
func (l *Log) loadTail(ctx context.Context) error {
	upTo, err := l.write.number(ctx, "SELECT upto FROM placed", 0)
	if err != nil {
		return err
	}
	rows, err := l.write.query("SELECT stream, revision, position FROM events WHERE position > ? ORDER BY position", upTo)
	if err != nil {
		return err
	}
	var newer []placement
	for rows.next() {
		newer = append(newer, placement{rows.int(0), rows.int(1), rows.int(2)})
	}
	rows.close()
	l.tail.committed(newer, 0)
	return rows.err
}
