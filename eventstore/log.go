package eventstore

import (
	"context"
	"time"
)

// Position is an event's place in the whole log. The first event has position 1;
// 0 stands before it. Positions increase strictly in the order in which events
// became visible; an engine may leave gaps (Features.DensePositions says if not),
// so compare positions, never count with them.
type Position uint64

// Revision is an event's place in its stream. The first event of a stream has
// revision 0, unless the log was imported from one that had cut the beginning off; then
// a reading from 0 begins at the first there is.
type Revision int64

// NoRevision is the revision of a stream that holds no event.
const NoRevision Revision = -1

// Draft is an event that has not been recorded yet.
type Draft struct {
	ID          ID
	Type        string // dotted, past tense: "publication.approved"; at most 128 bytes
	ContentType string // "application/json" when empty
	Data        []byte
	Metadata    []byte // the envelope, see Metadata; any bytes for foreign writers
}

// Event is an event as the log holds it. It never changes.
type Event struct {
	ID          ID
	Stream      string
	Revision    Revision
	Position    Position
	Type        string
	ContentType string
	Recorded    time.Time // UTC, see Features; never decreases among appended events, an import keeps what it got
	Data        []byte    // the reader owns the slice
	Metadata    []byte
}

// Appended says where an append ended up.
type Appended struct {
	First, Last Revision  // of the events in this append
	Position    Position  // of the last event
	Recorded    time.Time // zero where Features.TimeUntold
	Repeated    bool      // the events were there already and nothing was written, as far as Features.RepeatsUntold lets it be told
}

// Filter narrows a reading of the whole log. Prefixes within a field are
// alternatives; the two fields must both match. The zero Filter lets everything
// pass.
type Filter struct {
	Types   []string // type prefixes
	Streams []string // stream prefixes
}

// Features names honestly what an engine can and cannot do, so that a suite or
// an operator can tell a difference from a defect.
type Features struct {
	Engine         string
	DensePositions bool          // positions have no gaps
	TimeResolution time.Duration // of Event.Recorded in what is appended; an import may be finer
	MaxEventBytes  int           // data plus metadata of one event
	MaxAppend      int           // events in one append
	MaxAppendBytes int           // of one append, as AppendBytes counts; 0: no bound besides

	// What follows is where an engine keeps less than the contract of Log says.

	RepeatsUntold bool // Append never sets Repeated, although it writes nothing twice
	TimeUntold    bool // Append leaves Recorded zero; read the event for it
	// LooseIDs: ids that a stream holds are not refused as ErrIDReused for ever. An exact
	// expectation at the last revision records them again; Any and Exists take a first id
	// that is not held as new, and may have forgotten older ids; with other exact
	// expectations the error may be *WrongRevision.
	LooseIDs bool
	// LooseTimes: Recorded is the clock of whichever server led, and may decrease.
	LooseTimes   bool
	ContentTypes []string // that Draft may have; empty: any
}

// AppendBytes is what a draft counts towards Features.MaxAppendBytes.
func AppendBytes(d Draft) int { return 2*len(d.Type) + len(d.Data) + len(d.Metadata) }

// Log is the append-only log. All methods may be called from any number of
// goroutines.
type Log interface {
	// Append records events at the end of one stream, all or none.
	//
	// Durable: when Append returns without error the events survive a crash of
	// the process and of the machine. Ordered: they get consecutive revisions
	// and increasing positions. Visible: every read that starts after Append
	// returned sees them, and no read ever sees a part of them.
	//
	// Idempotent by event id within a stream: when the stream holds these ids
	// one after the other, and for an exact expectation right behind the expected
	// revision, the append succeeds with Repeated set and writes nothing. When it
	// holds them otherwise, or some of them only, the error is ErrIDReused. Ids in
	// other streams do not matter.
	//
	// A stream that is not where expected says fails with *WrongRevision and
	// writes nothing. An empty append checks expected and writes nothing.
	//
	// When ctx ends while the outcome is open, Append returns ctx's error and
	// the outcome is unknown: retry with the same ids.
	Append(ctx context.Context, stream string, expected Expected, events ...Draft) (Appended, error)

	// ReadStream yields the events of one stream from a revision on, at most
	// limit of them (0: no limit). Backwards reads run from the given revision
	// down; FromEnd starts at the last event. A stream that does not exist yields
	// ErrNoStream.
	ReadStream(ctx context.Context, stream string, from Revision, dir Direction, limit int) Events

	// ReadAll yields the events of the whole log that pass the filter, at most
	// limit of them (0: no limit). Forwards: those after the position, ascending.
	// Backwards: those at or before the position, descending; EndOfLog starts at the
	// head. It ends at the head as it was when the reading reached it.
	ReadAll(ctx context.Context, after Position, dir Direction, filter Filter, limit int) Events

	// Subscribe calls handle for every event after the position, first those
	// recorded already, then each new one, without gap or duplicate, in order of
	// position, on the caller's goroutine. It returns when ctx ends (with ctx's
	// error), when handle returns an error (with that error), or when the log is
	// closed (ErrClosed). A slow handler delays nobody else.
	//
	// Whenever the subscriber has seen everything there is, handle is called with
	// a Delivery without event and CaughtUp set; Position is then how far it saw,
	// which with a filter may be past the last event delivered.
	Subscribe(ctx context.Context, after Position, filter Filter, handle func(Delivery) error) error

	// Head is the position of the newest event, 0 for an empty log.
	Head(ctx context.Context) (Position, error)

	Features() Features

	// Close waits for running appends, ends subscriptions with ErrClosed and
	// releases the engine. Later calls return ErrClosed.
	Close() error
}

// Delivery is what a subscription hands over: an event, or the news that there
// is no further one for now.
type Delivery struct {
	Event    *Event // nil when CaughtUp
	Position Position
	CaughtUp bool
}

// Direction of a reading.
type Direction int8

const (
	Forwards  Direction = 1
	Backwards Direction = -1
)

// FromEnd starts a backwards reading of a stream at its last event.
const FromEnd Revision = 1<<63 - 1

// EndOfLog starts a backwards reading of the log at its head.
const EndOfLog Position = 1<<63 - 1
