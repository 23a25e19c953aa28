package esdb

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"minhbach/eventstore"
)

// Log is an eventstore.Log on a server elsewhere.
type Log struct {
	opts    Options
	conn    *connector
	closing <-chan struct{}
	base    context.Context // over when the log is closed: readings stop
	stop    context.CancelFunc

	gate    sync.RWMutex // taken whole to close
	closed  bool
	appends sync.WaitGroup
}

var _ eventstore.Log = (*Log)(nil)

// Open finds the server. The first connection must come about within
// Options.ConnectTimeout; later ones are made anew whenever they are lost.
func Open(ctx context.Context, opts Options) (*Log, error) {
	opts = opts.withDefaults()
	config, err := opts.configuration()
	if err != nil {
		return nil, err
	}
	l := &Log{opts: opts, conn: newConnector(config, opts)}
	l.closing = l.conn.closing
	l.base, l.stop = context.WithCancel(context.Background())
	waiting, cancel := context.WithTimeout(ctx, opts.ConnectTimeout)
	defer cancel()
	first, err := l.conn.acquire(waiting)
	if err != nil {
		cause := l.conn.reason()
		l.Close()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, fmt.Errorf("%w: %s: %w", eventstore.ErrUnavailable, Redacted(opts.Connection), cause)
		}
		return nil, err
	}
	l.conn.release(first)
	return l, nil
}

// Features says what the server does otherwise than the contract.
func (l *Log) Features() eventstore.Features {
	return eventstore.Features{
		Engine:         "esdb",
		TimeResolution: 100 * time.Nanosecond,
		MaxEventBytes:  l.opts.MaxEventBytes,
		MaxAppend:      l.opts.MaxAppend,
		MaxAppendBytes: l.opts.MaxAppendBytes,
		RepeatsUntold:  true,
		TimeUntold:     true,
		LooseIDs:       true,
		LooseTimes:     true,
		ContentTypes:   []string{contentJSON, contentBytes},
	}
}

// Health is nil while the server is there, else why it is not.
func (l *Log) Health() error { return l.conn.health() }

// Version is what the server said it is, as 24.6.0.
func (l *Log) Version() string {
	l.conn.mu.Lock()
	defer l.conn.mu.Unlock()
	v := l.conn.version
	return fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch)
}

// usable refuses a closed log and an ended context.
func (l *Log) usable(ctx context.Context) error {
	select {
	case <-l.closing:
		return eventstore.ErrClosed
	default:
		return ctx.Err()
	}
}

// Close waits for appends that the server is at, ends everything else and gives the
// connection up.
func (l *Log) Close() error {
	l.gate.Lock()
	if l.closed {
		l.gate.Unlock()
		return nil
	}
	l.closed = true
	l.gate.Unlock()
	l.conn.shut()
	l.appends.Wait()
	l.stop()
	l.conn.close()
	return nil
}
