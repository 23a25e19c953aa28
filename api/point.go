package api

import (
	"context"
	"errors"
	"time"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

// waitFor bounds how long an answer waits for a position that the reader named.
const waitFor = 2 * time.Second

// Point is the point in time of a question.
type Point struct {
	AsOf        string `query:"as_of" maxLength:"64" doc:"As it stood then: an event position, a date (2026-12-31 or 31/12/2026: its last moment in Viet Nam), or an RFC 3339 instant. Empty: now." example:"2026-12-31T17:00:00+07:00"`
	MinPosition uint64 `query:"min_position" doc:"Answer only once the node has seen this position: take it from the Minhbach-Position of a command." example:"4711"`
}

// Fresh is for questions that have no past.
type Fresh struct {
	MinPosition uint64 `query:"min_position" doc:"Answer only once the node has seen this position: take it from the Minhbach-Position of a command." example:"4711"`
}

// at waits where that was asked for, reads the point, and says which position the
// answer reflects.
func (s *service) at(ctx context.Context, p Point) (view.AsOf, uint64, error) {
	at, err := app.ParseAsOf(p.AsOf)
	if err != nil {
		return at, 0, err
	}
	position, err := s.fresh(ctx, Fresh{p.MinPosition})
	if err != nil || at.IsNow() {
		return at, position, err
	}
	if position, err = s.app.Queries.PositionAt(ctx, at); err != nil {
		return at, 0, err
	}
	// Every part of the answer is of the same position, and of the day asked for.
	at.Position = position
	return at, position, nil
}

func (s *service) fresh(ctx context.Context, f Fresh) (uint64, error) {
	position, err := s.app.Queries.Position(ctx)
	if err != nil || f.MinPosition == 0 {
		return position, err
	}
	limited, cancel := context.WithTimeout(ctx, waitFor)
	defer cancel()
	err = s.app.Queries.Wait(limited, f.MinPosition)
	if errors.Is(err, context.DeadlineExceeded) || err != nil && fault.Of(err) != nil && fault.Of(err).Code.Kind == fault.Unavailable {
		return 0, errBehind.New("position", f.MinPosition).Because(err)
	}
	return position, err
}

// reply is the answer to a question.
type reply[T any] struct {
	Position uint64 `header:"Minhbach-Position" doc:"Position of the log that the answer reflects."`
	ETag     string `header:"ETag" doc:"Of exactly this answer; send it as If-None-Match next time."`
	Body     T
}
