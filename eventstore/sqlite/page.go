package sqlite

import (
	"context"
	"fmt"
	"math"
	"strings"

	"minhbach/eventstore"
)

const (
	firstPage = 64      // events; the next pages are four times as large,
	largePage = 1024    // up to this,
	pageBytes = 4 << 20 // or until this is exceeded
)

// nextPage is the size of the page after one of size n.
func nextPage(n int) int { return min(n*4, largePage) }

// span is the part of the log that is still to be read: the positions after
// low, up to and including high, in direction dir.
type span struct {
	low, high int64
	dir       eventstore.Direction
	filter    eventstore.Filter
	follows   bool // backwards: an event is known to be at high
}

func (s *span) empty() bool { return s.low >= s.high }

// page reads up to n events and takes what was looked at off the span. The
// caller has put high at or below the announced head, so every event type in
// the span is known by now.
func (l *Log) page(ctx context.Context, s *span, n int, page []eventstore.Event) ([]eventstore.Event, error) {
	where, never := l.condition(s.filter)
	if never {
		s.low = s.high
		return page, nil
	}
	err := l.pool.with(ctx, func(c *conn) (err error) {
		if where == "" {
			page, err = l.everything(c, s, n, page)
		} else {
			page, err = l.some(c, s, n, where, page)
		}
		return err
	})
	return page, err
}

// some reads what passes the filter in the next window, which keeps statements short.
func (l *Log) some(c *conn, s *span, n int, where string, page []eventstore.Event) ([]eventstore.Event, error) {
	low, high, err := l.window(c, s)
	if err != nil {
		return page, err
	}
	args := []any{low, high}
	for _, p := range s.filter.Streams {
		args = append(args, int64(len(p)), []byte(p))
	}
	page, whole, err := l.fill(c, page, n, l.inOrder(s.dir, where), append(args, int64(n)), nil)
	if err != nil {
		return page, err
	}
	if !whole {
		last := int64(page[len(page)-1].Position)
		low, high = last-1, last
	}
	if s.dir == eventstore.Backwards {
		s.high = low
	} else {
		s.low = high
	}
	return page, nil
}

func (l *Log) inOrder(dir eventstore.Direction, where string) string {
	order := "ASC"
	if dir == eventstore.Backwards {
		order = "DESC"
	}
	return l.dialect.events + "WHERE position > ? AND position <= ?" + where + " ORDER BY position " + order + " LIMIT ?"
}

// fill runs a query for at most n events; whole says that it had no more. Each event
// passes check first, if there is one.
func (l *Log) fill(c *conn, page []eventstore.Event, n int, sql string, args []any, check func(position, skipped int64) error) (_ []eventstore.Event, whole bool, err error) {
	rows, err := c.query(sql, args...)
	if err != nil {
		return page, false, err
	}
	defer rows.close()
	size := 0
	for rows.next() {
		if check != nil {
			if err := check(rows.int(0), rows.int(9)); err != nil {
				return page, false, err
			}
		}
		page = append(page, eventstore.Event{})
		ev := &page[len(page)-1]
		if err := l.decode(c, rows, ev); err != nil {
			return page[:len(page)-1], false, err
		}
		size += len(ev.Data) + len(ev.Metadata)
		if size > pageBytes || len(page) == n {
			return page, false, nil
		}
	}
	return page, true, rows.err
}

// beginsWith compares bytes: a name may hold any character, also the one that ends a
// text for SQLite's functions.
const beginsWith = "substr(CAST(name AS BLOB), 1, ?) = ?"

// condition is the filter as SQL, with the types as numbers; never says that
// no event recorded so far can pass.
func (l *Log) condition(f eventstore.Filter) (sql string, never bool) {
	var b strings.Builder
	if len(f.Types) > 0 {
		ids, every := l.kinds.matching(f.Types)
		if len(ids) == 0 {
			return "", true
		}
		if !every {
			b.WriteString(" AND kind IN (")
			for i, id := range ids {
				if i > 0 {
					b.WriteByte(',')
				}
				fmt.Fprint(&b, id)
			}
			b.WriteByte(')')
		}
	}
	if len(f.Streams) > 0 {
		b.WriteString(" AND EXISTS (SELECT 1 FROM streams WHERE streams.id = e.stream AND (")
		b.WriteString(strings.Repeat(beginsWith+" OR ", len(f.Streams)-1))
		b.WriteString(beginsWith + "))")
	}
	return b.String(), false
}

func clamp(p eventstore.Position) int64 { return int64(min(p, math.MaxInt64)) }
