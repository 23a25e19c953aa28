package esdb

import (
	"context"
	"math/rand/v2"
	"time"
)

// pauses between attempts: each twice the one before, up to 64 times the first, and
// none exactly as long as that of another node.
type pauses struct {
	next  time.Duration
	count int
}

// wait returns early when ctx ends or the log is closed.
func (p *pauses) wait(ctx context.Context, closing <-chan struct{}) {
	t := time.NewTimer(p.next/2 + rand.N(p.next))
	defer t.Stop()
	if p.count++; p.count <= 6 {
		p.next *= 2
	}
	select {
	case <-t.C:
	case <-ctx.Done():
	case <-closing:
	}
}
