package esdbserver

import (
	"context"
	"errors"

	"minhbach/eventstore"
)

// readStream reads what may be seen of a stream. One that is missing, or deleted and not
// begun anew, is a message; one that is deleted for good is a refusal.
func (s *streamsService) readStream(ctx context.Context, r request, out *sender) error {
	seen, err := s.sightOf(ctx, r.stream)
	if err != nil {
		return err
	}
	if seen.Tombstoned {
		return streamDeleted(ctx, r.stream)
	}
	if seen.softDeleted() {
		return out.notFound(r.stream)
	}
	head := eventstore.NoRevision
	beyond := r.dir == eventstore.Forwards && r.from.revision() == eventstore.FromEnd
	if r.newer || beyond || r.count == 0 {
		if head, err = s.headOf(ctx, r.stream); err != nil {
			return err
		}
		if head == eventstore.NoRevision {
			return out.notFound(r.stream)
		}
	}
	if r.newer && r.dir == eventstore.Forwards && !beyond {
		if err := s.tellFirst(r, seen, head, out); err != nil {
			return err
		}
	}
	if r.count > 0 && !beyond {
		err := s.readEvents(ctx, r, seen, out)
		if errors.Is(err, eventstore.ErrNoStream) {
			return out.notFound(r.stream)
		}
		if err != nil {
			return err
		}
	}
	if r.newer {
		return out.last(head)
	}
	return nil
}

func (s *streamsService) readEvents(ctx context.Context, r request, seen sight, out *sender) error {
	from, left, most := r.from.revision(), r.count, r.count
	if r.dir == eventstore.Forwards {
		from = max(from, seen.from)
	}
	if seen.MaxAge > 0 {
		most = everyEvent
	}
	for ev, err := range s.one(ctx, r.stream, from, r.dir, most) {
		if err != nil {
			return err
		}
		if seen.hides(ev.Revision) { // backwards: so are all before
			return nil
		}
		if seen.aged(&ev, s.opts.Now()) {
			continue
		}
		if err := out.event(&ev); err != nil {
			return err
		}
		if left--; left == 0 {
			return nil
		}
	}
	return nil
}

// tellFirst does as EventStoreDB 24.6, which says where the stream begins, or ends, when
// its first page of a reading is empty.
func (s *streamsService) tellFirst(r request, seen sight, head eventstore.Revision, out *sender) error {
	from := r.from.revision()
	page := eventstore.Revision(min(r.count, defaultWindow))
	switch {
	case from > head+1:
		return out.first(head + 1)
	case seen.from > 0 && from <= seen.from-page:
		return out.first(seen.from)
	}
	return nil
}
