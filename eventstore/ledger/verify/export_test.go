package verify

import (
	"context"
	"testing"
	"time"
)

// WithoutWaiting lets a busy site be asked again at once.
func WithoutWaiting(t *testing.T) {
	before := pause
	pause = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	t.Cleanup(func() { pause = before })
}
