package sqlite

import (
	"context"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"

	"minhbach/eventstore"
)

// finish makes what is sorted by something else than position, all or nothing.
func (m *maker) finish(ctx context.Context) error {
	script := []string{
		"INSERT INTO placements (stream, revision, position) SELECT stream, revision, position FROM events ORDER BY stream, revision",
		fmt.Sprintf("UPDATE placed SET upto = %d", m.position),
	}
	if m.events > 0 {
		script = append(script, fmt.Sprintf("INSERT INTO imported VALUES (1, %d, %d)", m.position, m.events))
	}
	if err := m.c.exec("BEGIN"); err != nil {
		return err
	}
	for _, sql := range script {
		if err := m.c.script(ctx, sql); err != nil {
			return err
		}
	}
	if err := m.index(ctx); err != nil {
		return err
	}
	return m.c.exec("COMMIT")
}

// index makes the index on ids. Ids that a stream has more than once show when it
// collides; then they are counted, once for all.
func (m *maker) index(ctx context.Context) error {
	index := statement("CREATE UNIQUE INDEX events_by_id")
	err := m.c.script(ctx, index)
	if code(err)&0xff != sqlite3.SQLITE_CONSTRAINT {
		return err
	}
	if err := m.countAgain(ctx); err != nil {
		return err
	}
	return m.c.script(ctx, index)
}

// countAgain numbers the ids that a stream has again, with the checksums.
func (m *maker) countAgain(ctx context.Context) error {
	if err := m.c.script(ctx, `CREATE TEMP TABLE again (position INTEGER PRIMARY KEY, n INTEGER NOT NULL);
		INSERT INTO temp.again SELECT position, n FROM
		(SELECT position, again, row_number() OVER (PARTITION BY id, stream ORDER BY position) - 1 AS n FROM events)
		WHERE n <> again`); err != nil {
		return err
	}
	if err := m.c.script(ctx, "DROP TRIGGER events_are_never_changed"); err != nil {
		return err
	}
	for last := int64(0); ; {
		some, err := m.again(last)
		if err != nil {
			return err
		}
		if len(some) == 0 {
			break
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, a := range some {
			if err := m.c.exec("UPDATE events SET again = ?, checksum = ? WHERE position = ?", a.times, a.sum, a.position); err != nil {
				return err
			}
			last = a.position
		}
	}
	if err := m.c.script(ctx, "DROP TABLE temp.again"); err != nil {
		return err
	}
	return m.c.script(ctx, statement("CREATE TRIGGER events_are_never_changed"))
}

type counted struct{ position, times, sum int64 }

// again reads some of what was counted, and makes the checksums anew.
func (m *maker) again(after int64) (some []counted, err error) {
	rows, err := m.c.query(`SELECT a.position, a.n, e.skipped, e.ticks, e.checksum, e.again,
		e.revision, e.recorded, e.id, e.metadata, e.data, s.name, k.type, k.content_type
		FROM temp.again AS a JOIN events AS e ON e.position = a.position JOIN streams AS s ON s.id = e.stream JOIN kinds AS k ON k.id = e.kind
		WHERE a.position > ? ORDER BY a.position LIMIT 1000`, after)
	if err != nil {
		return nil, err
	}
	defer rows.close()
	for rows.next() {
		d := eventstore.Draft{Type: rows.text(12), ContentType: rows.text(13), Metadata: rows.blob(9), Data: rows.blob(10)}
		copy(d.ID[:], rows.blob(8))
		plain := placedSum(contentSum(rows.text(11), &d), rows.int(0), rows.int(6), rows.int(7))
		if int64(rareSum(plain, rows.int(2), rows.int(3), rows.int(5))) != rows.int(4) {
			return nil, fmt.Errorf("%w at position %d: the event does not fit its checksum", ErrCorrupt, rows.int(0))
		}
		some = append(some, counted{rows.int(0), rows.int(1), int64(rareSum(plain, rows.int(2), rows.int(3), rows.int(1)))})
	}
	return some, rows.err
}
