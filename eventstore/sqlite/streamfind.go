package sqlite

import (
	"fmt"

	"minhbach/eventstore"
)

// find looks the stream up; it exists once its first event is announced.
func (r *streamReading) find(c *conn, upTo int64) error {
	if r.id != 0 {
		return nil
	}
	rows, err := c.query(r.l.dialect.stream, r.stream)
	if err != nil {
		return err
	}
	var id, first int64
	if rows.next() {
		id, first = rows.int(0), rows.int(1)
	}
	rows.close()
	if rows.err != nil {
		return rows.err
	}
	born, err := r.birth(c, id, first)
	if err != nil {
		return err
	}
	if born == 0 || born > upTo {
		return fmt.Errorf("%w: %s", eventstore.ErrNoStream, r.stream)
	}
	r.id, r.first = id, first
	return nil
}

// birth is the position of a stream's first event, 0 when it has none yet.
func (r *streamReading) birth(c *conn, id, first int64) (int64, error) {
	if id == 0 {
		return 0, nil
	}
	if tail := r.l.tail.recent(id); !tail.empty() && tail.first == first {
		return tail.position(first), nil
	}
	const at = "SELECT position FROM placements WHERE stream = ? AND revision = ?"
	born, err := c.first(at, id, first)
	if err != nil {
		return 0, err
	}
	// Only an import makes a stream that begins later, and places all of it; one that
	// begins at 0 and is not placed has nothing in the table yet.
	contradicts := false
	switch {
	case first > 0 && born > 0:
		before, err := c.first(at, id, first-1)
		if err != nil {
			return 0, err
		}
		contradicts = before != 0
	case first != 0:
		contradicts = true
	case born == 0:
		other, err := c.first("SELECT position FROM placements WHERE stream = ? LIMIT 1", id)
		if err != nil {
			return 0, err
		}
		contradicts = other != 0
	}
	if contradicts {
		return 0, fmt.Errorf("%w: stream %s does not begin at revision %d", ErrCorrupt, r.stream, first)
	}
	return born, nil
}
