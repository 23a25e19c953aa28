package notice

import (
	"time"

	"minhbach/domain"
)

// State of a notice.
type State string

const (
	StateNew      State = "new"
	StateWaiting  State = "waiting"  // to be sent
	StateDeferred State = "deferred" // to be sent later
	StateSent     State = "sent"
	StateFailed   State = "failed"
)

var stateLabels = map[State][2]string{
	StateNew: {"chưa có", "not begun"}, StateWaiting: {"chờ gửi", "waiting"}, StateDeferred: {"sẽ gửi lại", "to be tried again"},
	StateSent: {"đã gửi", "sent"}, StateFailed: {"không gửi được", "failed"},
}

// Label names a state for people.
func (s State) Label(lang string) string {
	if lang == "en" {
		return stateLabels[s][1]
	}
	return stateLabels[s][0]
}

// Notice is the state folded from the facts of one notice.
type Notice struct {
	state   State
	written Written
	tries   int // since it was written or reopened
	opened  int // how often it was reopened
	until   time.Time
	cause   string
}

// New is a notice of which nothing is recorded.
func New() *Notice { return &Notice{state: StateNew} }

// Apply takes a fact; it never fails and ignores strangers.
func (n *Notice) Apply(ev domain.Event) {
	switch e := ev.(type) {
	case Written:
		n.state, n.written = StateWaiting, e
	case Sent:
		n.state, n.tries, n.cause = StateSent, e.Try, ""
	case Deferred:
		n.state, n.tries, n.until, n.cause = StateDeferred, e.Try, e.Until, e.Cause
	case Failed:
		n.state, n.tries, n.cause = StateFailed, e.Try, e.Cause
	case Reopened:
		n.state, n.tries = StateWaiting, 0
		n.opened++
	}
}

func (n *Notice) State() State     { return n.state }
func (n *Notice) Written() Written { return n.written }
func (n *Notice) Cause() string    { return n.cause } // of the last failure
func (n *Notice) Opened() int      { return n.opened }

// Open tells whether it is still to be sent.
func (n *Notice) Open() bool { return n.state == StateWaiting || n.state == StateDeferred }
