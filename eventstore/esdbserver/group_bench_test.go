package esdbserver

import (
	"fmt"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// BenchmarkGroup delivers events through gRPC and has each one acknowledged by itself.
func BenchmarkGroup(b *testing.B) {
	for _, consumers := range []int{1, 4} {
		b.Run(fmt.Sprintf("consumers=%d", consumers), func(b *testing.B) {
			w := start(b)
			w.seed(b, "orders", "order.placed", b.N)
			w.group(b, "orders", "desk", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) { s.ReadBatchSize = 100 })
			done := make(chan struct{}, 1024)
			b.ResetTimer()
			for range consumers {
				r := w.consume(b, "orders", "desk", 100)
				go func() {
					for {
						m, err := r.stream.Recv()
						if err != nil || r.stream.Send(ackOf(m.GetEvent())) != nil {
							return
						}
						done <- struct{}{}
					}
				}()
			}
			for range b.N {
				<-done
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
