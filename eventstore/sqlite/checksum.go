package sqlite

import (
	"encoding/binary"
	"hash/crc32"

	"minhbach/eventstore"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// contentSum is the part of an event's CRC-32C that is known before the event
// has a place: stream, type, content type, id, data, metadata, each of the
// variable ones followed by its length.
func contentSum(stream string, d *eventstore.Draft) uint32 {
	var head [512]byte
	b := appendSized(head[:0], stream)
	b = appendSized(b, d.Type)
	b = appendSized(b, d.ContentType)
	b = append(b, d.ID[:]...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(d.Data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(d.Metadata)))
	sum := crc32.Update(0, castagnoli, b)
	sum = crc32.Update(sum, castagnoli, d.Data)
	return crc32.Update(sum, castagnoli, d.Metadata)
}

func appendSized(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
}

// rareSum adds what few events have: positions left out before it, ticks of its time,
// an id that its stream held before. Without any of them the sum stays as it is, and as
// it was before there were such events.
func rareSum(sum uint32, skipped, ticks, again int64) uint32 {
	if skipped|ticks|again == 0 {
		return sum
	}
	var b [24]byte
	binary.LittleEndian.PutUint64(b[0:], uint64(skipped))
	binary.LittleEndian.PutUint64(b[8:], uint64(ticks))
	binary.LittleEndian.PutUint64(b[16:], uint64(again))
	return crc32.Update(sum, castagnoli, b[:])
}

// placedSum completes a contentSum with the event's place and time.
func placedSum(content uint32, position, revision, recorded int64) uint32 {
	var b [24]byte
	binary.LittleEndian.PutUint64(b[0:], uint64(position))
	binary.LittleEndian.PutUint64(b[8:], uint64(revision))
	binary.LittleEndian.PutUint64(b[16:], uint64(recorded))
	return crc32.Update(content, castagnoli, b[:])
}
