package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"

	"minhbach/eventstore"
)

// Resume is Import in as many attempts as it takes. What came before an attempt ended,
// by an error, a kill or a power cut, stays in the directory, all but the last moments;
// the next Resume looks it over and goes on behind it. Only when the source has come to
// its end there is a log; until then Open refuses the directory with ErrUnfinished.
//
// after is asked once for the events behind last, the newest event that an earlier
// attempt kept; nil: from the beginning. It may check that the source has the same event
// there. Import begins anew instead, and takes away what Resume has kept.
func Resume(ctx context.Context, dir string, opts Options, after func(last *eventstore.Event) eventstore.Events) (_ eventstore.Position, err error) {
	file, opts, held, err := vacant(dir, opts)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, held.release()) }()
	if err := removeParts(file + unfinished); err != nil {
		return 0, err
	}
	part := file + resumable
	m, err := create(ctx, part, opts, true)
	if err != nil {
		return 0, explain(err)
	}
	head, err := m.resume(ctx, after)
	if err != nil {
		return 0, errors.Join(explain(err), m.keep(), m.close())
	}
	if err := m.close(); err != nil {
		return 0, err
	}
	if err := os.Remove(part + "-journal"); err != nil && !os.IsNotExist(err) {
		return 0, err
	}
	return head, finished(part, file)
}

func (m *maker) resume(ctx context.Context, after func(*eventstore.Event) eventstore.Events) (eventstore.Position, error) {
	if err := quickCheck(ctx, m.c); err != nil {
		return 0, err
	}
	if err := m.unfinish(ctx); err != nil {
		return 0, err
	}
	last, err := m.recall()
	if err != nil {
		return 0, err
	}
	return m.fill(ctx, after(last))
}

// unfinish takes back what finish made: the last attempt ended before the file got its
// name, and the source may have more by now.
func (m *maker) unfinish(ctx context.Context) error {
	made, err := m.c.number(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'events_by_id'", 0)
	if err != nil || made == 0 {
		return err
	}
	return m.c.script(ctx, "BEGIN; DROP INDEX events_by_id; DELETE FROM placements; UPDATE placed SET upto = 0; DELETE FROM imported; COMMIT;")
}

// recall reads what the maker has to know of the events that are there.
func (m *maker) recall() (last *eventstore.Event, err error) {
	rows, err := m.c.query("SELECT id, type, content_type FROM kinds")
	if err != nil {
		return nil, err
	}
	for rows.next() {
		m.kinds[kind{rows.text(1), rows.text(2)}] = rows.int(0)
	}
	if rows.close(); rows.err != nil {
		return nil, rows.err
	}
	if rows, err = m.c.query("SELECT stream, max(revision) + 1, count(*), max(position) FROM events GROUP BY stream ORDER BY stream"); err != nil {
		return nil, err
	}
	for rows.next() {
		if rows.int(0) != int64(len(m.next)+1) {
			rows.err = fmt.Errorf("%w: stream %d has no events", ErrCorrupt, len(m.next)+1)
			break
		}
		m.next = append(m.next, rows.int(1))
		m.events += rows.int(2)
		m.position = max(m.position, rows.int(3))
	}
	if rows.close(); rows.err != nil || m.events == 0 {
		return nil, rows.err
	}
	i := &Inspection{c: m.c, dialect: dialects[schemaVersion], kinds: map[int64]kind{}}
	i.names.init(1)
	if rows, err = m.c.query(i.dialect.events+"WHERE position = ?", m.position); err != nil {
		return nil, err
	}
	defer rows.close()
	rows.next()
	ev, err := i.row(rows)
	if err != nil {
		return nil, fmt.Errorf("%w; import anew", err)
	}
	return &ev, nil
}
