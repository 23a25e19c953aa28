package transfer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
)

// largestEvent lets events of other engines in.
const largestEvent = 64 << 20

// toDirectory makes the log of a data directory, in the folder that a node looks into.
// It keeps positions, so it is made of one source from its beginning; what an attempt
// that was cut short has brought stays.
type toDirectory struct {
	dir  string
	opts sqlite.Options
	was  uint64 // events of earlier attempts
}

func newDirectory(place string, o *Options) (target, error) {
	place, err := filepath.Abs(place)
	if err != nil {
		return nil, err
	}
	t := &toDirectory{dir: logIn(place), opts: sqlite.Options{MaxEventBytes: largestEvent, Now: o.Now, Command: o.Command}}
	switch {
	case holdsLog(t.dir):
		return &finished{t}, nil
	case holdsLog(place):
		return nil, fmt.Errorf("%w: %s is the log's own folder; give the data directory, whose folder log is to be made", ErrPlace, place)
	}
	return t, os.MkdirAll(place, 0o700)
}

func (t *toDirectory) name() string         { return filepath.Dir(t.dir) }
func (t *toDirectory) keepsPositions() bool { return true }
func (t *toDirectory) keepsSystem() bool    { return true }
func (t *toDirectory) forgets() bool        { return false }
func (t *toDirectory) close() error         { return nil }

func (t *toDirectory) finish(context.Context) error { return nil }

func (t *toDirectory) held(context.Context) eventstore.Events { return nothing }

func (t *toDirectory) take(ctx context.Context, events eventstore.Events) error {
	_, err := sqlite.Resume(ctx, t.dir, t.opts, func(last *eventstore.Event) eventstore.Events {
		if last == nil {
			return events
		}
		return t.behind(last, events)
	})
	if errors.Is(err, sqlite.ErrUnfit) {
		err = fmt.Errorf("%w: %w", ErrSource, err)
	}
	return err
}

// behind passes over what an earlier attempt has brought, and makes sure that it ended
// with the event that the source has there. The rest of it is compared at the end.
func (t *toDirectory) behind(last *eventstore.Event, events eventstore.Events) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		over := false
		for ev, err := range events {
			switch {
			case err != nil || over:
				if !yield(ev, err) {
					return
				}
				continue
			case ev.Position == last.Position && string(ledger.HeaderOf(0, ev).Leaf()) == string(ledger.HeaderOf(0, *last).Leaf()):
				over = true
			case ev.Position >= last.Position:
				yield(ev, fmt.Errorf("%w: an earlier attempt ended there with position %d, %s, and the source has %s at position %d; choose an empty directory", ErrOther, last.Position, describe(last), describe(&ev), ev.Position))
				return
			}
			t.was++
		}
		if !over {
			yield(eventstore.Event{}, fmt.Errorf("%w: an earlier attempt ended there with position %d, %s; choose an empty directory", ErrMore, last.Position, describe(last)))
		}
	}
}

func (t *toDirectory) again(ctx context.Context) (eventstore.Events, bool) {
	return func(yield func(eventstore.Event, error) bool) {
		log, err := sqlite.Open(ctx, t.dir, t.opts)
		if err != nil {
			yield(eventstore.Event{}, err)
			return
		}
		defer log.Close()
		log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0)(yield)
	}, false
}

// finished is a directory that has a log. Nothing is added to it: whether it is the
// source's is all there is to find out.
type finished struct{ *toDirectory }

func (t *finished) held(ctx context.Context) eventstore.Events { return beside(ctx, t.dir) }

func (t *finished) take(_ context.Context, events eventstore.Events) error {
	for ev, err := range events {
		if err != nil {
			return err
		}
		return fmt.Errorf("%w: the log in %s is finished and lacks %s and what comes behind it; a directory gets its log in one copy: choose an empty one", ErrOther, t.dir, describe(&ev))
	}
	return nil
}

func (t *finished) again(context.Context) (eventstore.Events, bool) { return nothing, true }
