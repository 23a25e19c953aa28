package bus

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"minhbach/eventstore"
)

// Config of a Subscriber. The zero value of every field but Group is useful.
type Config struct {
	Group string // name of the consumer group; it is part of a stream's name and never changes
	From  Start  // of a group that has no place yet; the head of the log by default

	// PerTopic gives every topic of the group a place of its own, as "<group>.<topic>".
	// Without it the group belongs to one topic.
	PerTopic bool

	KeepEvery  int           // record the place after so many acknowledged messages; 0: 100
	KeepWithin time.Duration // and so long after the first of them; 0: 5 s
	Lease      time.Duration // how long a member that is not heard of keeps the others waiting; 0: 60 s
	Backoff    time.Duration // before a message that was not acknowledged comes again, doubled each time; 0: 200 ms
	MaxBackoff time.Duration // 0: 5 min
	Drain      time.Duration // how long a message in flight may go on when the subscription ends; 0: 10 s, negative: not at all

	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
	Warn  func(format string, args ...any)
}

// Start is where a group begins that has no place in the log yet.
type Start struct {
	chosen   bool
	position eventstore.Position
}

// FromBeginning hands a new group everything that the log holds.
func FromBeginning() Start { return Start{chosen: true} }

// FromPosition hands a new group what stands after the position.
func FromPosition(p eventstore.Position) Start { return Start{chosen: true, position: p} }

// far is after how many positions without work a place is recorded all the same, so
// that the next start does not look at them again.
const far = 10_000

var groupForm = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9._-]{0,199}$`)

func (c *Config) complete() error {
	var faults []error
	if !groupForm.MatchString(c.Group) {
		faults = append(faults, fmt.Errorf("bus: group %q: want letters, digits, dots, hyphens and underscores", c.Group))
	}
	if c.KeepEvery < 0 || c.KeepWithin < 0 || c.Lease < 0 || c.Backoff < 0 || c.MaxBackoff < 0 {
		faults = append(faults, errors.New("bus: numbers and durations must not be negative; leave them at zero for the defaults"))
	}
	for value, standard := range map[*time.Duration]time.Duration{
		&c.KeepWithin: 5 * time.Second, &c.Lease: time.Minute, &c.Backoff: 200 * time.Millisecond, &c.MaxBackoff: 5 * time.Minute, &c.Drain: 10 * time.Second,
	} {
		if *value == 0 {
			*value = standard
		}
	}
	if c.KeepEvery == 0 {
		c.KeepEvery = 100
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.After == nil {
		c.After = time.After
	}
	if c.Warn == nil {
		c.Warn = func(string, ...any) {}
	}
	return errors.Join(faults...)
}

// wait is how long to wait before the n-th repetition, from 1.
func (c *Config) wait(n int) time.Duration {
	d := c.Backoff
	for range min(n-1, 30) {
		if d *= 2; d >= c.MaxBackoff {
			break
		}
	}
	return min(d, c.MaxBackoff)
}
