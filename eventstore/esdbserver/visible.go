package esdbserver

import (
	"context"

	"minhbach/eventstore"
)

// sight is what of a stream may be seen at one moment.
type sight struct {
	streamMeta
	from eventstore.Revision // the first that may be seen, MaxAge aside
}

func (v sight) hides(r eventstore.Revision) bool { return r < v.from }

// sightOf looks at the stream's metadata, and at its end when that matters.
func (s *Server) sightOf(ctx context.Context, stream string) (sight, error) {
	meta, err := s.meta.get(ctx, stream)
	if err != nil {
		return sight{}, err
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
	last, err := s.last(ctx, stream)
	if last == nil || err != nil {
		return eventstore.NoRevision, err
	}
	return last.Revision, nil
}
