package sqlite

import (
	"context"
	"errors"
	"sync"

	"minhbach/eventstore"
)

// pool lends connections that cannot write. A loan lasts for one page, never
// while a consumer's loop body runs.
type pool struct {
	l      *Log
	tokens chan struct{}
	mu     sync.Mutex
	idle   []*conn
}

func newPool(l *Log) *pool { return &pool{l: l, tokens: make(chan struct{}, l.opts.Readers)} }

func (p *pool) with(ctx context.Context, use func(*conn) error) error {
	if err := p.l.usable(ctx); err != nil {
		return err
	}
	select {
	case p.tokens <- struct{}{}:
	case <-p.l.closing:
		return eventstore.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-p.tokens }()
	c, err := p.take(ctx)
	if err != nil {
		return explain(err)
	}
	if err = use(c); code(err) != 0 {
		c.close() // its statements may be in any state
		return explain(err)
	}
	p.mu.Lock()
	p.idle = append(p.idle, c)
	p.mu.Unlock()
	return err
}

func (p *pool) take(ctx context.Context) (*conn, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		c := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return c, nil
	}
	p.mu.Unlock()
	return connect(ctx, p.l.file, p.l.mode, "busy_timeout(5000)", "query_only(1)", "cache_size(-4096)", "temp_store(MEMORY)")
}

// close waits for the loans and keeps the tokens for ever.
func (p *pool) close() error {
	for range cap(p.tokens) {
		p.tokens <- struct{}{}
	}
	var errs []error
	for _, c := range p.idle {
		errs = append(errs, c.close())
	}
	p.idle = nil
	return errors.Join(errs...)
}
