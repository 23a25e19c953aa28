package esdbserver

import (
	"context"
	"errors"
	"strings"

	"minhbach/eventstore"
)

// sight is what of a stream may be seen at one moment.
type sight struct {
	streamMeta
	from eventstore.Revision // the first that may be seen, MaxAge aside
}

func (v sight) hides(r eventstore.Revision) bool { return r < v.from }

// sightOf looks at the stream's metadata, and at its end when that matters. A stream of
// metadata shows its newest event only, and ends with the stream it is about.
func (s *Server) sightOf(ctx context.Context, stream string) (sight, error) {
	name, own := strings.CutPrefix(stream, "$$")
	meta, err := s.meta.get(ctx, name)
	if err != nil {
		return sight{}, err
	}
	if own {
		meta = streamMeta{Tombstoned: meta.Tombstoned, MaxCount: 1}
	}
	v := sight{streamMeta: meta, from: meta.TruncateBefore}
	if meta.MaxCount > 0 && !meta.softDeleted() {
		head, err := s.headOf(ctx, stream)
		if err != nil {
			return sight{}, err
		}
		v.from = meta.first(head)
	}
	return v, nil
}

// headOf is the revision of a stream's last event, NoRevision when it has none.
func (s *Server) headOf(ctx context.Context, stream string) (eventstore.Revision, error) {
	for ev, err := range s.log.ReadStream(ctx, stream, eventstore.FromEnd, eventstore.Backwards, 1) {
		if errors.Is(err, eventstore.ErrNoStream) {
			return eventstore.NoRevision, nil
		}
		return ev.Revision, err
	}
	return eventstore.NoRevision, nil
}
