package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"

	"minhbach/eventstore"
)

// Append records what one call brings, all or none. A refusal is answered only when the
// client has sent everything: clients that are still sending then do not see the reason.
func (s *streamsService) Append(call streams.Streams_AppendServer) error {
	events := s.gather()
	defer events.drop()
	stream, expected, err := s.receive(call, events)
	if err != nil {
		events.drop()
		if err := drain(call); err != nil {
			return err
		}
		return s.refuseAppend(call.Context(), stream, err)
	}
	done, err := s.record(call.Context(), stream, expected, events.drafts...)
	var wrong *eventstore.WrongRevision
	switch {
	case errors.As(err, &wrong):
		return call.SendAndClose(conflict(expected, wrong.Actual))
	case err != nil:
		return s.refuseAppend(call.Context(), stream, err)
	}
	return call.SendAndClose(success(done))
}

// receive takes in the whole call: options, then events.
func (s *streamsService) receive(call streams.Streams_AppendServer, events *gathering) (string, eventstore.Expected, error) {
	var none eventstore.Expected
	first, err := call.Recv()
	if errors.Is(err, io.EOF) {
		return "", none, bad("The append is empty: send its options first.")
	} else if err != nil {
		return "", none, err
	}
	options := first.GetOptions()
	if options == nil {
		return "", none, bad("The append does not begin with its options.")
	}
	stream, err := writable(options.GetStreamIdentifier())
	if err != nil {
		return "", none, err
	}
	expected, err := expectedOfAppend(options)
	if err != nil {
		return stream, none, err
	}
	if err := s.authorize(call.Context(), toWrite, stream); err != nil {
		return stream, none, err
	}
	for {
		next, err := call.Recv()
		if errors.Is(err, io.EOF) {
			return stream, expected, nil
		} else if err != nil {
			return stream, none, err
		}
		proposed := next.GetProposedMessage()
		if proposed == nil {
			return stream, none, bad("After its options an append has events and nothing else.")
		}
		if err := events.add(proposed); err != nil {
			return stream, none, err
		}
	}
}

// drain waits until the client has sent everything, and forgets it.
func drain(call streams.Streams_AppendServer) error {
	var rest streams.AppendReq
	for {
		if err := call.RecvMsg(&rest); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// refuseAppend turns the reason why nothing was recorded into a status.
func (s *Server) refuseAppend(ctx context.Context, stream string, err error) error {
	var wrong *badRequest
	switch {
	case errors.As(err, &wrong) && wrong.missing != "":
		return refuse(ctx, codes.InvalidArgument, "missing-required-metadata-property", wrong.text,
			"required-metadata-properties", propertyType+","+propertyContent)
	case errors.As(err, &wrong):
		return invalid(ctx, wrong.text)
	case errors.Is(err, eventstore.ErrTooLarge):
		size := strconv.Itoa(s.opts.MaxAppendBytes)
		return refuse(ctx, codes.InvalidArgument, "maximum-append-size-exceeded", fmt.Sprintf(
			"Maximum Append Size of %s Exceeded: one append may have %[1]s bytes and %d events; divide it.", size, s.log.Features().MaxAppend),
			"maximum-append-size", size)
	case errors.Is(err, errDeleted):
		return streamDeleted(ctx, stream)
	case errors.Is(err, errFull):
		return refuse(ctx, codes.ResourceExhausted, "", err.Error())
	}
	return failed(ctx, err)
}
