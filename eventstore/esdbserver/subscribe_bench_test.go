package esdbserver

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"

	"minhbach/eventstore"
)

// deafCodec is a client's codec that counts messages and reads none of it, so that a
// benchmark in one process shows the server.
type deafCodec struct{ encoding.CodecV2 }

func (deafCodec) Unmarshal(data mem.BufferSlice, v any) error {
	v.(*messageCount).n++
	return nil
}

type messageCount struct{ n int }

// BenchmarkFanOut delivers events of 1 KB, appended 100 at a time, to 200 live
// subscribers on 8 connections; an operation is an event.
func BenchmarkFanOut(b *testing.B) {
	const subscribers, connections, batch = 200, 8, 100
	w := start(b)
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	req := &streams.ReadReq{Options: ofAll()}
	req.Options.CountOption = &streams.ReadReq_Options_Subscription{}
	var ready, done sync.WaitGroup
	var ended atomic.Bool
	for n := range connections {
		conn, err := grpc.NewClient(w.address, grpc.WithTransportCredentials(insecure.NewCredentials()),
			grpc.WithDefaultCallOptions(grpc.ForceCodecV2(deafCodec{encoding.GetCodecV2(proto.Name)})))
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		for range subscribers / connections {
			ready.Add(1)
			done.Add(1)
			go func() {
				stream, err := conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, "/event_store.client.streams.Streams/Read")
				if err == nil {
					err = stream.SendMsg(req)
				}
				if err == nil {
					err = stream.CloseSend()
				}
				var got messageCount
				for err == nil && got.n < b.N+2 { // and the confirmation, and that it is live
					if err = stream.RecvMsg(&got); got.n == 2 {
						ready.Done()
					}
				}
				if err != nil && !ended.Load() {
					b.Error(fmt.Errorf("subscriber on connection %d: %w", n, err))
				}
				done.Done()
			}()
		}
	}
	ready.Wait()
	b.ResetTimer()
	for left := b.N; left > 0; left -= min(left, batch) {
		drafts := make([]eventstore.Draft, min(left, batch))
		for i := range drafts {
			drafts[i] = eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "rate.measured", Data: kilobyte}
		}
		if _, err := w.log.Append(ctx, "rate", eventstore.Any(), drafts...); err != nil {
			b.Fatal(err)
		}
	}
	done.Wait()
	b.StopTimer()
	ended.Store(true)
	b.ReportMetric(float64(b.N*subscribers)/b.Elapsed().Seconds(), "deliveries/s")
	b.ReportMetric(residentMB(), "MB-resident")
}
