package bus

import (
	"context"
	"errors"
	"time"

	"minhbach/eventstore"
)

// leading is a member that may work for the group: it has the lease, or nobody has it
// and it takes it once there is something to do.
type leading struct {
	*member
	rec    record              // the newest word that we know
	done   eventstore.Position // everything up to here is done
	unkept int                 // messages acknowledged since the last word
	flush  <-chan time.Time    // when these are to be recorded; nil while there are none
	unsure bool                // whether our last word was recorded
	worked bool
}

// follow hands over what comes until ctx ends, the lease is lost, or the log fails.
func (l *leading) follow(ctx context.Context) error {
	reading, stop := context.WithCancel(ctx)
	feed := make(chan eventstore.Delivery)
	ended := make(chan error, 1)
	var over bool
	defer func() {
		stop()
		if !over {
			<-ended
		}
	}()
	go func() {
		ended <- l.log.Subscribe(reading, l.rec.position, l.topic.filter(), func(d eventstore.Delivery) error {
			select {
			case feed <- d:
				return nil
			case <-reading.Done():
				return reading.Err()
			}
		})
	}()
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err = <-ended:
			over = true
			if err == nil {
				err = errors.New("bus: the log ended a subscription without saying why")
			}
		case <-l.flush:
			err = l.keep(ctx)
		case d := <-feed:
			l.worked = true
			if d.Event == nil {
				err = l.passed(ctx, d.Position)
			} else {
				err = l.handle(ctx, d.Event)
			}
		}
		if err != nil {
			return err
		}
	}
}

// passed records a place far ahead of the last word, when nothing waits to be recorded
// and nobody else works.
func (l *leading) passed(ctx context.Context, at eventstore.Position) error {
	if at < l.rec.position+far || l.unkept > 0 {
		return nil
	}
	l.done = max(l.done, at)
	return l.write(ctx, "", time.Time{})
}

// hold makes sure of the lease for a while to come.
func (l *leading) hold(ctx context.Context) error {
	if l.holds() && l.rec.until.Sub(l.cfg.Now()) > l.cfg.Lease/2 {
		return nil
	}
	return l.keep(ctx)
}

func (l *leading) holds() bool { return l.rec.holder == l.id }

// keep records the place and renews the lease.
func (l *leading) keep(ctx context.Context) error {
	return l.write(ctx, l.id, l.cfg.Now().Add(l.cfg.Lease))
}

// giveUp records the place and frees the lease, when the work ends in order.
func (l *leading) giveUp(ctx context.Context) {
	if !l.holds() && !l.unsure {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	for range 3 {
		if l.unsure {
			// A word of ours may be recorded, or still on its way.
			rec, err := place(ctx, l.log, l.group)
			if err != nil || rec.holder != l.id {
				return
			}
			l.rec, l.unsure = rec, false
		}
		err := l.write(ctx, "", time.Time{})
		if errors.Is(err, errLost) {
			l.unsure = true
			continue
		}
		if err != nil && !errors.Is(err, eventstore.ErrClosed) {
			l.cfg.Warn("group %s: the lease was not given up; others take over when it has run out: %v", l.group, err)
		}
		return
	}
}

// appendFor is how long one word may take. It is not cut short by the end of a
// subscription, because its outcome would be unknown.
const appendFor = 10 * time.Second

// write appends a word behind the newest that we know. The same draft is appended
// until the outcome is known; a newer word of somebody else is errLost.
func (l *leading) write(ctx context.Context, holder string, until time.Time) error {
	word := PositionKept{Position: uint64(l.done), Holder: holder, Until: until.UTC()}
	if holder == "" {
		word.Until = time.Time{}
	}
	d, err := own().Encode(eventstore.NewID(l.cfg.Now()), word, meta)
	if err != nil {
		return err
	}
	for failures := 1; ; failures++ {
		patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), appendFor)
		out, err := l.log.Append(patient, groupStream(l.group), eventstore.Exactly(l.rec.revision), d)
		cancel()
		var newer *eventstore.WrongRevision
		switch {
		case err == nil:
			l.rec = record{position: l.done, holder: word.Holder, until: word.Until, revision: out.Last, at: out.Position}
			l.unkept, l.flush, l.unsure = 0, nil, false
			return nil
		case errors.As(err, &newer), errors.Is(err, eventstore.ErrNoStream):
			l.rec.holder, l.unsure = "", false // it is not ours to give up
			return errLost
		case ctx.Err() != nil, errors.Is(err, eventstore.ErrClosed):
			l.unsure = true
			return err
		}
		l.cfg.Warn("group %s: its place is not recorded, and is tried again: %v", l.group, err)
		l.sleep(ctx, l.cfg.wait(failures))
	}
}
