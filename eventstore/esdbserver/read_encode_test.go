package esdbserver

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/protobuf/proto"

	"minhbach/eventstore"
)

// What is written by hand reads as what the generated code would have written.
func TestAnEventIsEncodedAsItsMessage(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 24))
	text := func(n int) string { return strings.Repeat("đ", random.IntN(n)) }
	for range 2000 {
		draw := func() *eventstore.Event {
			ev := &eventstore.Event{
				Stream:      "s" + text(200),
				Revision:    eventstore.Revision(random.Int64() >> random.IntN(63)),
				Position:    eventstore.Position(random.Uint64() >> random.IntN(64)),
				Type:        text(100),
				ContentType: text(100),
				Recorded:    time.Unix(random.Int64N(4e9)-2e9, random.Int64N(1e9)),
				Data:        []byte(text(20_000)),
				Metadata:    []byte(text(300)),
			}
			for i := range ev.ID {
				ev.ID[i] = byte(random.Int() >> random.IntN(16))
			}
			if random.IntN(20) == 0 {
				ev.Type = eventstore.TypeStreamDeleted
			}
			return ev
		}
		event, link := draw(), (*eventstore.Event)(nil)
		switch random.IntN(4) {
		case 0:
			link = draw()
		case 1:
			event, link = nil, event
		}
		structured, at := random.IntN(2) == 0, eventstore.Position(random.Uint64()>>random.IntN(64))
		encoded := appendRead(nil, event, link, at, structured)
		if len(encoded) > readSize(event, link) {
			t.Fatalf("%d bytes written, %d foreseen", len(encoded), readSize(event, link))
		}
		got := &streams.ReadResp{}
		if err := proto.Unmarshal(encoded, got); err != nil {
			t.Fatal(err)
		}
		want := &streams.ReadResp{Content: &streams.ReadResp_Event{Event: &streams.ReadResp_ReadEvent{
			Event:    message(event, structured),
			Link:     message(link, structured),
			Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: uint64(at)},
		}}}
		if !proto.Equal(got, want) {
			t.Fatalf("got %v\nwant %v", got, want)
		}
	}
}

func message(ev *eventstore.Event, structured bool) *streams.ReadResp_ReadEvent_RecordedEvent {
	if ev == nil {
		return nil
	}
	return &streams.ReadResp_ReadEvent_RecordedEvent{
		Id:               wireID(ev.ID, structured),
		StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(ev.Stream)},
		StreamRevision:   wireRevision(ev),
		PreparePosition:  uint64(ev.Position),
		CommitPosition:   uint64(ev.Position),
		Metadata:         wireMetadata(ev),
		CustomMetadata:   ev.Metadata,
		Data:             ev.Data,
	}
}

// BenchmarkEncode writes an event of 1 KB by hand and by the generated code.
func BenchmarkEncode(b *testing.B) {
	ev := &eventstore.Event{ID: eventstore.NewID(time.Now()), Stream: "publication-" + eventstore.NewID(time.Now()).String(), Revision: 3, Position: 1e6,
		Type: "publication.approved", ContentType: "application/json", Recorded: time.Now(), Data: kilobyte, Metadata: []byte(`{"v":1}`)}
	b.Run("hand", func(b *testing.B) {
		b.ReportAllocs()
		room := make([]byte, 0, readSize(ev, nil))
		for b.Loop() {
			appendRead(room, ev, nil, ev.Position, true)
		}
	})
	b.Run("generated", func(b *testing.B) {
		b.ReportAllocs()
		room := make([]byte, 0, readSize(ev, nil))
		for b.Loop() {
			m := &streams.ReadResp{Content: &streams.ReadResp_Event{Event: &streams.ReadResp_ReadEvent{
				Event: message(ev, true), Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: uint64(ev.Position)}}}}
			if _, err := (proto.MarshalOptions{}).MarshalAppend(room, m); err != nil {
				b.Fatal(err)
			}
		}
	})
}
