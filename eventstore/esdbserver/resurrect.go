package esdbserver

import (
	"context"
	"errors"
	"fmt"

	"minhbach/eventstore"
)

// resurrect appends to a deleted stream, which thereby begins anew behind its last
// event: expected none, any and exactly that last event are accepted. First the events
// are recorded, then the metadata that shows them; where a crash came between the two,
// the next append puts the metadata right before anything else.
func (s *Server) resurrect(ctx context.Context, stream string, expected eventstore.Expected, drafts []eventstore.Draft) (eventstore.Appended, error) {
	lock := s.meta.writing.lock(stream)
	lock.Lock()
	defer lock.Unlock()
	var none eventstore.Appended
	m, err := s.meta.load(ctx, stream)
	switch {
	case err != nil:
		return none, err
	case m.Tombstoned:
		return none, errDeleted
	case !m.softDeleted(): // another append was faster
		return s.appendTo(ctx, stream, expected, m, drafts)
	}
	head, since, err := s.sinceDeletion(ctx, stream, m)
	if err != nil {
		return none, err
	}
	fresh := expected
	if r, exact := expected.Revision(); exact && r == eventstore.NoRevision {
		fresh = eventstore.Exactly(since - 1) // what it meant for a deleted stream
	}
	if since <= head {
		if err := s.show(ctx, stream, m, since); err != nil {
			return none, err
		}
		return s.appendTo(ctx, stream, fresh, streamMeta{}, drafts)
	}
	if expected.IsExists() {
		return none, errDeleted
	}
	done, err := s.appendTo(ctx, stream, expected, m, drafts)
	var wrong *eventstore.WrongRevision
	if errors.As(err, &wrong) && fresh != expected && len(drafts) > 0 {
		done, err = s.appendTo(ctx, stream, fresh, m, drafts)
	}
	if err != nil || done.Repeated || len(drafts) == 0 {
		return done, err
	}
	if err := s.show(context.WithoutCancel(ctx), stream, m, done.First); err != nil {
		return none, fmt.Errorf("the events are recorded, but the stream is still deleted; repeat the append: %w", err)
	}
	return done, nil
}

// sinceDeletion finds the stream's last event, and the first one that was recorded after
// the metadata that deleted the stream: head+1 where there is none.
func (s *Server) sinceDeletion(ctx context.Context, stream string, m streamMeta) (head, since eventstore.Revision, err error) {
	head, since = eventstore.NoRevision, 0
	for ev, err := range s.log.ReadStream(ctx, stream, eventstore.FromEnd, eventstore.Backwards, 0) {
		if errors.Is(err, eventstore.ErrNoStream) {
			return eventstore.NoRevision, 0, nil
		} else if err != nil {
			return head, since, err
		}
		if head == eventstore.NoRevision {
			head, since = ev.Revision, ev.Revision+1
		}
		if ev.Position < m.position {
			break
		}
		since = ev.Revision
	}
	return head, since, nil
}

// show lets the stream be seen from a revision on, and leaves its other metadata.
func (s *Server) show(ctx context.Context, stream string, m streamMeta, from eventstore.Revision) error {
	_, err := s.rewrite(ctx, stream, m, from)
	return err
}
