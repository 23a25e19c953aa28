package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"minhbach/eventstore"
)

const benchBytes = 1024 // of data and metadata together

func benchDraft() eventstore.Draft {
	return eventstore.Draft{
		ID:       eventstore.NewID(time.Now()),
		Type:     "publication.approved",
		Metadata: bytes.Repeat([]byte("m"), 124),
		Data:     bytes.Repeat([]byte("d"), benchBytes-124),
	}
}

// BenchmarkAppend alternates between the log and the raw file in short turns,
// because the speed of a disk drifts; "of-raw" is the ratio of the two.
func BenchmarkAppend(b *testing.B) {
	for _, c := range []struct {
		name             string
		appenders, batch int
	}{
		{"serial", 1, 1}, {"16-appenders", 16, 1}, {"64-appenders", 64, 1}, {"256-appenders", 256, 1}, {"batches-of-100", 1, 100},
	} {
		b.Run(c.name, func(b *testing.B) {
			l, err := Open(context.Background(), b.TempDir(), Options{SkipQuickCheck: true})
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			raw := openRaw(b)
			const turns = 8
			heads := make([][]eventstore.Revision, c.appenders)
			for i := range heads {
				heads[i] = make([]eventstore.Revision, max(1, 512/c.appenders))
				for s := range heads[i] {
					heads[i][s] = eventstore.NoRevision
				}
			}
			logTurn := func(i, n int) {
				ds := make([]eventstore.Draft, c.batch)
				for j := range n {
					for k := range ds {
						ds[k] = benchDraft()
					}
					s := j % len(heads[i])
					a, err := l.Append(context.Background(), fmt.Sprintf("publication-%d-%d", i, s), eventstore.Exactly(heads[i][s]), ds...)
					if err != nil {
						b.Error(err)
						return
					}
					heads[i][s] = a.Last
				}
			}
			rawTurn := func(i, n int) {
				for j := range n {
					var frames []byte
					for range c.batch {
						frames = appendFrame(frames, fmt.Sprintf("publication-%d-%d", i, j%512), benchDraft())
					}
					raw.append(frames)
				}
			}
			each := max(1, b.N/turns/c.appenders)
			timed := func(turn func(i, n int)) time.Duration {
				start := time.Now()
				var all sync.WaitGroup
				for i := range c.appenders {
					all.Go(func() { turn(i, each) })
				}
				all.Wait()
				return time.Since(start)
			}
			var onLog, onRaw time.Duration
			b.ResetTimer()
			for range turns {
				onLog += timed(logTurn)
				b.StopTimer()
				onRaw += timed(rawTurn)
				b.StartTimer()
			}
			events := float64(turns * each * c.appenders * c.batch)
			b.ReportMetric(events/onLog.Seconds(), "events/s")
			b.ReportMetric(events/onRaw.Seconds(), "raw-events/s")
			b.ReportMetric(onRaw.Seconds()/onLog.Seconds(), "of-raw")
		})
	}
}

// filled is a log of n events in streams of 20 that take turns.
func filled(b *testing.B, n int) (string, *Log) {
	b.Helper()
	dir := b.TempDir()
	l, err := Open(context.Background(), dir, Options{SkipQuickCheck: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	const each = 20
	var all sync.WaitGroup
	streams := make(chan int)
	for range 64 {
		all.Go(func() {
			for s := range streams {
				if _, err := l.Append(context.Background(), fmt.Sprintf("publication-%d", s), eventstore.Any(), benchDraft()); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for range each {
		for s := range n / each {
			streams <- s
		}
	}
	close(streams)
	all.Wait()
	return dir, l
}

func benchEvents() int {
	if n, err := strconv.Atoi(os.Getenv("MINHBACH_BENCH_EVENTS")); err == nil {
		return n
	}
	return 100_000
}

func BenchmarkReplay(b *testing.B) {
	n := benchEvents()
	_, l := filled(b, n)
	for name, f := range map[string]eventstore.Filter{
		"everything":         {},
		"streams-filtered":   {Streams: []string{"publication-"}},
		"one-type":           {Types: []string{"publication.approved"}, Streams: []string{"publication-7"}},
		"nothing-by-streams": {Streams: []string{"petition-"}},
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				for _, err := range l.ReadAll(context.Background(), 0, eventstore.Forwards, f, 0) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// BenchmarkStream reads one stream of 20 events whose events are spread evenly
// over the log.
func BenchmarkStream(b *testing.B) {
	for _, n := range []int{10_000, benchEvents()} {
		b.Run(fmt.Sprintf("of-%d-events", n), func(b *testing.B) {
			_, l := filled(b, n)
			s := 0
			b.ResetTimer()
			for b.Loop() {
				s = (s + 7919) % (n / 20)
				got, err := eventstore.Collect(l.ReadStream(context.Background(), fmt.Sprintf("publication-%d", s), 0, eventstore.Forwards, 0))
				if err != nil || len(got) != 20 {
					b.Fatal(len(got), err)
				}
			}
		})
	}
}

// BenchmarkOpen is the cold start: state, check and all.
func BenchmarkOpen(b *testing.B) {
	n := benchEvents()
	dir, l := filled(b, n)
	l.Close()
	b.ResetTimer()
	for range b.N {
		l, err := Open(context.Background(), dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		start := time.Now()
		if err := l.Check(context.Background()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "check-s")
		l.Close()
		b.StartTimer()
	}
}
