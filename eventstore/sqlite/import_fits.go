package sqlite

import (
	"errors"
	"fmt"
	"math"
	"time"
	"unicode/utf8"

	"minhbach/eventstore"
)

const (
	// largestImported is the size up to which events of other stores are taken, with
	// data and metadata together.
	largestImported = 16 << 20
	// lastPosition leaves room for appends.
	lastPosition = 1 << 62
)

// fits refuses what would be another event after a reading.
func (m *maker) fits(ev *eventstore.Event) error {
	switch {
	case ev.Position == 0:
		return errors.New("position 0 stands before the first event; positions begin at 1")
	case ev.Position > lastPosition:
		return fmt.Errorf("positions end at %d", int64(lastPosition))
	case int64(ev.Position) <= m.position:
		return fmt.Errorf("it comes after position %d: positions must increase", m.position)
	case ev.Revision < 0:
		return fmt.Errorf("revision %d: revisions begin at 0", ev.Revision)
	case ev.Revision == math.MaxInt64 && ev.Type != eventstore.TypeStreamDeleted:
		return fmt.Errorf("revision %d belongs to the event that ends a stream, %s", ev.Revision, eventstore.TypeStreamDeleted)
	}
	for _, name := range [...]struct {
		what, is string
		empty    bool
	}{{"stream name", ev.Stream, false}, {"event type", ev.Type, false}, {"content type", ev.ContentType, true}} {
		switch {
		case name.is == "" && !name.empty:
			return fmt.Errorf("the %s is empty", name.what)
		case len(name.is) > maxForeignBytes:
			return fmt.Errorf("the %s has %d bytes, at most %d", name.what, len(name.is), maxForeignBytes)
		case !utf8.ValidString(name.is):
			return fmt.Errorf("the %s is not UTF-8", name.what)
		}
	}
	if ticks := ev.Recorded.Nanosecond() % 1000; ticks%100 != 0 || !instant(ev.Recorded.UnixMicro(), int64(ticks/100)).Equal(ev.Recorded) {
		return fmt.Errorf("its time %s cannot be kept to 100 ns", ev.Recorded.Format(time.RFC3339Nano))
	}
	if size, most := len(ev.Data)+len(ev.Metadata), max(largestImported, m.opts.MaxEventBytes); size > most {
		return fmt.Errorf("it has %d bytes, at most %d", size, most)
	}
	return nil
}

// present turns no bytes into zero bytes: the columns take no NULL.
func present(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
