package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"minhbach/eventstore"
)

// Log is an eventstore.Log in one SQLite file.
type Log struct {
	opts Options
	file string
	mode string // in which readers open it
	lock *lock

	gate    sync.RWMutex // held to enqueue; taken whole to close
	closed  bool
	queue   chan *request
	closing chan struct{} // closed first of all by Close
	running sync.WaitGroup

	write  *conn // of the writer
	keeper *conn // of the checkpointer
	pool   *pool

	dialect  *dialect
	brought  brought // by an import
	kinds    kinds
	names    names
	tail     tail
	head     announced
	marker   marker
	failure  atomic.Pointer[error] // why the log is read-only
	check    check
	pages    chan struct{} // wakes the checkpointer
	copied   atomic.Bool   // the checkpointer has just caught up
	finished sync.Once
	closeErr error
}

var _ eventstore.Log = (*Log)(nil)

func newLog(file string, opts Options, w *conn) *Log {
	l := &Log{
		opts:    opts,
		file:    file,
		mode:    readOnly,
		queue:   make(chan *request, 1024),
		closing: make(chan struct{}),
		write:   w,
		pages:   make(chan struct{}, 1),
	}
	l.pool = newPool(l)
	l.names.init(opts.CachedStreams)
	l.tail.length = opts.tailLength
	l.check.done = make(chan struct{})
	return l
}

// Features says what this engine does.
func (l *Log) Features() eventstore.Features {
	return eventstore.Features{
		Engine:         "sqlite",
		DensePositions: !l.brought.gaps(),
		TimeResolution: time.Microsecond,
		MaxEventBytes:  l.opts.MaxEventBytes,
		MaxAppend:      l.opts.MaxAppend,
	}
}

// Head is the position of the newest event.
func (l *Log) Head(ctx context.Context) (eventstore.Position, error) {
	if err := l.usable(ctx); err != nil {
		return 0, err
	}
	return eventstore.Position(l.head.get()), nil
}

// Health is nil while the log accepts appends, else the reason why it does not.
func (l *Log) Health() error {
	if p := l.failure.Load(); p != nil {
		return *p
	}
	return nil
}

// fail turns the log read-only for good; the first cause stays.
func (l *Log) fail(cause error) error {
	err := fmt.Errorf("%w: %w", eventstore.ErrReadOnly, explain(cause))
	l.failure.CompareAndSwap(nil, &err)
	return l.Health()
}

func (l *Log) usable(ctx context.Context) error {
	select {
	case <-l.closing:
		return eventstore.ErrClosed
	default:
		return ctx.Err()
	}
}

func (l *Log) start() {
	l.running.Add(2)
	go l.runWriter()
	go l.runCheckpoints()
}

// Close waits for running appends and pages, copies the write-ahead log back
// into the file and gives the directory free.
func (l *Log) Close() error {
	l.finished.Do(func() {
		l.gate.Lock()
		l.closed = true
		l.gate.Unlock()
		close(l.closing)
		close(l.queue)
		l.running.Wait()
		if l.Health() == nil {
			l.closeErr = l.marker.sync()
		}
		l.closeErr = errors.Join(l.closeErr, l.closeConnections(), l.marker.close())
		if l.lock != nil {
			l.closeErr = errors.Join(l.closeErr, l.lock.release())
		}
	})
	return l.closeErr
}

// closeConnections leaves a broken disk alone: the last connection to close
// copies the write-ahead log back, so after a failure that is one which cannot.
func (l *Log) closeConnections() error {
	var last *conn
	if l.Health() != nil {
		if c, err := l.pool.take(context.Background()); err == nil {
			c.one(context.Background(), "SELECT upto FROM placed")
			last = c
		}
	}
	err := errors.Join(l.pool.close(), l.keeper.close(), l.write.close())
	if last != nil {
		err = errors.Join(err, last.close())
	}
	return err
}
