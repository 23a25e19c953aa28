package bench

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// crowd is so many readers who ask for n answers in all, each for the next when the
// last has come, after one round that is not counted.
func crowd(ctx context.Context, url string, paths []string, readers int, n int64) (all timings, seconds float64, err error) {
	o := &office{url: url}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for _, path := range paths {
		if _, err := o.fetch(ctx, path, "Accept-Encoding", "gzip"); err != nil {
			return nil, 0, err
		}
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	var asked atomic.Int64
	begun := time.Now()
	for range readers {
		wait.Go(func() {
			var mine timings
			for {
				i := asked.Add(1) - 1
				if i >= n || ctx.Err() != nil {
					break
				}
				at := time.Now()
				if _, err := o.fetch(ctx, paths[i%int64(len(paths))], "Accept-Encoding", "gzip"); err != nil {
					cancel(err)
					break
				}
				mine.since(at)
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, mine...)
		})
	}
	wait.Wait()
	return all, time.Since(begun).Seconds(), context.Cause(ctx)
}
