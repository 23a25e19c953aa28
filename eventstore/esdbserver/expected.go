package esdbserver

import (
	"fmt"
	"math"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"minhbach/eventstore"
)

// exactly reads an expected revision off the wire.
func exactly(r uint64) (eventstore.Expected, error) {
	if r > math.MaxInt64 {
		return eventstore.Expected{}, bad("The expected revision %d is larger than any revision can be.", r)
	}
	return eventstore.Exactly(eventstore.Revision(r)), nil
}

var errNoExpectation = bad("The request does not say which revision of the stream is expected: send a revision, no_stream, any or stream_exists.")

func expectedOfAppend(o *streams.AppendReq_Options) (eventstore.Expected, error) {
	switch e := o.GetExpectedStreamRevision().(type) {
	case *streams.AppendReq_Options_Revision:
		return exactly(e.Revision)
	case *streams.AppendReq_Options_NoStream:
		return eventstore.None(), nil
	case *streams.AppendReq_Options_Any:
		return eventstore.Any(), nil
	case *streams.AppendReq_Options_StreamExists:
		return eventstore.Exists(), nil
	}
	return eventstore.Expected{}, errNoExpectation
}

func expectedOfBatch(o *streams.BatchAppendReq_Options) (eventstore.Expected, error) {
	switch e := o.GetExpectedStreamPosition().(type) {
	case *streams.BatchAppendReq_Options_StreamPosition:
		return exactly(e.StreamPosition)
	case *streams.BatchAppendReq_Options_NoStream:
		return eventstore.None(), nil
	case *streams.BatchAppendReq_Options_Any:
		return eventstore.Any(), nil
	case *streams.BatchAppendReq_Options_StreamExists:
		return eventstore.Exists(), nil
	}
	return eventstore.Expected{}, errNoExpectation
}

func expectedOfDelete(o *streams.DeleteReq_Options) (eventstore.Expected, error) {
	switch e := o.GetExpectedStreamRevision().(type) {
	case *streams.DeleteReq_Options_Revision:
		return exactly(e.Revision)
	case *streams.DeleteReq_Options_NoStream:
		return eventstore.None(), nil
	case *streams.DeleteReq_Options_Any:
		return eventstore.Any(), nil
	case *streams.DeleteReq_Options_StreamExists:
		return eventstore.Exists(), nil
	}
	return eventstore.Expected{}, errNoExpectation
}

func expectedOfTombstone(o *streams.TombstoneReq_Options) (eventstore.Expected, error) {
	switch e := o.GetExpectedStreamRevision().(type) {
	case *streams.TombstoneReq_Options_Revision:
		return exactly(e.Revision)
	case *streams.TombstoneReq_Options_NoStream:
		return eventstore.None(), nil
	case *streams.TombstoneReq_Options_Any:
		return eventstore.Any(), nil
	case *streams.TombstoneReq_Options_StreamExists:
		return eventstore.Exists(), nil
	}
	return eventstore.Expected{}, errNoExpectation
}

// version is an expectation as trailers give it: a revision, or EventStoreDB's numbers
// for the others.
func version(e eventstore.Expected) string {
	r, exact := e.Revision()
	switch {
	case exact:
		return strconv.FormatInt(int64(r), 10)
	case e.IsExists():
		return "-4"
	}
	return "-2"
}

// badRequest is a request that is wrong in itself.
type badRequest struct {
	text    string
	missing string // the property of an event that is not there
}

func (e *badRequest) Error() string { return e.text }

func bad(format string, args ...any) *badRequest {
	return &badRequest{text: fmt.Sprintf(format, args...)}
}
