package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
)

// refuse is a refusal as clients of EventStoreDB read it: a status, the exception's name
// in a trailer, and what belongs to it as further trailers.
func refuse(ctx context.Context, code codes.Code, exception, text string, pairs ...string) error {
	if exception != "" {
		pairs = append([]string{"exception", exception}, pairs...)
	}
	for i := 1; i < len(pairs); i += 2 {
		pairs[i] = trailer(pairs[i])
	}
	if len(pairs) > 0 {
		grpc.SetTrailer(ctx, metadata.Pairs(pairs...)) // fails only outside of a call
	}
	return status.Error(code, text)
}

// trailer writes what is not printable ASCII, which alone gRPC takes, as status messages
// have it: every byte by its number.
func trailer(value string) string {
	if strings.IndexFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return value
	}
	var b strings.Builder
	for i := range len(value) {
		if c := value[i]; c < ' ' || c > '~' || c == '%' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func invalid(ctx context.Context, text string) error {
	return refuse(ctx, codes.InvalidArgument, "", text)
}

func streamDeleted(ctx context.Context, stream string) error {
	return refuse(ctx, codes.FailedPrecondition, "stream-deleted", "Event stream '"+stream+"' is deleted.", "stream-name", stream)
}

// failed turns an error of the log into a status.
func failed(ctx context.Context, err error) error {
	if _, ok := status.FromError(err); ok {
		return err
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return status.Error(codes.DeadlineExceeded, err.Error())
	case errors.Is(err, context.Canceled):
		return status.Error(codes.Canceled, err.Error())
	case errors.Is(err, eventstore.ErrClosed):
		return status.Error(codes.Unavailable, "The server is shutting down.")
	case errors.Is(err, eventstore.ErrReadOnly):
		return status.Error(codes.Unavailable, err.Error())
	case errors.Is(err, eventstore.ErrInvalid):
		return status.Error(codes.InvalidArgument, err.Error())
	}
	return status.Error(codes.Internal, err.Error())
}
