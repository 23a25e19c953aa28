package testkit

import (
	"sync"
	"time"

	"minhbach/domain/calendar"
	"minhbach/projections/view"
)

var asOfNow view.AsOf

// Clock is the node's time. It stands still until the test moves it, but for a
// millisecond at every look, so that events have an order in time.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Now is the time of the node.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Millisecond)
	return c.at
}

// Advance moves the time on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Set moves the time to an instant; the past is refused.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.Before(c.at) {
		panic("testkit: the clock does not go back from " + c.at.String() + " to " + t.String())
	}
	c.at = t
}

// Today is the date in Viet Nam.
func (c *Clock) Today() calendar.Date { return calendar.DateOf(c.Now()) }
