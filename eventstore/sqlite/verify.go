package sqlite

import (
	"context"
	"fmt"

	"minhbach/eventstore"
)

// Verify reads everything: SQLite's own integrity check with all indexes, the
// placements against the events, and every event against its checksum. It is a
// job for quiet hours; nil says that the file holds what was written to it.
func (l *Log) Verify(ctx context.Context) error {
	if err := l.usable(ctx); err != nil {
		return err
	}
	c, err := connect(ctx, l.file, "ro", "busy_timeout(5000)", "query_only(1)")
	if err != nil {
		return explain(err)
	}
	defer c.close()
	if err := around(ctx, c); err != nil {
		return err
	}
	for _, err := range l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			return err
		}
	}
	return nil
}

// around checks the file's structure with all indexes, and the placements against the
// events.
func around(ctx context.Context, c *conn) error {
	d, err := dialectOf(ctx, c)
	if err != nil {
		return err
	}
	found, err := c.one(ctx, "PRAGMA integrity_check(1)")
	if err != nil {
		return explain(err)
	}
	if len(found) != 1 || found[0] != "ok" {
		return fmt.Errorf("%w: %v", ErrCorrupt, found)
	}
	checks := []string{
		`SELECT e.position FROM events AS e LEFT JOIN placements AS p ON p.stream = e.stream AND p.revision = e.revision
			WHERE e.position <= (SELECT upto FROM placed) AND p.position IS NOT e.position LIMIT 1`,
		`SELECT p.position FROM placements AS p LEFT JOIN events AS e ON e.position = p.position
			WHERE e.stream IS NOT p.stream OR e.revision IS NOT p.revision LIMIT 1`,
	}
	if d.version != schemaDense {
		checks = append(checks,
			`SELECT coalesce((SELECT min(position) FROM placements WHERE stream = s.id), 0) FROM streams AS s
				WHERE first <> coalesce((SELECT min(revision) FROM placements WHERE stream = s.id), 0) LIMIT 1`,
			`SELECT upto FROM imported WHERE events IS NOT (SELECT count(*) FROM events WHERE position <= upto)
				OR upto IS NOT (SELECT max(position) FROM events WHERE position <= upto) AND events > 0 LIMIT 1`,
			`SELECT position FROM events WHERE skipped <> 0 AND position > (SELECT coalesce(max(upto), 0) FROM imported) LIMIT 1`)
	}
	for _, sql := range checks {
		wrong, err := c.one(ctx, sql)
		if err != nil {
			return explain(err)
		}
		if len(wrong) > 0 {
			return fmt.Errorf("%w at position %v: the event and what is noted of its place differ", ErrCorrupt, wrong[0])
		}
	}
	return nil
}
