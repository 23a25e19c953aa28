package esdbserver

import (
	"context"
	"errors"

	"minhbach/eventstore"
)

const contentJSON = "application/json"

// recordMeta appends to the stream that holds another stream's metadata. Metadata for a
// deleted stream lets it begin anew: in the same append a second event hides what was
// there before, so that no crash can bring it back.
func (s *Server) recordMeta(ctx context.Context, about string, expected eventstore.Expected, drafts []eventstore.Draft) (eventstore.Appended, error) {
	lock := s.meta.writing.lock(about)
	lock.Lock()
	defer lock.Unlock()
	m, err := s.meta.get(ctx, about)
	switch {
	case err != nil:
		return eventstore.Appended{}, err
	case m.Tombstoned:
		return eventstore.Appended{}, errDeleted
	}
	if len(drafts) > 0 && m.softDeleted() {
		if done, ok, err := s.recordAnew(ctx, about, expected, drafts); ok || err != nil {
			return done, err
		}
	}
	done, err := s.appendTo(ctx, metaOf(about), expected, streamMeta{}, drafts)
	s.learnMeta(about, done, drafts, err)
	return done, err
}

// recordAnew appends the metadata of a deleted stream and what hides its past; not ok
// when it is a repeat from before the deletion.
func (s *Server) recordAnew(ctx context.Context, about string, expected eventstore.Expected, drafts []eventstore.Draft) (done eventstore.Appended, ok bool, err error) {
	head, err := s.headOf(ctx, about)
	if err != nil {
		return done, false, err
	}
	written := drafts[len(drafts)-1]
	both := append(drafts[:len(drafts):len(drafts)], eventstore.Draft{
		ID:          eventstore.DeriveID("esdbserver", "begins anew", about, written.ID.String()),
		Type:        typeMetadata,
		ContentType: contentJSON,
		Data:        truncated(written.Data, head+1),
	})
	done, err = s.appendTo(ctx, metaOf(about), expected, streamMeta{}, both)
	if errors.Is(err, eventstore.ErrIDReused) {
		return done, false, nil
	}
	s.learnMeta(about, done, both, err)
	if err != nil {
		return done, false, err
	}
	// The client is told of its own events.
	done.Last--
	for ev, err := range s.log.ReadStream(ctx, metaOf(about), done.Last, eventstore.Forwards, 1) {
		if err != nil {
			return done, false, err
		}
		done.Position = ev.Position
	}
	return done, true, nil
}

// learnMeta takes over what an append of metadata made true.
func (s *Server) learnMeta(about string, done eventstore.Appended, drafts []eventstore.Draft, err error) {
	if err != nil || done.Repeated || len(drafts) == 0 {
		return
	}
	m := parseMeta(drafts[len(drafts)-1].Data)
	m.position, m.revision = done.Position, done.Last
	s.meta.learn(about, m)
}

// rewrite records a stream's metadata with another TruncateBefore. The caller is alone
// with the stream.
func (s *Server) rewrite(ctx context.Context, stream string, m streamMeta, before eventstore.Revision) (eventstore.Appended, error) {
	var data []byte
	expected := eventstore.None()
	if m.position > 0 {
		now, err := s.last(ctx, metaOf(stream))
		if err != nil {
			return eventstore.Appended{}, err
		}
		data, expected = now.Data, eventstore.Exactly(now.Revision)
	}
	drafts := []eventstore.Draft{{ID: eventstore.NewID(s.opts.Now()), Type: typeMetadata, ContentType: contentJSON, Data: truncated(data, before)}}
	done, err := s.log.Append(ctx, metaOf(stream), expected, drafts...)
	s.learnMeta(stream, done, drafts, err)
	return done, err
}
