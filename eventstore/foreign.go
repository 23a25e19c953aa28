package eventstore

import (
	"context"
	"strings"
)

// ForeignAppender is a Log that can also append as clients of EventStoreDB expect.
// It differs from Append in what an id that the stream holds already means:
//
//   - with an exact expectation that names the last revision, nothing: the events are
//     recorded, and the stream holds the id twice;
//   - with an exact expectation of an earlier revision, the append succeeds with
//     Repeated when the events right behind it have these ids;
//   - with Any and Exists it succeeds with Repeated when the stream holds every id,
//     wherever; a first id that it does not hold makes the append new.
//
// Where the first id is found and a later one is not, the error is ErrIDReused.
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
