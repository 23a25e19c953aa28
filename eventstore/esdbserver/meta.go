package esdbserver

import (
	"time"

	"minhbach/eventstore"
)

// metaOf is the stream that holds a stream's metadata.
func metaOf(stream string) string { return "$$" + stream }

// typeMetadata is the type of an event that holds metadata; the last one counts.
const typeMetadata = "$metadata"

// hidden is the TruncateBefore of a stream that is deleted, and may begin anew.
const hidden eventstore.Revision = 1<<63 - 1

// streamMeta is what is known of a stream besides its events. Metadata that EventStoreDB
// takes from $settings for all streams has no effect here.
type streamMeta struct {
	Tombstoned     bool // deleted for good
	MaxCount       int64
	MaxAge         time.Duration
	TruncateBefore eventstore.Revision // the first revision that may be seen
	ACL            *ACL                // nil: the default

	position eventstore.Position // of the event that holds it; 0: there is none
	revision eventstore.Revision // of that event in its own stream
}

// softDeleted: nothing may be seen, and an append begins anew behind the last revision.
func (m streamMeta) softDeleted() bool { return m.TruncateBefore == hidden }

// first is the first revision that may be seen of a stream with this head, as far as
// MaxCount and TruncateBefore say; MaxAge is for the events one by one.
func (m streamMeta) first(head eventstore.Revision) eventstore.Revision {
	first := m.TruncateBefore
	if m.MaxCount > 0 {
		first = max(first, head-eventstore.Revision(m.MaxCount)+1)
	}
	return first
}

// aged tells that MaxAge hides an event.
func (m streamMeta) aged(ev *eventstore.Event, now time.Time) bool {
	return m.MaxAge > 0 && ev.Recorded.Before(now.Add(-m.MaxAge))
}
