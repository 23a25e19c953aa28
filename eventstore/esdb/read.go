package esdb

import (
	"context"
	"errors"
	"io"
	"math"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"minhbach/eventstore"
)

// errEnough ends a reading whose consumer has left.
var errEnough = errors.New("esdb: enough")

// receive makes one attempt at a reading. It ends with io.EOF when the server has told
// everything, and with the error of each.
func (t *trying) receive(open func(ctx context.Context, c *client.Client) (*client.ReadStream, error), each func(*client.RecordedEvent) error) error {
	link, err := t.link()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(t.ctx)
	defer cancel()
	defer context.AfterFunc(t.l.base, cancel)()
	items := pump(ctx, t.l, link, func(ctx context.Context, c *client.Client) (stream[*client.ResolvedEvent], error) {
		s, err := open(ctx, c)
		return eventStream{s}, err
	})
	limit := t.l.opts.OpTimeout
	if t.patient > 0 {
		limit = min(limit, t.patient)
	}
	silence := time.NewTimer(limit)
	defer silence.Stop()
	for {
		silence.Reset(limit)
		var got item[*client.ResolvedEvent]
		select {
		case got = <-items:
		case <-t.ctx.Done():
			return t.ctx.Err()
		case <-t.l.base.Done():
			return eventstore.ErrClosed
		case <-silence.C:
			return errAbandoned
		}
		if got.err != nil {
			return got.err
		}
		t.progress()
		if recorded := got.value.OriginalEvent(); recorded != nil {
			if err := each(recorded); err != nil {
				return err
			}
		}
	}
}

// ReadStream goes on behind the last event it yielded when the server goes away.
func (l *Log) ReadStream(ctx context.Context, stream string, from eventstore.Revision, dir eventstore.Direction, limit int) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		if err := l.usable(ctx); err != nil {
			yield(eventstore.Event{}, err)
			return
		}
		if from < 0 {
			from = 0
		}
		t, given := l.try(ctx), 0
		for {
			count := uint64(math.MaxInt64)
			if limit > 0 {
				count = uint64(limit - given)
			}
			opts := client.ReadStreamOptions{Direction: client.Forwards, From: client.Revision(uint64(from))}
			switch {
			case dir == eventstore.Backwards && from == eventstore.FromEnd:
				opts.Direction, opts.From = client.Backwards, client.End{}
			case dir == eventstore.Backwards:
				opts.Direction = client.Backwards
			}
			err := t.receive(func(ctx context.Context, c *client.Client) (*client.ReadStream, error) {
				return c.ReadStream(ctx, stream, opts, count)
			}, func(r *client.RecordedEvent) error {
				ev := eventOf(r)
				from = ev.Revision + eventstore.Revision(dir)
				given++
				if !yield(ev, nil) || limit > 0 && given == limit || from < 0 {
					return errEnough
				}
				return l.usable(ctx)
			})
			switch {
			case errors.Is(err, errEnough), isEnd(err):
				return
			case kindOf(err) == missing && given == 0:
				err = eventstore.ErrNoStream
			default:
				if err = t.failed(err); err == nil {
					continue
				}
			}
			yield(eventstore.Event{}, err)
			return
		}
	}
}

// isEnd tells the end of a reading from a connection that broke off: the client hands
// the former over as it is and wraps the latter.
func isEnd(err error) bool { return err == io.EOF }
