package bus

import (
	"context"
	"errors"
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"minhbach/domain/fault"
)

// Counts of a group on this node, since it started.
type Counts struct {
	Handled   uint64        `json:"handled"` // events that the group went on after, parked ones included
	Failed    uint64        `json:"failed"`  // tries that failed
	Parked    uint64        `json:"parked"`
	Took      time.Duration `json:"took"`                 // with all handled events, tries and pauses
	LastError string        `json:"last_error,omitempty"` // of a reactor or of parking; empty again after a success
	LastAt    time.Time     `json:"last_error_at,omitzero"`
}

// measure is outside of everything.
func (b *Bus) measure(group string) message.HandlerMiddleware {
	return func(h message.HandlerFunc) message.HandlerFunc {
		return func(msg *message.Message) ([]*message.Message, error) {
			begun := time.Now()
			out, err := h(msg)
			b.mu.Lock()
			defer b.mu.Unlock()
			c := b.counts[group]
			c.Took += time.Since(begun)
			if err == nil {
				c.Handled++
			}
			return out, err
		}
	}
}

// errStopped: the reactor was interrupted; what it said then is no verdict on the event.
var errStopped = errors.New("bus: interrupted")

// judge is between trying again and parking: it tells what a failure was.
func (b *Bus) judge(group string) message.HandlerMiddleware {
	return func(h message.HandlerFunc) message.HandlerFunc {
		return func(msg *message.Message) ([]*message.Message, error) {
			d := deliveryIn(msg.Context())
			out, err := h(msg)
			if err != nil && d != nil && d.ended() {
				return out, errStopped
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			c := b.counts[group]
			if err == nil {
				c.LastError, c.LastAt = "", time.Time{}
				return out, nil
			}
			c.Failed++
			c.LastError, c.LastAt = cause(err), b.opts.Now().UTC()
			d.postpone(err)
			level := b.opts.Log.Warn
			if isPanic(err) {
				level = b.opts.Log.Error
			}
			level("a reactor failed", "group", group, "event", msg.UUID, "error", err)
			return out, err
		}
	}
}

// parks tells failures of an event from those that pass.
func parks(err error) bool {
	var l *later
	return !errors.As(err, &l) && !errors.Is(err, errStopped)
}

func isPanic(err error) bool {
	var p middleware.RecoveredPanicError
	return errors.As(err, &p)
}

var (
	address = regexp.MustCompile(`[^\s<>"':;,()]+@[^\s<>"':;,()]+`)
	number  = regexp.MustCompile(`[0-9][0-9 .-]{5,}[0-9]`)
)

// cause is what may be recorded for ever: a stable code, or a text without anything
// that looks like an address or a number of a person.
func cause(err error) string {
	var l *later
	if errors.As(err, &l) {
		err = l.because
	}
	switch f := fault.Of(err); {
	case f != nil:
		return f.Code.Name
	case isPanic(err):
		return "panic"
	case errors.Is(err, context.DeadlineExceeded):
		return "time-out"
	}
	text := number.ReplaceAllString(address.ReplaceAllString(err.Error(), "…"), "…")
	for n := 0; n < len(text); {
		_, size := utf8.DecodeRuneInString(text[n:])
		if n+size > 240 {
			return text[:n] + "…"
		}
		n += size
	}
	return text
}
