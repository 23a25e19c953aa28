package esdb

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"minhbach/eventstore"
)

// The log through the adapter, the official client and the server on a socket, beside the
// embedded log itself in the same run; an operation is an event of 1 KB:
//
//	go test -run '^$' -bench . -benchtime 2s ./eventstore/esdb

var kilobyte = []byte(`{"text":"` + strings.Repeat("x", 1000) + `"}`)

func benchmarks(b *testing.B, run func(b *testing.B, l eventstore.Log)) {
	b.Run("embedded", func(b *testing.B) { run(b, newWorld(b).log) })
	b.Run("esdb", func(b *testing.B) { run(b, newWorld(b).onSocket(b).up(b).open(b)) })
}

func large() eventstore.Draft {
	d := draft()
	d.Data = kilobyte
	return d
}

func BenchmarkAppend(b *testing.B) {
	for _, appenders := range []int{1, 64} {
		b.Run(fmt.Sprintf("%d_appenders", appenders), func(b *testing.B) {
			benchmarks(b, func(b *testing.B, l eventstore.Log) {
				var left atomic.Int64
				left.Store(int64(b.N))
				b.ResetTimer()
				var all sync.WaitGroup
				for i := range appenders {
					all.Go(func() {
						for left.Add(-1) >= 0 {
							if _, err := l.Append(b.Context(), fmt.Sprintf("rate-%d", i), eventstore.Any(), large()); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				all.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
			})
		})
	}
}

func BenchmarkReadAll(b *testing.B) {
	benchmarks(b, func(b *testing.B, l eventstore.Log) {
		const held = 20_000
		for range held / 500 {
			var many []eventstore.Draft
			for range 500 {
				many = append(many, large())
			}
			if _, err := l.Append(b.Context(), "rate", eventstore.Any(), many...); err != nil {
				b.Fatal(err)
			}
		}
		b.ResetTimer()
		for left := b.N; left > 0; left -= held {
			for _, err := range l.ReadAll(b.Context(), 0, eventstore.Forwards, eventstore.Filter{}, min(left, held)) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
}

// BenchmarkCommandLoad is what a command pays before it decides: its stream, read whole.
func BenchmarkCommandLoad(b *testing.B) {
	benchmarks(b, func(b *testing.B, l eventstore.Log) {
		for range 10 {
			if _, err := l.Append(b.Context(), "item", eventstore.Any(), large()); err != nil {
				b.Fatal(err)
			}
		}
		b.ResetTimer()
		for range b.N {
			if all, err := eventstore.Collect(l.ReadStream(b.Context(), "item", 0, eventstore.Forwards, 0)); err != nil || len(all) != 10 {
				b.Fatal(len(all), err)
			}
		}
	})
}
