package esdbserver

import (
	"context"
	"errors"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"

	"minhbach/eventstore"
)

// Delete hides a stream until it is appended to again, where it then goes on. Its other
// metadata stays, so that an access list outlives what it protected. Deleting once more
// is no fault; a stream that never was is.
func (s *streamsService) Delete(ctx context.Context, req *streams.DeleteReq) (*streams.DeleteResp, error) {
	expected, wrong := expectedOfDelete(req.GetOptions())
	done, err := s.remove(ctx, req.GetOptions().GetStreamIdentifier(), expected, wrong, s.hide)
	if err != nil {
		return nil, err
	}
	return &streams.DeleteResp{PositionOption: &streams.DeleteResp_Position_{Position: &streams.DeleteResp_Position{
		CommitPosition: uint64(done.Position), PreparePosition: uint64(done.Position)}}}, nil
}

// remove looks at what is asked and at who asks, and then does it.
func (s *Server) remove(ctx context.Context, id *shared.StreamIdentifier, expected eventstore.Expected, wrong error,
	do func(context.Context, string, eventstore.Expected) (eventstore.Appended, error)) (done eventstore.Appended, err error) {
	stream, err := removable(id)
	if err == nil {
		err = wrong
	}
	if err != nil {
		return done, s.refuseDelete(ctx, stream, err)
	}
	if err := s.authorize(ctx, toDelete, stream); err != nil {
		return done, err
	}
	if done, err = do(ctx, stream, expected); err != nil {
		return done, s.refuseDelete(ctx, stream, err)
	}
	return done, nil
}

// removable reads the name of a stream that is to be deleted.
func removable(id *shared.StreamIdentifier) (string, error) {
	stream, err := writable(id)
	if about, ok := describedBy(stream); ok && err == nil {
		return stream, bad("Metadata goes with its stream: delete %q, or write other metadata.", about)
	}
	return stream, err
}

func (s *Server) hide(ctx context.Context, stream string, expected eventstore.Expected) (eventstore.Appended, error) {
	lock := s.meta.writing.lock(stream)
	lock.Lock()
	defer lock.Unlock()
	m, err := s.meta.load(ctx, stream)
	if err != nil {
		return eventstore.Appended{}, err
	}
	head, err := s.check(ctx, stream, expected, m)
	if err != nil {
		return eventstore.Appended{}, err
	}
	if head == eventstore.NoRevision && m.position == 0 {
		return eventstore.Appended{}, &eventstore.WrongRevision{Stream: stream, Expected: expected, Actual: head}
	}
	return s.rewrite(ctx, stream, m, hidden)
}

// check tells whether a stream may be deleted, and where it ends.
func (s *Server) check(ctx context.Context, stream string, expected eventstore.Expected, m streamMeta) (eventstore.Revision, error) {
	head, err := s.headOf(ctx, stream)
	r, exact := expected.Revision()
	switch {
	case err != nil:
		return head, err
	case m.Tombstoned, m.softDeleted() && expected.IsExists():
		return head, errDeleted
	case m.softDeleted() && exact && r == eventstore.NoRevision:
		return head, nil
	case m.position > 0 && expected.IsExists():
		return head, nil
	case !expected.Accepts(head):
		return head, &eventstore.WrongRevision{Stream: stream, Expected: expected, Actual: head}
	}
	return head, nil
}

// refuseDelete turns the reason why nothing was deleted into a status.
func (s *Server) refuseDelete(ctx context.Context, stream string, err error) error {
	var wrong *eventstore.WrongRevision
	if !errors.As(err, &wrong) {
		return s.refuseAppend(ctx, stream, err)
	}
	actual := strconv.FormatInt(int64(wrong.Actual), 10)
	return refuse(ctx, codes.FailedPrecondition, "wrong-expected-version",
		"Delete failed due to WrongExpectedVersion. Stream: "+stream+", Expected version: "+version(wrong.Expected)+", Actual version: "+actual,
		"stream-name", stream, "expected-version", version(wrong.Expected), "actual-version", actual)
}
