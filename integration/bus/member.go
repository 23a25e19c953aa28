package bus

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"minhbach/eventstore"
)

// member is one subscription of a group.
type member struct {
	log   eventstore.Log
	cfg   Config
	group string
	topic topic
	id    string // for the lease; nobody else has it
	out   chan *message.Message
}

func newMember(log eventstore.Log, cfg Config, group string, t topic) *member {
	return &member{log: log, cfg: cfg, group: group, topic: t, id: eventstore.NewID(cfg.Now()).String(), out: make(chan *message.Message)}
}

// errLost: another member wrote to the group's stream since we looked.
var errLost = errors.New("bus: another member has the lease")

// run works for the group until ctx ends or the log is closed.
func (m *member) run(ctx context.Context) {
	defer close(m.out)
	for failures := 0; ctx.Err() == nil; {
		worked, err := m.turn(ctx)
		switch {
		case ctx.Err() != nil || errors.Is(err, eventstore.ErrClosed):
			return
		case errors.Is(err, errLost), err == nil:
			failures = 0
			continue
		case worked:
			failures = 0
		}
		failures++
		m.cfg.Warn("group %s: the subscription was dropped and is made again: %v", m.group, err)
		m.sleep(ctx, m.cfg.wait(failures))
	}
}

// turn stands by or works, until that changes.
func (m *member) turn(ctx context.Context) (worked bool, err error) {
	rec, err := open(ctx, m.log, m.group, m.cfg.From, m.cfg.Now)
	if err != nil {
		return false, err
	}
	if !rec.free(m.id, m.cfg.Now()) {
		return true, m.standBy(ctx, rec)
	}
	l := &leading{member: m, rec: rec, done: rec.position}
	defer l.giveUp(ctx)
	err = l.follow(ctx)
	return l.worked, err
}

// errChanged ends a standing by.
var errChanged = errors.New("bus: the lease may be free")

// standBy waits until the lease is given up or has run out. It reads the group's
// stream only.
func (m *member) standBy(ctx context.Context, rec record) error {
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var (
		mu    sync.Mutex
		until = rec.until
	)
	go func() {
		for inner.Err() == nil {
			mu.Lock()
			left := until.Sub(m.cfg.Now())
			mu.Unlock()
			if left <= 0 {
				cancel(errChanged)
				return
			}
			m.sleep(inner, left)
		}
	}()
	stream := groupStream(m.group)
	err := m.log.Subscribe(inner, rec.at, eventstore.Filter{Types: []string{TypePositionKept}, Streams: []string{stream}}, func(d eventstore.Delivery) error {
		if d.Event == nil || d.Event.Stream != stream {
			return nil
		}
		now, err := recordOf(*d.Event)
		if err != nil {
			return err
		}
		if now.free(m.id, m.cfg.Now()) {
			return errChanged
		}
		mu.Lock()
		until = now.until
		mu.Unlock()
		return nil
	})
	if errors.Is(err, errChanged) || errors.Is(context.Cause(inner), errChanged) {
		return nil
	}
	return err
}

func (m *member) sleep(ctx context.Context, d time.Duration) {
	select {
	case <-m.cfg.After(d):
	case <-ctx.Done():
	}
}
