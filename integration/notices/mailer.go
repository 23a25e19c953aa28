package notices

import (
	"context"
	"errors"
)

// Mail is one message to one address.
type Mail struct {
	ID      string // left part of its Message-ID
	To      string
	Subject string
	Text    string
}

// Mailer hands mail to a server. Its error is *Refused when the server took a position
// on this message; any other error says nothing about it, and the message waits.
type Mailer interface {
	Send(ctx context.Context, m Mail) error
}

// Refused is what a server said of a message.
type Refused struct {
	Code  string // of RFC 5321 and RFC 3463, as "550 5.1.1"
	Later bool   // it may be tried again (4yz)
}

func (e *Refused) Error() string { return "the mail server answered " + e.Code }

// ErrAddress: that is no address that mail can be sent to.
var ErrAddress = errors.New("notices: not an address")
