package esdbserver

import (
	"encoding/binary"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"

	"minhbach/eventstore"
)

// deletedRevision is what the protocol gives the event that ends a stream for good.
const deletedRevision = 1<<63 - 1

// wireRevision is an event's revision as clients see it.
func wireRevision(ev *eventstore.Event) uint64 {
	if ev.Type == eventstore.TypeStreamDeleted {
		return deletedRevision
	}
	return uint64(ev.Revision)
}

// wireMetadata is the metadata that belongs to the server: the type, the content type,
// and the time in ticks of 100 ns since 1970.
func wireMetadata(ev *eventstore.Event) map[string]string {
	return map[string]string{
		mapType:   ev.Type,
		mapFormat: ev.ContentType,
		mapTime:   strconv.FormatInt(ticks(ev), 10),
	}
}

// wireID writes an id as the client asked for it.
func wireID(id eventstore.ID, structured bool) *shared.UUID {
	if !structured {
		return &shared.UUID{Value: &shared.UUID_String_{String_: id.String()}}
	}
	most, least := halves(id)
	return &shared.UUID{Value: &shared.UUID_Structured_{Structured: &shared.UUID_Structured{
		MostSignificantBits:  int64(most),
		LeastSignificantBits: int64(least),
	}}}
}

// readID reads an id in either form.
func readID(u *shared.UUID) (eventstore.ID, error) {
	switch v := u.GetValue().(type) {
	case *shared.UUID_String_:
		return eventstore.ParseID(v.String_)
	case *shared.UUID_Structured_:
		var id eventstore.ID
		binary.BigEndian.PutUint64(id[:8], uint64(v.Structured.GetMostSignificantBits()))
		binary.BigEndian.PutUint64(id[8:], uint64(v.Structured.GetLeastSignificantBits()))
		return id, nil
	}
	return eventstore.ID{}, eventstore.ErrInvalid
}

func streamName(id *shared.StreamIdentifier) string { return string(id.GetStreamName()) }
