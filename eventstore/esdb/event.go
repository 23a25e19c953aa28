package esdb

import (
	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"minhbach/eventstore"
)

// The client can say no other content types.
const (
	contentJSON  = "application/json"
	contentBytes = "application/octet-stream"
)

// eventOf is an event as the log knows it. A stream's end for good has the largest
// revision there is.
func eventOf(r *client.RecordedEvent) eventstore.Event {
	ev := eventstore.Event{
		ID:          eventstore.ID(r.EventID),
		Stream:      r.StreamID,
		Revision:    eventstore.Revision(r.EventNumber),
		Position:    eventstore.Position(r.Position.Commit),
		Type:        r.EventType,
		ContentType: r.ContentType,
		Recorded:    r.CreatedDate,
		Data:        r.Data[:len(r.Data):len(r.Data)],
		Metadata:    r.UserMetadata[:len(r.UserMetadata):len(r.UserMetadata)],
	}
	unwrapRecorded(&ev)
	return ev
}

func dataOf(d eventstore.Draft) client.EventData {
	kind := client.ContentTypeJson
	if d.ContentType == contentBytes {
		kind = client.ContentTypeBinary
	}
	return client.EventData{EventID: [16]byte(d.ID), EventType: d.Type, ContentType: kind, Data: d.Data, Metadata: d.Metadata}
}

func expectedOf(e eventstore.Expected) client.ExpectedRevision {
	switch r, exact := e.Revision(); {
	case e.IsAny():
		return client.Any{}
	case e.IsExists():
		return client.StreamExists{}
	case exact && r == eventstore.NoRevision:
		return client.NoStream{}
	default:
		return client.Revision(uint64(r))
	}
}

// passes tells whether a filter lets an event through.
func passes(f eventstore.Filter, ev *eventstore.Event) bool {
	return begins(ev.Type, f.Types) && begins(ev.Stream, f.Streams)
}

func begins(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if len(s) >= len(p) && s[:len(p)] == p {
			return true
		}
	}
	return len(prefixes) == 0
}
