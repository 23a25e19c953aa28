package bus

import (
	"context"
	"errors"
	"time"

	"minhbach/eventstore"
)

// Status of a group, as the log tells it, and of its work on this node.
type Status struct {
	Group      string    `json:"group"`
	Position   uint64    `json:"position"`
	Events     int       `json:"events_behind"` // of its topic; CountUpTo stands for that many or more
	BehindSecs float64   `json:"seconds_behind"`
	Leased     bool      `json:"leased"` // a member works for it, on some node
	Until      time.Time `json:"leased_until,omitzero"`
	Parked     int       `json:"parked"`
	Here       Counts    `json:"here"`
}

// CountUpTo bounds what a look at the lag costs.
const CountUpTo = 1000

// Status of every group. A place is recorded some time after the work, so a busy group
// is told to be behind by the events of a few seconds.
func (b *Bus) Status(ctx context.Context) ([]Status, error) {
	var out []Status
	for _, r := range b.reactors {
		s, err := StatusOf(ctx, b.log, r.Name, r.Topic, b.opts.Now())
		if err != nil {
			return nil, err
		}
		b.mu.Lock()
		s.Here = *b.counts[r.Name]
		b.mu.Unlock()
		out = append(out, s)
	}
	return out, nil
}

// StatusOf tells of a group from the log alone, on any node.
func StatusOf(ctx context.Context, log eventstore.Log, group, topicText string, now time.Time) (Status, error) {
	s := Status{Group: group}
	t, err := parseTopic(topicText)
	if err != nil {
		return s, err
	}
	rec, err := place(ctx, log, group)
	if errors.Is(err, eventstore.ErrNoStream) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	s.Position = uint64(rec.position)
	if rec.holder != "" && now.Before(rec.until) {
		s.Leased, s.Until = true, rec.until
	}
	for ev, err := range log.ReadAll(ctx, rec.position, eventstore.Forwards, t.filter(), 2*CountUpTo) {
		if err != nil {
			return s, err
		}
		if !t.brings(ev.Type) && !(ev.Type == TypeReplayOrdered && ev.Stream == parkedStream(group)) {
			continue
		}
		if s.Events == 0 {
			s.BehindSecs = max(0, now.Sub(ev.Recorded).Seconds())
		}
		if s.Events++; s.Events == CountUpTo {
			break
		}
	}
	parked, err := ParkedIn(ctx, log, group)
	s.Parked = len(parked)
	return s, err
}
