package sqlite

import (
	"fmt"
	"time"

	"minhbach/eventstore"
)

// decode turns the current row into an event. The driver hands out fresh
// slices, so the reader owns them.
func (l *Log) decode(c *conn, r *rows, ev *eventstore.Event) error {
	position := r.int(0)
	k, ok := l.kinds.get(r.int(1))
	if !ok {
		return fmt.Errorf("%w at position %d: its type %d is unknown", ErrCorrupt, position, r.int(1))
	}
	name, err := l.names.get(c, r.int(2))
	if err != nil {
		return fmt.Errorf("at position %d: %w", position, err)
	}
	d := eventstore.Draft{Type: k.typ, ContentType: k.content, Metadata: r.blob(7), Data: r.blob(8)}
	if copy(d.ID[:], r.blob(6)) != len(d.ID) || rowSum(r, name, &d) != r.int(5) {
		return fmt.Errorf("%w at position %d (stream %s): the event does not fit its checksum", ErrCorrupt, position, name)
	}
	*ev = eventstore.Event{
		ID:          d.ID,
		Stream:      name,
		Revision:    eventstore.Revision(r.int(3)),
		Position:    eventstore.Position(position),
		Type:        k.typ,
		ContentType: k.content,
		Recorded:    instant(r.int(4), r.int(10)),
		Data:        d.Data,
		Metadata:    d.Metadata,
	}
	return nil
}

// rowSum is the checksum that the current row ought to have.
func rowSum(r *rows, stream string, d *eventstore.Draft) int64 {
	sum := placedSum(contentSum(stream, d), r.int(0), r.int(3), r.int(4))
	return int64(rareSum(sum, r.int(9), r.int(10), r.int(11)))
}

// instant is a time of the file: microseconds since 1970 and ticks of 100 ns.
func instant(micro, ticks int64) time.Time {
	t := time.UnixMicro(micro).UTC()
	if ticks != 0 {
		t = t.Add(time.Duration(ticks) * 100)
	}
	return t
}
