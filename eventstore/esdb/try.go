package esdb

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minhbach/eventstore"
)

// maxDoubts is how often in a row a server may fail for reasons of its own before the
// call does.
const maxDoubts = 5

// trying is a call with its attempts.
type trying struct {
	l       *Log
	ctx     context.Context // of the caller
	patient time.Duration   // without any progress; 0: without end
	until   time.Time       // when patience ends; zero: never
	pause   pauses
	doubts  int
	tries   int // that failed
	last    error
}

// try begins a call.
func (l *Log) try(ctx context.Context) *trying {
	t := &trying{l: l, ctx: ctx, patient: l.opts.Patience}
	t.progress()
	return t
}

// progress forgets failures: the server answers.
func (t *trying) progress() {
	t.doubts, t.pause = 0, pauses{next: t.l.opts.backoff}
	if t.patient > 0 {
		t.until = time.Now().Add(t.patient)
	}
}

// waiting bounds a context by what is left of patience.
func (t *trying) waiting(ctx context.Context) (context.Context, context.CancelFunc) {
	if t.until.IsZero() {
		return ctx, func() {}
	}
	return context.WithDeadline(ctx, t.until)
}

// link waits for a client.
func (t *trying) link() (*link, error) {
	ctx, cancel := t.waiting(t.ctx)
	defer cancel()
	link, err := t.l.conn.acquire(ctx)
	if err != nil && t.ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return nil, t.away(err)
	}
	return link, err
}

// away is the error of a call whose patience is at its end.
func (t *trying) away(err error) error {
	if t.last != nil {
		err = t.last
	}
	if cause := t.l.conn.health(); errors.Is(cause, eventstore.ErrUnavailable) {
		return cause
	}
	return fmt.Errorf("%w: %w", eventstore.ErrUnavailable, err)
}

// failed says what becomes of the call after a failed attempt: nil to try again, after a
// pause that has passed, else the error to return.
func (t *trying) failed(err error) error {
	if errors.Is(err, eventstore.ErrClosed) || errors.Is(err, eventstore.ErrUnavailable) || errors.Is(err, ErrTooOld) {
		return err
	}
	if ended := t.l.usable(t.ctx); ended != nil {
		return ended
	}
	switch kindOf(err) {
	case again, lost:
	case doubtful, missing: // the latter where nothing can be missing: a node that is not in the cluster yet
		if t.doubts++; t.doubts > maxDoubts {
			return translated(err)
		}
	default:
		return translated(err)
	}
	t.last = err
	t.tries++
	ctx, cancel := t.waiting(t.ctx)
	defer cancel()
	t.pause.wait(ctx, t.l.closing)
	if ended := t.l.usable(t.ctx); ended != nil {
		return ended
	}
	if ctx.Err() != nil {
		return t.away(err)
	}
	return nil
}
