package eventstore

import (
	"context"
	"strings"
)

// ForeignAppender is a Log that can also append as clients of EventStoreDB expect.
// It differs from Append in what an id that the stream holds already means:
//
//   - with an exact expectation (None is one) that names the last revision, nothing: the
//     events are recorded, and the stream holds the id twice;
//   - with an exact expectation of an earlier revision, the append succeeds with
//     Repeated when the events right behind it have these ids, one after the other; when
//     already the first has another id the refusal is *WrongRevision;
//   - with Any and Exists it succeeds with Repeated when the stream holds every id,
//     wherever, and First and Last are then the newest places of the first id and of the
//     last; a first id that it does not hold makes the append new, whatever the others
//     are.
//
// Where the first id is found so and a later one is not, the error is ErrIDReused. An id
// may be in one append twice. Names may be longer than an application's, and hold any
// character. Everything else is as with Append.
type ForeignAppender interface {
	AppendForeign(ctx context.Context, stream string, expected Expected, events ...Draft) (Appended, error)
}

// TypeStreamDeleted marks the end of a stream for good, in the EventStoreDB protocol.
// The application records none.
const TypeStreamDeleted = "$streamDeleted"

// IsSystem tells that a stream belongs to the store itself, as $stats or $users of an
// EventStoreDB cluster do, and not to the application. The metadata of an
// application's stream ($$name) is the application's.
func IsSystem(stream string) bool {
	rest, own := strings.CutPrefix(stream, "$$")
	if own {
		return strings.HasPrefix(rest, "$")
	}
	return strings.HasPrefix(stream, "$")
}
