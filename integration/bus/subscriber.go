package bus

import (
	"context"
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"

	"minhbach/eventstore"
)

// Subscriber hands messages to the members of one consumer group. Of all its
// subscriptions, on this node and others, one is handed messages at a time; when it
// ends or is not heard of, another takes over. It leaves the log open.
type Subscriber struct {
	log  eventstore.Log
	cfg  Config
	stop context.CancelFunc
	over context.Context

	mu      sync.Mutex
	closed  bool
	members sync.WaitGroup
}

var (
	_ message.Subscriber           = (*Subscriber)(nil)
	_ message.SubscribeInitializer = (*Subscriber)(nil)
)

func NewSubscriber(log eventstore.Log, cfg Config) (*Subscriber, error) {
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	s := &Subscriber{log: log, cfg: cfg}
	s.over, s.stop = context.WithCancel(context.Background())
	return s, nil
}

func (s *Subscriber) group(topic string) string {
	if s.cfg.PerTopic {
		return s.cfg.Group + "." + topic
	}
	return s.cfg.Group
}

// SubscribeInitialize gives the group its place in the log, so that nothing that
// comes later is missed.
func (s *Subscriber) SubscribeInitialize(topic string) error {
	if _, err := parseTopic(topic); err != nil {
		return err
	}
	_, err := open(s.over, s.log, s.group(topic), s.cfg.From, s.cfg.Now)
	return err
}

// Subscribe hands over messages until ctx ends or Close is called, and then closes
// the channel. It outlives failures of the log.
func (s *Subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	t, err := parseTopic(topic)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	ctx, cancel := context.WithCancel(ctx)
	untie := context.AfterFunc(s.over, cancel)
	m := newMember(s.log, s.cfg, s.group(topic), t)
	s.members.Go(func() {
		defer cancel()
		defer untie()
		m.run(ctx)
	})
	return m.out, nil
}

// Close ends all subscriptions: a message in flight is waited for (Config.Drain), the
// place is recorded and the lease given up.
func (s *Subscriber) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.stop()
	s.members.Wait()
	return nil
}
