package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"minhbach/eventstore"
)

// Options of a Bus. The zero value is useful.
type Options struct {
	Lease      time.Duration // see Config
	Backoff    time.Duration // of what cannot be parked: an event that must wait, a log that cannot be written
	MaxBackoff time.Duration
	Drain      time.Duration
	Now        func() time.Time
	After      func(time.Duration) <-chan time.Time
	Log        *slog.Logger
}

// Bus runs reactors, each in a group of its own, on every node that runs a Bus: of one
// group one node works at a time.
type Bus struct {
	log      eventstore.Log
	codec    *eventstore.Codec
	opts     Options
	reactors []Reactor
	counts   map[string]*Counts

	mu sync.Mutex // of counts
}

// New makes a bus; Run starts it.
func New(log eventstore.Log, codec *eventstore.Codec, opts Options, reactors ...Reactor) (*Bus, error) {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	b := &Bus{log: log, codec: codec, opts: opts, reactors: reactors, counts: map[string]*Counts{}}
	var faults []error
	for i := range b.reactors {
		r := &b.reactors[i]
		faults = append(faults, r.complete())
		if b.counts[r.Name] != nil {
			faults = append(faults, fmt.Errorf("two reactors are named %q", r.Name))
		}
		b.counts[r.Name] = &Counts{}
		_, err := NewSubscriber(log, b.config(*r))
		faults = append(faults, err)
	}
	return b, errors.Join(faults...)
}

func (b *Bus) config(r Reactor) Config {
	return Config{
		Group: r.Name, From: r.From, KeepEvery: r.KeepEvery, Lease: b.opts.Lease, Backoff: b.opts.Backoff, MaxBackoff: b.opts.MaxBackoff,
		Drain: b.opts.Drain, Now: b.opts.Now, After: b.opts.After,
		Warn: func(format string, args ...any) { b.opts.Log.Warn(fmt.Sprintf(format, args...)) },
	}
}

// Start gives every group that is new its place in the log. Run does so too; whoever
// must not miss what comes next calls Start first.
func (b *Bus) Start(ctx context.Context) error {
	for _, r := range b.reactors {
		if _, err := open(ctx, b.log, r.Name, r.From, b.opts.Now); err != nil {
			return fmt.Errorf("group %s: %w", r.Name, err)
		}
	}
	return nil
}

// Run hands events to the reactors until ctx ends. An event in hand is finished, for
// Options.Drain at most.
func (b *Bus) Run(ctx context.Context) error {
	if len(b.reactors) == 0 {
		<-ctx.Done()
		return ctx.Err()
	}
	router, err := message.NewRouter(message.RouterConfig{CloseTimeout: 20 * time.Second}, watermill.NewSlogLogger(quiet(b.opts.Log)))
	if err != nil {
		return err
	}
	for _, r := range b.reactors {
		if err := b.add(router, r); err != nil {
			return err
		}
	}
	return router.Run(ctx)
}

// add puts a reactor on the router. The order matters: what is retried is inside of
// what parks, or the first failure would park.
func (b *Bus) add(router *message.Router, r Reactor) error {
	sub, err := NewSubscriber(b.log, b.config(r))
	if err != nil {
		return err
	}
	poison, err := middleware.PoisonQueueWithFilter(parker{b}, parkedStream(r.Name), parks)
	if err != nil {
		return err
	}
	retry := middleware.Retry{
		MaxRetries: r.Tries - 1, InitialInterval: r.Pause, Multiplier: 2, MaxInterval: 10 * time.Second,
		ShouldRetry:         func(p middleware.RetryParams) bool { return parks(p.Err) },
		ResetContextOnRetry: true,
	}
	router.AddConsumerHandler(r.Name, r.Topic, sub, b.react(r)).AddMiddleware(
		b.measure(r.Name), middleware.CorrelationID, poison, b.judge(r.Name), retry.Middleware, middleware.Recoverer, middleware.Timeout(r.Timeout))
	return nil
}

// react hands the delivery of a message to the reactor.
func (b *Bus) react(r Reactor) message.NoPublishHandlerFunc {
	return func(msg *message.Message) error {
		d := deliveryIn(msg.Context())
		if d == nil {
			return errors.New("bus: a reactor was handed a message that no live subscription made")
		}
		fact, err := b.codec.Decode(*d.event)
		if err != nil {
			return err
		}
		d.fact = fact
		return r.Handle(msg.Context(), d)
	}
}

// quiet keeps Watermill's chatter about starting and stopping out of the log.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(atLeast{log.Handler()}) }

type atLeast struct{ slog.Handler }

func (h atLeast) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelError && h.Handler.Enabled(ctx, l)
}

func (h atLeast) WithAttrs(attrs []slog.Attr) slog.Handler {
	return atLeast{h.Handler.WithAttrs(attrs)}
}
func (h atLeast) WithGroup(name string) slog.Handler { return atLeast{h.Handler.WithGroup(name)} }
