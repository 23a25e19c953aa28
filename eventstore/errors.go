package eventstore

import (
	"errors"
	"fmt"
)

var (
	// ErrNoStream: the stream holds no event.
	ErrNoStream = errors.New("eventstore: no such stream")
	// ErrClosed: the log was closed; open it again.
	ErrClosed = errors.New("eventstore: log is closed")
	// ErrReadOnly: a write to disk failed, so the log accepts no more appends;
	// reads go on. Mend the disk and restart.
	ErrReadOnly = errors.New("eventstore: log is read-only after a failed write")
	// ErrUnavailable: the server that holds the log is not reached at present. Nothing is
	// known of an append that says so: try again with the same ids.
	ErrUnavailable = errors.New("eventstore: log cannot be reached")
	// ErrIDReused: an event id is taken by another event or the append repeats
	// only a part of an earlier one.
	ErrIDReused = errors.New("eventstore: event id was used before")
	// ErrTooLarge: an event or an append exceeds the engine's Features.
	ErrTooLarge = errors.New("eventstore: append is too large")
	// ErrInvalid: a stream name, type or id that no engine accepts.
	ErrInvalid = errors.New("eventstore: invalid append")
)

// WrongRevision is the refusal of an append whose expectation did not hold.
type WrongRevision struct {
	Stream   string
	Expected Expected
	Actual   Revision // NoRevision when the stream does not exist
}

func (e *WrongRevision) Error() string {
	return fmt.Sprintf("eventstore: stream %s is at revision %d, expected %s", e.Stream, e.Actual, e.Expected)
}
