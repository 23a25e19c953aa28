package sqlite

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"minhbach/eventstore"
)

// appendFrame is an event as a plain file would hold it: a checksum, lengths,
// and everything the log keeps as well.
func appendFrame(b []byte, stream string, d eventstore.Draft) []byte {
	sum := placedSum(contentSum(stream, &d), int64(len(b)), 0, time.Now().UnixMicro())
	b = binary.LittleEndian.AppendUint32(b, sum)
	b = appendSized(appendSized(b, stream), d.Type)
	b = append(b, d.ID[:]...)
	for _, part := range [][]byte{d.Metadata, d.Data} {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(part))), part...)
	}
	return b
}

// rawLog is the yardstick: the same group commit, but each commit is one write
// of the bytes and one fdatasync on a plain file.
type rawLog struct {
	f     *os.File
	queue chan rawAppend
	ended chan struct{}
}

type rawAppend struct {
	bytes []byte
	done  chan struct{}
}

func openRaw(b *testing.B) *rawLog {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	r := &rawLog{f, make(chan rawAppend, 1024), make(chan struct{})}
	go func() {
		defer close(r.ended)
		var buf []byte
		var waiting []chan struct{}
		for one := range r.queue {
			buf, waiting = append(buf[:0], one.bytes...), append(waiting[:0], one.done)
		drain:
			for len(buf) < 4<<20 {
				select {
				case more, ok := <-r.queue:
					if !ok {
						break drain
					}
					buf, waiting = append(buf, more.bytes...), append(waiting, more.done)
				default:
					break drain
				}
			}
			if _, err := f.Write(buf); err != nil {
				panic(err)
			}
			if err := syscall.Fdatasync(int(f.Fd())); err != nil {
				panic(err)
			}
			for _, done := range waiting {
				close(done)
			}
		}
	}()
	b.Cleanup(func() { close(r.queue); <-r.ended; f.Close() })
	return r
}

func (r *rawLog) append(bytes []byte) {
	done := make(chan struct{})
	r.queue <- rawAppend{bytes, done}
	<-done
}
