package uploads

import (
	"context"
	"errors"
	"reflect"
	"sync/atomic"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
)

// job is one reading of a file.
type job struct {
	choices ingest.Choices
	done    atomic.Int64 // millionths
	cancel  context.CancelFunc
	ended   chan struct{}
	result  *ingest.Examination // after ended
	err     error
}

func (e *entry) cancel() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.job != nil {
		e.job.cancel()
	}
}

// tell adds to u what is known of the newest reading.
func (e *entry) tell(u *app.Upload) {
	e.mu.Lock()
	j := e.job
	e.mu.Unlock()
	if j == nil {
		return
	}
	u.Choices = j.choices
	select {
	case <-j.ended:
		u.Done = 1
		if u.State, u.Examined, u.Fault = app.Examined, j.result, j.err; j.err != nil {
			u.State = app.Refused
		}
	default:
		u.State, u.Done = app.Examining, float64(j.done.Load())/1e6
	}
}

// Examine has the file read with these choices, in the background. The same
// choices again change nothing; other ones take the place of a running reading.
func (s *Store) Examine(id string, c ingest.Choices) (app.Upload, error) {
	f, err := s.Open(id)
	if err != nil {
		return app.Upload{}, err
	}
	e := s.entry(id)
	e.mu.Lock()
	if old := e.job; old != nil {
		if reflect.DeepEqual(old.choices, c) {
			e.mu.Unlock()
			f.Close()
			return s.Get(id)
		}
		old.cancel()
	}
	ctx, cancel := context.WithCancel(s.ctx)
	j := &job{choices: c, cancel: cancel, ended: make(chan struct{})}
	e.job = j
	e.mu.Unlock()
	s.running.Go(func() {
		defer cancel()
		defer close(j.ended)
		defer f.Close()
		select {
		case s.turn <- struct{}{}:
			defer func() { <-s.turn }()
		case <-ctx.Done():
			j.err = ctx.Err()
			return
		}
		j.result, j.err = s.reader.Examine(ctx, f, c, func(done float64) { j.done.Store(int64(done * 1e6)) })
		if j.err != nil && fault.Of(j.err) == nil && !errors.Is(j.err, context.Canceled) {
			j.err = app.ErrUnavailable.New().Because(j.err)
		}
	})
	return s.Get(id)
}

// Wait returns when the reading has ended, or ctx has: then the upload says how far
// it is.
func (s *Store) Wait(ctx context.Context, id string) (app.Upload, error) {
	e := s.entry(id)
	e.mu.Lock()
	j := e.job
	e.mu.Unlock()
	if j != nil {
		select {
		case <-j.ended:
		case <-ctx.Done():
		}
	}
	return s.Get(id)
}
