package esdb

import (
	"context"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// ahead is how many answers are taken from the server before they are asked for.
const ahead = 32

// stream is what the client reads from.
type stream[T any] interface {
	next() (T, error)
	end()
}

// item is an answer, or why there is no further one.
type item[T any] struct {
	value T
	err   error
}

// pump takes answers from the server while the caller is at work with earlier ones. It
// ends with ctx; what the client does then is nobody's concern.
func pump[T any](ctx context.Context, l *Log, link *link, open func(ctx context.Context, c *client.Client) (stream[T], error)) <-chan item[T] {
	items := make(chan item[T], ahead)
	go func() {
		defer l.conn.release(link)
		err := guarded(func() error {
			s, err := open(ctx, link.client)
			if err != nil {
				return err
			}
			defer s.end()
			for {
				v, err := s.next()
				if err != nil {
					return err
				}
				select {
				case items <- item[T]{value: v}:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		})
		if ctx.Err() == nil && kindOf(err) == lost {
			l.conn.retire(link, err)
		}
		select {
		case items <- item[T]{err: err}:
		case <-ctx.Done():
		}
	}()
	return items
}

// eventStream is a reading.
type eventStream struct{ *client.ReadStream }

func (s eventStream) next() (*client.ResolvedEvent, error) { return s.Recv() }
func (s eventStream) end()                                 { s.Close() }

// newsStream is a subscription.
type newsStream struct{ *client.Subscription }

func (s newsStream) next() (*client.SubscriptionEvent, error) {
	news := s.Recv()
	if dropped := news.SubscriptionDropped; dropped != nil {
		return nil, dropped.Error
	}
	return news, nil
}
func (s newsStream) end() { s.Close() }
