package esdbserver

import (
	"context"
	"errors"

	"minhbach/eventstore"
)

// record appends as a client would, without asking who calls: a deleted stream begins
// anew, one that was ended for good is refused with errDeleted, and metadata counts from
// the moment that record returns. A stream that is not where expected says is refused
// with *eventstore.WrongRevision.
func (s *Server) record(ctx context.Context, stream string, expected eventstore.Expected, drafts ...eventstore.Draft) (eventstore.Appended, error) {
	done, err := s.recordAny(ctx, stream, expected, drafts)
	var wrong *eventstore.WrongRevision
	switch {
	case errors.As(err, &wrong):
		return done, &eventstore.WrongRevision{Stream: stream, Expected: expected, Actual: wrong.Actual}
	case errors.Is(err, eventstore.ErrIDReused):
		// A part of the events is there and the rest is not: it is no repeat.
		head, err := s.headOf(ctx, stream)
		if err != nil {
			return done, err
		}
		return done, &eventstore.WrongRevision{Stream: stream, Expected: expected, Actual: head}
	}
	return done, err
}

func (s *Server) recordAny(ctx context.Context, stream string, expected eventstore.Expected, drafts []eventstore.Draft) (eventstore.Appended, error) {
	if about, ok := describedBy(stream); ok {
		return s.recordMeta(ctx, about, expected, drafts)
	}
	done, alive, err := s.recordLive(ctx, stream, expected, drafts)
	if err != nil || alive {
		return done, err
	}
	return s.resurrect(ctx, stream, expected, drafts)
}

// recordLive appends to a stream that is not deleted; alive tells whether it is.
func (s *Server) recordLive(ctx context.Context, stream string, expected eventstore.Expected, drafts []eventstore.Draft) (done eventstore.Appended, alive bool, err error) {
	lock := s.meta.writing.lock(stream)
	lock.RLock()
	defer lock.RUnlock()
	m, err := s.meta.get(ctx, stream)
	switch {
	case err != nil:
		return done, false, err
	case m.Tombstoned:
		return done, false, errDeleted
	case m.softDeleted():
		return done, false, nil
	}
	done, err = s.appendTo(ctx, stream, expected, m, drafts)
	return done, true, err
}

// appendTo appends to the log by the rules of EventStoreDB where the log knows them.
func (s *Server) appendTo(ctx context.Context, stream string, expected eventstore.Expected, m streamMeta, drafts []eventstore.Draft) (eventstore.Appended, error) {
	appending := s.log.Append
	if f, ok := s.log.(eventstore.ForeignAppender); ok {
		appending = f.AppendForeign
	}
	done, err := appending(ctx, stream, expected, drafts...)
	var wrong *eventstore.WrongRevision
	if expected.IsExists() && m.position > 0 && errors.As(err, &wrong) && wrong.Actual == eventstore.NoRevision {
		// A stream with metadata exists, though it has no event yet.
		return appending(ctx, stream, eventstore.Any(), drafts...)
	}
	return done, err
}
