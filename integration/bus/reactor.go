package bus

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Reactor does something outside the log because of events: it sends, calls, notifies.
// It is not a projections.Definition and cannot be made one, as a Delivery cannot be
// made of a recorded event. Handle must be safe to repeat: the same event comes again
// after a crash, and on another node.
type Reactor struct {
	Name   string                                       // of its group; it never changes
	Topic  string                                       // see the package comment
	Handle func(ctx context.Context, d *Delivery) error // nil: done; Later: wait; another error: tried again, then parked

	From      Start         // of a group that is new; the head of the log by default
	Tries     int           // before an event is parked; 0: 5
	Pause     time.Duration // before the second try, doubled each time; 0: 200 ms
	Timeout   time.Duration // of one try; 0: 30 s
	KeepEvery int           // see Config
}

func (r *Reactor) complete() error {
	var faults []error
	if _, err := parseTopic(r.Topic); err != nil {
		faults = append(faults, fmt.Errorf("reactor %q: %w", r.Name, err))
	}
	if r.Handle == nil {
		faults = append(faults, fmt.Errorf("reactor %q handles nothing", r.Name))
	}
	if r.Tries <= 0 {
		r.Tries = 5
	}
	if r.Pause <= 0 {
		r.Pause = 200 * time.Millisecond
	}
	if r.Timeout <= 0 {
		r.Timeout = 30 * time.Second
	}
	return errors.Join(faults...)
}
