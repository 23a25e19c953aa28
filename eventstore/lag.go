package eventstore

import (
	"context"
	"time"
)

// Lag is what a reader of the log has before it.
type Lag struct {
	Events uint64    // counted up to LagCounted; beyond, the difference of positions where these have no gaps
	Oldest time.Time // when the first of them was recorded; zero when there is none
}

// LagCounted is how many events Behind counts one by one.
const LagCounted = 1000

// Behind counts the events after a position that matter to a reader (nil: all do).
// Positions may have gaps, and wide ones on EventStoreDB, so their difference says
// nothing there.
func Behind(ctx context.Context, log Log, after Position, matters func(*Event) bool) (Lag, error) {
	var lag Lag
	head, err := log.Head(ctx)
	if err != nil || head <= after {
		return lag, err
	}
	read := 0
	for ev, err := range log.ReadAll(ctx, after, Forwards, Filter{}, LagCounted) {
		if err != nil {
			return lag, err
		}
		if read++; matters != nil && !matters(&ev) {
			continue
		}
		if lag.Events++; lag.Events == 1 {
			lag.Oldest = ev.Recorded
		}
	}
	if read == LagCounted && log.Features().DensePositions {
		lag.Events = uint64(head - after)
	}
	return lag, nil
}
