package esdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
)

var (
	// ErrDenied: the server does not let these credentials do that. Give the account the
	// right to append to the application's streams and to read $all.
	ErrDenied = errors.New("esdb: the server denies access; check the account and its rights, $all included")
	// ErrDeleted: the stream was deleted for good, and not by this application.
	ErrDeleted = errors.New("esdb: the stream was deleted for good by somebody else")
	// ErrTransactions: the log holds events of explicit transactions, which clients could
	// write before version 20; several of them share one position.
	ErrTransactions = errors.New("esdb: the log holds explicit transactions of old clients; copy it first")
)

// kind is what an error of the client means for what to do next.
type kind uint8

const (
	final    kind = iota // the call has failed
	again                // nothing came of it, or nobody knows: try again
	doubtful             // likewise, but not for ever: the server may mean it
	lost                 // likewise, with another client
	wrong                // the expectation did not hold
	missing              // no such stream
)

// kindOf reads an error of the client, which wraps statuses and hides most codes.
func kindOf(err error) kind {
	if own := (*client.Error)(nil); errors.As(err, &own) {
		switch own.Code() {
		case client.ErrorCodeWrongExpectedVersion:
			return wrong
		case client.ErrorCodeResourceNotFound:
			return missing
		case client.ErrorCodeConnectionClosed, client.ErrorUnavailable:
			return lost
		case client.ErrorCodeNotLeader, client.ErrorCodeDeadlineExceeded, client.ErrorAborted:
			return again
		case client.ErrorCodeStreamDeleted, client.ErrorCodeAccessDenied, client.ErrorCodeUnauthenticated, client.ErrorCodeUnsupportedFeature:
			return final
		}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, context.DeadlineExceeded) {
		return doubtful
	}
	switch s, ok := status.FromError(err); {
	case !ok:
		return final
	case s.Code() == codes.Unavailable:
		return lost
	case s.Code() == codes.Canceled, s.Code() == codes.DeadlineExceeded, s.Code() == codes.Aborted:
		return again
	case s.Code() == codes.NotFound:
		return missing
	case s.Code() == codes.Internal, s.Code() == codes.Unknown:
		return doubtful
	}
	return final
}

// translated is a final error of the client as the application knows it.
func translated(err error) error {
	if own := (*client.Error)(nil); errors.As(err, &own) {
		switch own.Code() {
		case client.ErrorCodeStreamDeleted:
			return fmt.Errorf("%w: %w", ErrDeleted, err)
		case client.ErrorCodeAccessDenied, client.ErrorCodeUnauthenticated:
			return fmt.Errorf("%w: %w", ErrDenied, err)
		}
	}
	switch s, _ := status.FromError(err); s.Code() {
	case codes.PermissionDenied, codes.Unauthenticated:
		return fmt.Errorf("%w: %w", ErrDenied, err)
	case codes.InvalidArgument:
		if strings.Contains(strings.ToLower(s.Message()), "append size") {
			return fmt.Errorf("%w: %w", eventstore.ErrTooLarge, err)
		}
		return fmt.Errorf("%w: %w", eventstore.ErrInvalid, err)
	}
	return err
}
