package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minhbach/eventstore"
)

// batchSize events are made leaves at once when there are many.
const batchSize = 2048

// Run follows the log and signs what it sees, until ctx ends; then it signs what it
// has seen. It returns ctx's error, or why the log cannot be followed.
func (l *Ledger) Run(ctx context.Context) error {
	running, stop := context.WithCancel(ctx)
	defer stop()
	grown := make(chan struct{}, 1)
	failed := make(chan error, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		failed <- l.follow(running, grown)
	}()
	attesting := make(chan struct{})
	go func() { defer close(attesting); l.attest(running) }()
	checking := make(chan struct{})
	go func() { defer close(checking); l.scrub(running) }()
	err := l.signLoop(running, grown, failed)
	stop()
	<-ended
	<-attesting
	<-checking
	if last := l.sign(context.WithoutCancel(ctx)); last != nil && !errors.Is(last, ErrNoKey) && !errors.Is(last, ErrFork) {
		err = errors.Join(err, last)
	}
	return err
}

// follow the log. Where there is much to read it is read in large pieces.
func (l *Ledger) follow(ctx context.Context, grown chan<- struct{}) error {
	wake := func() {
		select {
		case grown <- struct{}{}:
		default:
		}
	}
	for {
		if err := l.broken(); err != nil {
			<-ctx.Done()
			return ctx.Err()
		}
		if err := l.catchUp(ctx); err != nil {
			if again := l.retry(ctx, err); again != nil {
				return again
			}
			continue
		}
		wake()
		from := l.fed()
		rebuilt := errors.New("ledger: the tree was made again")
		err := l.log.Subscribe(ctx, from, eventstore.Filter{}, func(d eventstore.Delivery) error {
			l.feeding.Lock()
			defer l.feeding.Unlock()
			_, fed, _ := l.b.head()
			switch {
			case fed.position < from:
				return rebuilt // and is behind the subscription
			case d.Event != nil && d.Position > fed.position:
				if err := l.b.take([]eventstore.Event{*d.Event}); err != nil {
					return err
				}
			case d.CaughtUp:
				l.b.seen(d.Position)
				wake()
			}
			from = max(from, d.Position)
			return nil
		})
		if errors.Is(err, rebuilt) {
			continue
		}
		if again := l.retry(ctx, err); again != nil {
			return again
		}
	}
}

// retry waits where trying again may help: a full disk gets room, a log comes back.
func (l *Ledger) retry(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, eventstore.ErrClosed) {
		return err
	}
	if errors.Is(err, ErrFork) || errors.Is(err, ErrStrangeKey) {
		return nil
	}
	l.opts.Warn("ledger: following the log: %v; tried again", err)
	pause := time.NewTimer(10 * l.opts.Interval)
	defer pause.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-pause.C:
		return nil
	}
}

// catchUp reads the log from where the tree ends to the head.
func (l *Ledger) catchUp(ctx context.Context) error {
	l.feeding.Lock()
	defer l.feeding.Unlock()
	if err := l.broken(); err != nil {
		return err
	}
	_, fed, _ := l.b.head()
	batch := make([]eventstore.Event, 0, batchSize)
	give := func() error {
		err := l.b.take(batch)
		batch = batch[:0]
		return errors.Join(err, l.b.relieve())
	}
	for ev, err := range l.log.ReadAll(ctx, fed.position, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			return err
		}
		if batch = append(batch, ev); len(batch) == cap(batch) {
			if err := give(); err != nil {
				return err
			}
		}
	}
	return give()
}

// signLoop signs at most once an interval, and only what grew.
func (l *Ledger) signLoop(ctx context.Context, grown <-chan struct{}, failed <-chan error) error {
	pause := time.NewTimer(0)
	defer pause.Stop()
	<-pause.C
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-failed:
			return err
		case <-l.mend:
			l.remake(ctx)
			continue
		case <-grown:
		}
		for {
			err := l.sign(ctx)
			if err == nil || errors.Is(err, ErrFork) || errors.Is(err, ErrNoKey) || errors.Is(err, ErrStrangeKey) {
				break
			}
			l.opts.Warn("ledger: no checkpoint: %v", err)
			pause.Reset(10 * l.opts.Interval) // a full disk, say
			select {
			case <-ctx.Done():
				return ctx.Err()
			case err := <-failed:
				return err
			case <-l.mend: // or a tile that went bad
				l.remake(ctx)
			case <-pause.C:
			}
		}
		pause.Reset(l.opts.Interval)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-failed:
			return err
		case <-pause.C:
		}
	}
}

// ToEnd brings the tree up to the head of the log and signs it now.
func (l *Ledger) ToEnd(ctx context.Context) error {
	if err := l.catchUp(ctx); err != nil {
		return err
	}
	return l.sign(ctx)
}

// Wait until a signed checkpoint covers everything up to a position. Somebody must
// Run the ledger meanwhile.
func (l *Ledger) Wait(ctx context.Context, pos eventstore.Position) error {
	for {
		l.mu.Lock()
		covered, changed, fork := l.covered, l.changed, l.fork
		l.mu.Unlock()
		if covered >= pos {
			return nil
		}
		if fork != nil {
			return fork
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: position %d: %w", ErrNotCovered, pos, ctx.Err())
		case <-changed:
		}
	}
}

func (l *Ledger) fed() eventstore.Position {
	l.swap.RLock()
	defer l.swap.RUnlock()
	_, fed, _ := l.b.head()
	return fed.position
}

// broken is why nothing is added and signed any more.
func (l *Ledger) broken() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return eventstore.ErrClosed
	}
	return l.fork
}

// scrub reads the whole stored tree once, after the start, and has it made again
// where a file was damaged.
func (l *Ledger) scrub(ctx context.Context) {
	l.mu.Lock()
	c, fork := l.signed, l.fork
	l.mu.Unlock()
	if c.Size == 0 || fork != nil {
		return
	}
	if err := sound(ctx, l.Source(), c); errors.Is(err, ErrDamaged) {
		l.damaged(err)
	}
}

// remake the tree up to what was signed, and add what came since: the subscription that
// has it behind itself would notice only with the next event.
func (l *Ledger) remake(ctx context.Context) {
	err := l.Rebuild(ctx)
	if err == nil {
		err = l.catchUp(ctx)
	}
	if err != nil && ctx.Err() == nil {
		l.opts.Warn("ledger: making the tree again: %v", err)
	}
}

// damaged has the tiles made again.
func (l *Ledger) damaged(err error) {
	l.opts.Warn("ledger: %v; the tree is made again from the log", err)
	select {
	case l.mend <- struct{}{}:
	default:
	}
}
