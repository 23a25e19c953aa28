package esdbserver

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"minhbach/eventstore"
)

// Each figure through gRPC stands beside the one of the log itself, in the same run:
//
//	go test -run '^$' -bench . -benchtime 2s ./eventstore/esdbserver

var kilobyte = []byte(`{"text":"` + strings.Repeat("x", 1000) + `"}`)

// BenchmarkAppend records durable events of 1 KB; an operation is an event.
func BenchmarkAppend(b *testing.B) {
	for _, c := range []struct{ appenders, batch int }{{1, 1}, {16, 1}, {64, 1}, {256, 1}, {4, 100}} {
		name := fmt.Sprintf("%d_appenders_by_%d", c.appenders, c.batch)
		b.Run("log/"+name, func(b *testing.B) {
			w := start(b)
			appendMany(b, c.appenders, c.batch, func(stream string) error {
				drafts := make([]eventstore.Draft, c.batch)
				for i := range drafts {
					drafts[i] = eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "rate.measured", Data: kilobyte}
				}
				_, err := w.log.Append(context.Background(), stream, eventstore.Any(), drafts...)
				return err
			})
		})
		b.Run("grpc/"+name, func(b *testing.B) {
			w := start(b)
			appendMany(b, c.appenders, c.batch, func(stream string) error {
				events := make([]esdb.EventData, c.batch)
				for i := range events {
					events[i] = esdb.EventData{EventID: uuid.New(), EventType: "rate.measured", ContentType: esdb.ContentTypeJson, Data: kilobyte}
				}
				_, err := w.client.AppendToStream(context.Background(), stream, esdb.AppendToStreamOptions{}, events...)
				return err
			})
		})
	}
}

func appendMany(b *testing.B, appenders, batch int, append func(stream string) error) {
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var all sync.WaitGroup
	for n := range appenders {
		all.Go(func() {
			for left.Add(-int64(batch)) > -int64(batch) {
				if err := append("rate-" + strconv.Itoa(n)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkRead reads the whole log forwards; an operation is an event of 1 KB.
func BenchmarkRead(b *testing.B) {
	const held = 50_000
	w := start(b)
	for n := range held / 500 {
		drafts := make([]eventstore.Draft, 500)
		for i := range drafts {
			drafts[i] = eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "rate.measured", Data: kilobyte}
		}
		if _, err := w.log.Append(b.Context(), "rate-"+strconv.Itoa(n), eventstore.Any(), drafts...); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("log", func(b *testing.B) {
		for left := b.N; left > 0; left -= held {
			for _, err := range w.log.ReadAll(b.Context(), 0, eventstore.Forwards, eventstore.Filter{}, min(left, held)) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
	b.Run("grpc", func(b *testing.B) {
		for left := b.N; left > 0; left -= held {
			reading, err := w.client.ReadAll(b.Context(), esdb.ReadAllOptions{From: esdb.Start{}}, uint64(min(left, held)))
			if err != nil {
				b.Fatal(err)
			}
			for {
				if _, err := reading.Recv(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
			reading.Close()
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
}

// BenchmarkDelivery measures the time from the begin of an append to the delivery to a
// live subscriber of the whole log, while one client appends; an operation is an append.
func BenchmarkDelivery(b *testing.B) {
	for _, subscribers := range []int{1, 200} {
		b.Run(fmt.Sprintf("log/%d_subscribers", subscribers), func(b *testing.B) {
			w := start(b)
			deliver(b, subscribers, func(ctx context.Context, live func(), seen func([]byte)) error {
				return w.log.Subscribe(ctx, 0, eventstore.Filter{}, func(d eventstore.Delivery) error {
					if d.Event != nil {
						seen(d.Event.Data)
					} else {
						live()
					}
					return nil
				})
			}, func(data []byte) error {
				_, err := w.log.Append(b.Context(), "rate", eventstore.Any(),
					eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "rate.measured", ContentType: "application/octet-stream", Data: data})
				return err
			})
		})
		b.Run(fmt.Sprintf("grpc/%d_subscribers", subscribers), func(b *testing.B) {
			w := start(b)
			deliver(b, subscribers, func(ctx context.Context, live func(), seen func([]byte)) error {
				s, err := w.client.SubscribeToAll(ctx, esdb.SubscribeToAllOptions{From: esdb.Start{}})
				if err != nil {
					return err
				}
				defer s.Close()
				stop := context.AfterFunc(ctx, func() { s.Close() })
				defer stop()
				for {
					switch ev := s.Recv(); {
					case ev.SubscriptionDropped != nil:
						return ev.SubscriptionDropped.Error
					case ev.CaughtUp != nil:
						live()
					case ev.EventAppeared != nil:
						seen(ev.EventAppeared.OriginalEvent().Data)
					}
				}
			}, func(data []byte) error {
				_, err := w.client.AppendToStream(b.Context(), "rate", esdb.AppendToStreamOptions{},
					esdb.EventData{EventID: uuid.New(), EventType: "rate.measured", ContentType: esdb.ContentTypeBinary, Data: data})
				return err
			})
		})
	}
}

func deliver(b *testing.B, subscribers int, subscribe func(ctx context.Context, live func(), seen func([]byte)) error, append func([]byte) error) {
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	var mu sync.Mutex
	var took []time.Duration
	var ready, done, ended sync.WaitGroup
	origin := time.Now()
	for range subscribers {
		ready.Add(1)
		done.Add(b.N)
		ended.Go(func() {
			var once sync.Once
			mine := make([]time.Duration, 0, b.N)
			err := subscribe(ctx, func() { once.Do(ready.Done) }, func(data []byte) {
				mine = mine[:len(mine)+1]
				mine[len(mine)-1] = time.Since(origin) - time.Duration(binary.BigEndian.Uint64(data))
				if len(mine) == b.N {
					mu.Lock()
					took = slices.Concat(took, mine)
					mu.Unlock()
				}
				done.Done()
			})
			if ctx.Err() == nil {
				b.Error("a subscription ended: ", err)
			}
		})
	}
	ready.Wait()
	b.ResetTimer()
	for range b.N {
		if err := append(binary.BigEndian.AppendUint64(nil, uint64(time.Since(origin)))); err != nil {
			b.Fatal(err)
		}
	}
	done.Wait()
	b.StopTimer()
	mu.Lock()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
	mu.Unlock()
	b.ReportMetric(float64(b.N*subscribers)/b.Elapsed().Seconds(), "deliveries/s")
	b.ReportMetric(residentMB(), "MB-resident")
	stop()
	ended.Wait()
}

// residentMB is the memory of this process, server and clients together; 0 where the
// system does not tell.
func residentMB() float64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	pages, err := strconv.Atoi(fields[1])
	if err != nil {
		return 0
	}
	return float64(pages*os.Getpagesize()) / (1 << 20)
}
