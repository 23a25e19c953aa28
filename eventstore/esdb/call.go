package esdb

import (
	"context"
	"fmt"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// errAbandoned: the client did not come back from a call in time.
var errAbandoned = fmt.Errorf("esdb: no answer in time: %w", context.DeadlineExceeded)

// grace is what the client gets to notice that its context ended.
const grace = 200 * time.Millisecond

// guarded runs f, which panics where the server says what the client does not expect.
func guarded(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("esdb: the client cannot read the server's answer: %v", p)
		}
	}()
	return f()
}

// once makes one attempt at a call. The client may sit on a call for ever; it is left
// behind then, and closed only when it returns.
func once[T any](t *trying, limit time.Duration, f func(ctx context.Context, c *client.Client) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	link, err := t.link()
	if err != nil {
		return none, err
	}
	ctx, cancel := context.WithTimeout(t.ctx, limit)
	defer cancel()
	done := make(chan result, 1)
	go func() {
		defer t.l.conn.release(link)
		var r result
		r.err = guarded(func() (err error) {
			r.value, err = f(ctx, link.client)
			return err
		})
		if r.err != nil && kindOf(r.err) == lost {
			t.l.conn.retire(link, r.err)
		}
		done <- r
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
	}
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case r := <-done:
		return r.value, r.err
	case <-late.C:
		return none, errAbandoned
	}
}
