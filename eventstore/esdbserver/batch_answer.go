package esdbserver

import (
	"context"
	"errors"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	rpc "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/emptypb"

	"minhbach/eventstore"
)

// reply begins an answer with what lets the client find its append again.
func reply(head *streams.BatchAppendReq) *streams.BatchAppendResp {
	a := &streams.BatchAppendResp{CorrelationId: head.GetCorrelationId(), StreamIdentifier: head.GetOptions().GetStreamIdentifier()}
	switch e := head.GetOptions().GetExpectedStreamPosition().(type) {
	case *streams.BatchAppendReq_Options_StreamPosition:
		a.ExpectedStreamPosition = &streams.BatchAppendResp_StreamPosition{StreamPosition: e.StreamPosition}
	case *streams.BatchAppendReq_Options_NoStream:
		a.ExpectedStreamPosition = &streams.BatchAppendResp_NoStream{NoStream: &emptypb.Empty{}}
	case *streams.BatchAppendReq_Options_Any:
		a.ExpectedStreamPosition = &streams.BatchAppendResp_Any{Any: &emptypb.Empty{}}
	case *streams.BatchAppendReq_Options_StreamExists:
		a.ExpectedStreamPosition = &streams.BatchAppendResp_StreamExists{StreamExists: &emptypb.Empty{}}
	}
	return a
}

// recorded is the answer to an append of a batch.
func (b *batch) recorded(head *streams.BatchAppendReq, done eventstore.Appended) *streams.BatchAppendResp {
	s := &streams.BatchAppendResp_Success{}
	if done.Last == eventstore.NoRevision {
		s.CurrentRevisionOption = &streams.BatchAppendResp_Success_NoStream{NoStream: &emptypb.Empty{}}
	} else {
		s.CurrentRevisionOption = &streams.BatchAppendResp_Success_CurrentRevision{CurrentRevision: uint64(done.Last)}
	}
	if done.Position == 0 {
		s.PositionOption = &streams.BatchAppendResp_Success_NoPosition{NoPosition: &emptypb.Empty{}}
	} else {
		s.PositionOption = &streams.BatchAppendResp_Success_Position{Position: &shared.AllStreamPosition{
			CommitPosition: uint64(done.Position), PreparePosition: uint64(done.Position)}}
	}
	a := reply(head)
	a.Result = &streams.BatchAppendResp_Success_{Success: s}
	return a
}

// refusal is the answer to an append that was not recorded.
func (b *batch) refusal(head *streams.BatchAppendReq, err error) *streams.BatchAppendResp {
	a := reply(head)
	a.Result = &streams.BatchAppendResp_Error{Error: b.reason(head, err)}
	return a
}

// reason is why an append of a batch was not recorded, as its clients read it: code and
// detail, and the detail's name as the text.
func (b *batch) reason(head *streams.BatchAppendReq, err error) *rpc.Status {
	var wrong *eventstore.WrongRevision
	var asked *badRequest
	switch {
	case errors.As(err, &wrong):
		return detailed(codes.AlreadyExists, "WrongExpectedVersion", wrongVersion(wrong))
	case errors.As(err, &asked):
		return detailed(codes.InvalidArgument, "BadRequest", &shared.BadRequest{Message: asked.text})
	case errors.Is(err, eventstore.ErrTooLarge):
		return detailed(codes.InvalidArgument, "MaximumAppendSizeExceeded", &shared.MaximumAppendSizeExceeded{MaxAppendSize: uint32(b.opts.MaxAppendBytes)})
	case errors.Is(err, errDeleted):
		return detailed(codes.NotFound, "StreamDeleted", &shared.StreamDeleted{StreamIdentifier: head.GetOptions().GetStreamIdentifier()})
	case errors.Is(err, context.DeadlineExceeded):
		return detailed(codes.DeadlineExceeded, "Timeout", &shared.Timeout{})
	case errors.Is(err, errFull):
		return detailed(codes.ResourceExhausted, err.Error(), &emptypb.Empty{})
	}
	st, _ := status.FromError(failed(b.ctx, err))
	switch st.Code() {
	case codes.PermissionDenied:
		return detailed(st.Code(), "AccessDenied", &shared.AccessDenied{})
	case codes.InvalidArgument:
		return detailed(st.Code(), "BadRequest", &shared.BadRequest{Message: st.Message()})
	}
	return detailed(st.Code(), st.Message(), &emptypb.Empty{})
}

func wrongVersion(w *eventstore.WrongRevision) *shared.WrongExpectedVersion {
	out := &shared.WrongExpectedVersion{}
	if w.Actual == eventstore.NoRevision {
		out.CurrentStreamRevisionOption = &shared.WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &emptypb.Empty{}}
	} else {
		out.CurrentStreamRevisionOption = &shared.WrongExpectedVersion_CurrentStreamRevision{CurrentStreamRevision: uint64(w.Actual)}
	}
	r, exact := w.Expected.Revision()
	switch {
	case exact && r == eventstore.NoRevision:
		out.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &emptypb.Empty{}}
	case exact:
		out.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedStreamPosition{ExpectedStreamPosition: uint64(r)}
	case w.Expected.IsExists():
		out.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &emptypb.Empty{}}
	default:
		out.ExpectedStreamPositionOption = &shared.WrongExpectedVersion_ExpectedAny{ExpectedAny: &emptypb.Empty{}}
	}
	return out
}

func detailed(code codes.Code, text string, detail proto.Message) *rpc.Status {
	packed, err := anypb.New(detail)
	if err != nil {
		return &rpc.Status{Code: int32(codes.Internal), Message: err.Error()}
	}
	return &rpc.Status{Code: int32(code), Message: text, Details: []*anypb.Any{packed}}
}
