package notices

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"minhbach/domain/dataset"
	"minhbach/domain/disposal"
	"minhbach/domain/notice"
	"minhbach/domain/publication"
	"minhbach/integration/bus"
	"minhbach/internal/app"
)

// Groups of the reactors. They are parts of the names of streams and never change.
const (
	GroupWrite = "notices"    // writes notices because of what happened
	GroupMail  = "mail"       // sends what was written
	GroupAgain = "mail-again" // sends what a server wanted later
)

// Topics of the groups.
var (
	topicWrite = strings.Join([]string{publication.TypeSubmitted, publication.TypeReturned, dataset.TypeSubmitted, dataset.TypeReturned, disposal.TypeProposed}, ",")
	topicMail  = notice.TypeWritten + "," + notice.TypeReopened
	topicAgain = notice.TypeDeferred
)

// Sending lists the groups that send, with their topics. They begin with the first
// mail server that is set, and wait while none is.
func Sending() [][2]string { return [][2]string{{GroupMail, topicMail}, {GroupAgain, topicAgain}} }

// Groups lists every group with its topic.
func Groups() [][2]string { return append([][2]string{{GroupWrite, topicWrite}}, Sending()...) }

// How long to wait: until a server that is down may be back, and until one that wants a
// message later gets it. The second is the same for all, so what was put off first is
// due first.
const (
	whenDown  = time.Minute
	whenLater = 10 * time.Minute
)

// Options of the reactors.
type Options struct {
	Public string // scheme and host of the province's portal, for links
	Mailer Mailer // nil: notices stay in the outbox
	Now    func() time.Time
}

// Reactors are what a node runs. Without a Mailer nothing is sent, and the groups that
// send do not begin.
func Reactors(a *app.App, o Options) []bus.Reactor {
	r := reactors{a, o}
	out := []bus.Reactor{{Name: GroupWrite, Topic: topicWrite, Handle: r.write}}
	if o.Mailer != nil {
		out = append(out,
			bus.Reactor{Name: GroupMail, Topic: topicMail, Handle: r.send, Timeout: time.Minute},
			bus.Reactor{Name: GroupAgain, Topic: topicAgain, Handle: r.sendAgain, Timeout: time.Minute})
	}
	return out
}

type reactors struct {
	app *app.App
	Options
}

// write puts into the outbox what the event means for whom.
func (r reactors) write(ctx context.Context, d *bus.Delivery) error {
	f := d.Fact()
	sort, id, _ := strings.Cut(f.Stream, "-")
	what := app.Telling{Sort: sort, About: id, Event: f.ID, Correlation: f.Meta.Correlation}
	switch d.Payload().(type) {
	case publication.Submitted, dataset.Submitted:
		what.Kind = notice.ForReview
	case publication.Returned, dataset.Returned:
		what.Kind = notice.Returned
	case disposal.Proposed:
		what.Kind = notice.Disposal
	default:
		return fmt.Errorf("nobody is told of %s", d.Payload().EventType())
	}
	_, err := r.app.Commands.Notices.Tell(ctx, what)
	return err
}

// sendAgain waits for the time that the notice was put off to.
func (r reactors) sendAgain(ctx context.Context, d *bus.Delivery) error {
	put, ok := d.Payload().(notice.Deferred)
	if !ok {
		return fmt.Errorf("%s is no notice that was put off", d.Payload().EventType())
	}
	if r.Now().Before(put.Until) && !d.Replayed() {
		return bus.Later(put.Until, errors.New(put.Cause))
	}
	return r.send(ctx, d)
}

// send hands a notice to the server and records what became of it.
func (r reactors) send(ctx context.Context, d *bus.Delivery) error {
	f := d.Fact()
	id := strings.TrimPrefix(f.Stream, "notice-")
	letter, err := r.app.Queries.Notices.Letter(ctx, id)
	if err != nil || !letter.Open {
		return err
	}
	outcome := app.Outcome{Notice: id, Event: f.ID}
	switch {
	case letter.Settled:
		outcome.Cause = notice.CauseSettled
	case letter.To == "":
		outcome.Cause = notice.CauseNoAddress
	default:
		err := r.Mailer.Send(ctx, compose(id, letter, r.Public))
		var refused *Refused
		switch {
		case err == nil:
		case errors.Is(err, ErrAddress):
			outcome.Cause = notice.CauseAddress
		case errors.As(err, &refused):
			if outcome.Cause = refused.Code; refused.Later {
				outcome.Later = r.Now().Add(whenLater)
			}
		default:
			return bus.Later(r.Now().Add(whenDown), err)
		}
	}
	_, err = r.app.Commands.Notices.Outcome(ctx, outcome)
	return err
}
