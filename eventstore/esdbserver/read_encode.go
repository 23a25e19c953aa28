package esdbserver

import (
	"encoding/binary"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"minhbach/eventstore"
)

// Most of what the server sends are events, so these are written field by field, as
// streams.proto numbers them:
//
//	ReadResp{1: ReadEvent{1: RecordedEvent, 2: RecordedEvent (the link), 3: commit position}}
//	RecordedEvent{1: UUID, 2: StreamIdentifier{3: name}, 3: revision, 4: prepare, 5: commit,
//		6: map<string, string>, 7: custom metadata, 8: data}
const (
	tagLen1   = 1<<3 | 2
	tagLen2   = 2<<3 | 2
	tagLen3   = 3<<3 | 2
	tagLen6   = 6<<3 | 2
	tagLen7   = 7<<3 | 2
	tagLen8   = 8<<3 | 2
	tagVar1   = 1 << 3
	tagVar2   = 2 << 3
	tagVar3   = 3 << 3
	tagVar4   = 4 << 3
	tagVar5   = 5 << 3
	idBytes   = 36 // of an id in letters
	mapType   = "type"
	mapFormat = "content-type"
	mapTime   = "created"
)

// appendRead writes a ReadResp with an event, the link that led to it, or both.
func appendRead(b []byte, event, link *eventstore.Event, at eventstore.Position, structured bool) []byte {
	var first, second recorded
	size := 1 + protowire.SizeVarint(uint64(at))
	if event != nil {
		first = measure(event, structured)
		size += sizeLen(first.size)
	}
	if link != nil {
		second = measure(link, structured)
		size += sizeLen(second.size)
	}
	b = append(b, tagLen1)
	b = protowire.AppendVarint(b, uint64(size))
	if event != nil {
		b = append(b, tagLen1)
		b = first.append(b, event, structured)
	}
	if link != nil {
		b = append(b, tagLen2)
		b = second.append(b, link, structured)
	}
	b = append(b, tagVar3)
	return protowire.AppendVarint(b, uint64(at))
}

// readSize is at least how long appendRead gets.
func readSize(event, link *eventstore.Event) int {
	n := 32
	for _, ev := range []*eventstore.Event{event, link} {
		if ev != nil {
			n += 192 + len(ev.Stream) + len(ev.Type) + len(ev.ContentType) + len(ev.Data) + len(ev.Metadata)
		}
	}
	return n
}

// recorded are the lengths within a RecordedEvent.
type recorded struct {
	size, id, stream int
	revision         uint64
	ticks            [20]byte
	digits           int
}

func measure(ev *eventstore.Event, structured bool) recorded {
	r := recorded{id: 2 + idBytes, stream: sizeLen(len(ev.Stream)), revision: wireRevision(ev)}
	if structured {
		most, least := halves(ev.ID)
		r.id = sizeLen(2 + protowire.SizeVarint(most) + protowire.SizeVarint(least))
	}
	r.digits = len(strconv.AppendInt(r.ticks[:0], ticks(ev), 10))
	position := protowire.SizeVarint(uint64(ev.Position))
	r.size = sizeLen(r.id) + sizeLen(r.stream) + 3 + protowire.SizeVarint(r.revision) + 2*position +
		sizeLen(sizePair(mapType, len(ev.Type))) + sizeLen(sizePair(mapFormat, len(ev.ContentType))) + sizeLen(sizePair(mapTime, r.digits))
	if len(ev.Metadata) > 0 {
		r.size += sizeLen(len(ev.Metadata))
	}
	if len(ev.Data) > 0 {
		r.size += sizeLen(len(ev.Data))
	}
	return r
}

func (r *recorded) append(b []byte, ev *eventstore.Event, structured bool) []byte {
	b = protowire.AppendVarint(b, uint64(r.size))
	b = append(b, tagLen1)
	b = protowire.AppendVarint(b, uint64(r.id))
	if structured {
		most, least := halves(ev.ID)
		b = append(b, tagLen1)
		b = protowire.AppendVarint(b, uint64(2+protowire.SizeVarint(most)+protowire.SizeVarint(least)))
		b = append(b, tagVar1)
		b = protowire.AppendVarint(b, most)
		b = append(b, tagVar2)
		b = protowire.AppendVarint(b, least)
	} else {
		b = append(b, tagLen2, idBytes)
		b = append(b, ev.ID.String()...)
	}
	b = append(b, tagLen2)
	b = protowire.AppendVarint(b, uint64(r.stream))
	b = append(b, tagLen3)
	b = protowire.AppendString(b, ev.Stream)
	b = append(b, tagVar3)
	b = protowire.AppendVarint(b, r.revision)
	b = append(b, tagVar4)
	b = protowire.AppendVarint(b, uint64(ev.Position))
	b = append(b, tagVar5)
	b = protowire.AppendVarint(b, uint64(ev.Position))
	b = appendPair(b, mapType, ev.Type)
	b = appendPair(b, mapFormat, ev.ContentType)
	b = append(b, tagLen6)
	b = protowire.AppendVarint(b, uint64(sizePair(mapTime, r.digits)))
	b = append(b, tagLen1)
	b = protowire.AppendString(b, mapTime)
	b = append(b, tagLen2)
	b = protowire.AppendBytes(b, r.ticks[:r.digits])
	if len(ev.Metadata) > 0 {
		b = append(b, tagLen7)
		b = protowire.AppendBytes(b, ev.Metadata)
	}
	if len(ev.Data) > 0 {
		b = append(b, tagLen8)
		b = protowire.AppendBytes(b, ev.Data)
	}
	return b
}

func appendPair(b []byte, key, value string) []byte {
	b = append(b, tagLen6)
	b = protowire.AppendVarint(b, uint64(sizePair(key, len(value))))
	b = append(b, tagLen1)
	b = protowire.AppendString(b, key)
	b = append(b, tagLen2)
	return protowire.AppendString(b, value)
}

func sizePair(key string, value int) int { return sizeLen(len(key)) + sizeLen(value) }

// sizeLen is of a field of n bytes with its tag and length.
func sizeLen(n int) int { return 1 + protowire.SizeBytes(n) }

func halves(id eventstore.ID) (most, least uint64) {
	return binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
}

// ticks are the time of an event in steps of 100 ns since 1970.
func ticks(ev *eventstore.Event) int64 {
	return ev.Recorded.Unix()*10_000_000 + int64(ev.Recorded.Nanosecond()/100)
}
