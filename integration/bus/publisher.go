package bus

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/ThreeDotsLabs/watermill/message"

	"minhbach/eventstore"
)

// Publisher appends messages to the log. It leaves the log open.
type Publisher struct {
	log    eventstore.Log
	closed atomic.Bool
}

var _ message.Publisher = (*Publisher)(nil)

func NewPublisher(log eventstore.Log) *Publisher { return &Publisher{log: log} }

// ErrClosed: the publisher or subscriber was closed.
var ErrClosed = errors.New("bus: closed")

// Publish records the messages in order, those of one call together as far as one
// append goes. A message that was recorded under its UUID before is not recorded
// again, whatever it carries now.
func (p *Publisher) Publish(topic string, messages ...*message.Message) error {
	if p.closed.Load() {
		return ErrClosed
	}
	if err := publishable(topic); err != nil {
		return err
	}
	drafts := make([]eventstore.Draft, len(messages))
	for i, msg := range messages {
		var err error
		if drafts[i], err = draft(topic, msg); err != nil {
			return err
		}
	}
	for len(drafts) > 0 {
		n := min(len(drafts), p.most())
		// What a context carries is of the message; its end does not take back a Publish.
		ctx := context.WithoutCancel(messages[len(messages)-len(drafts)].Context())
		if err := p.append(ctx, topic, drafts[:n]); err != nil {
			return err
		}
		drafts = drafts[n:]
	}
	return nil
}

func (p *Publisher) most() int {
	if n := p.log.Features().MaxAppend; n > 0 {
		return min(n, 500)
	}
	return 500
}

func (p *Publisher) append(ctx context.Context, topic string, drafts []eventstore.Draft) error {
	_, err := p.log.Append(ctx, "messages-"+topic, eventstore.Any(), drafts...)
	if len(drafts) == 1 || !errors.Is(err, eventstore.ErrIDReused) && !errors.Is(err, eventstore.ErrTooLarge) {
		return err
	}
	for i := range drafts { // some were recorded by an earlier call, or together they are too much
		if _, err := p.log.Append(ctx, "messages-"+topic, eventstore.Any(), drafts[i]); err != nil {
			return err
		}
	}
	return nil
}

// Close ends publishing.
func (p *Publisher) Close() error {
	p.closed.Store(true)
	return nil
}
