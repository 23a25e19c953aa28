package sqlite

import (
	"context"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

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
	low, high := s.low, s.high
	order := "ASC"
	if s.dir == eventstore.Backwards {
		order = "DESC"
	}
	window := int64(l.opts.scanWindow) // keeps statements under a filter short
	if where != "" && high-low > window {
		if s.dir == eventstore.Backwards {
			low = high - window
		} else {
			high = low + window
		}
	}
	args := []any{low, high}
	for _, p := range s.filter.Streams {
		args = append(args, int64(utf8.RuneCountInString(p)), p)
	}
	args = append(args, int64(n))
	sql := selectEvents + "WHERE position > ? AND position <= ?" + where + " ORDER BY position " + order + " LIMIT ?"

	var whole bool
	err := l.pool.with(ctx, func(c *conn) (err error) {
		page, whole, err = l.fill(c, page, n, sql, args)
		return err
	})
	if err != nil {
		return page, err
	}
	if where == "" {
		if err := dense(page, low, high, s.dir, whole); err != nil {
			return page, err
		}
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

// fill runs a query for at most n events; whole says that it had no more.
func (l *Log) fill(c *conn, page []eventstore.Event, n int, sql string, args []any) (_ []eventstore.Event, whole bool, err error) {
	rows, err := c.query(sql, args...)
	if err != nil {
		return page, false, err
	}
	defer rows.close()
	size := 0
	for rows.next() {
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

// dense checks that a page without filter has every position of its range.
func dense(page []eventstore.Event, low, high int64, dir eventstore.Direction, whole bool) error {
	next := low + 1
	if dir == eventstore.Backwards {
		next = high
	}
	for i := range page {
		if int64(page[i].Position) != next {
			return fmt.Errorf("%w: position %d is missing", ErrCorrupt, next)
		}
		next += int64(dir)
	}
	if whole && int64(len(page)) != high-low {
		return fmt.Errorf("%w: position %d is missing", ErrCorrupt, next)
	}
	return nil
}

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
		b.WriteString(" AND EXISTS (SELECT 1 FROM streams WHERE streams.id = events.stream AND (")
		b.WriteString(strings.Repeat("substr(name, 1, ?) = ? OR ", len(f.Streams)-1))
		b.WriteString("substr(name, 1, ?) = ?))")
	}
	return b.String(), false
}

func clamp(p eventstore.Position) int64 { return int64(min(p, math.MaxInt64)) }
