package esdbserver

import (
	"context"
	"time"

	"minhbach/eventstore"
)

// metaOf is the stream that holds a stream's metadata.
func metaOf(stream string) string { return "$$" + stream }

// streamMeta is what is known of a stream besides its events.
type streamMeta struct {
	Tombstoned     bool // deleted for good
	MaxCount       int64
	MaxAge         time.Duration
	TruncateBefore eventstore.Revision // the first revision that may be seen
	ACL            *ACL                // nil: the default
}

// softDeleted: nothing may be seen, and an append begins anew behind the last revision.
func (m streamMeta) softDeleted() bool { return m.TruncateBefore == 1<<63-1 }

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

// metaCache remembers the metadata of streams.
type metaCache struct{ s *Server }

func newMetaCache(s *Server) *metaCache { return &metaCache{s} }

// get is the metadata of a stream; one without any has the zero value.
func (c *metaCache) get(ctx context.Context, stream string) (streamMeta, error) {
	return streamMeta{}, nil
}
