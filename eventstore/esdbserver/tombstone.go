package esdbserver

import (
	"context"
	"errors"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"minhbach/eventstore"
)

// Tombstone ends a stream for good by a last event. A stream that never was can be ended
// as well; one that is ended cannot be ended again.
func (s *streamsService) Tombstone(ctx context.Context, req *streams.TombstoneReq) (*streams.TombstoneResp, error) {
	expected, wrong := expectedOfTombstone(req.GetOptions())
	done, err := s.remove(ctx, req.GetOptions().GetStreamIdentifier(), expected, wrong, s.bury)
	if err != nil {
		return nil, err
	}
	return &streams.TombstoneResp{PositionOption: &streams.TombstoneResp_Position_{Position: &streams.TombstoneResp_Position{
		CommitPosition: uint64(done.Position), PreparePosition: uint64(done.Position)}}}, nil
}

func (s *Server) bury(ctx context.Context, stream string, expected eventstore.Expected) (eventstore.Appended, error) {
	lock := s.meta.writing.lock(stream)
	lock.Lock()
	defer lock.Unlock()
	m, err := s.meta.load(ctx, stream)
	if err != nil {
		return eventstore.Appended{}, err
	}
	last := eventstore.Draft{ID: eventstore.NewID(s.opts.Now()), Type: eventstore.TypeStreamDeleted, ContentType: "application/octet-stream"}
	for {
		head, err := s.check(ctx, stream, expected, m)
		if err != nil {
			return eventstore.Appended{}, err
		}
		done, err := s.log.Append(ctx, stream, eventstore.Exactly(head), last)
		var wrong *eventstore.WrongRevision
		if errors.As(err, &wrong) {
			continue // somebody appended to the log in between: look again
		}
		if err == nil {
			m.Tombstoned = true
			s.meta.learn(stream, m)
		}
		return done, err
	}
}
