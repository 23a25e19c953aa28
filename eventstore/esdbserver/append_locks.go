package esdbserver

import (
	"errors"
	"hash/fnv"
	"strings"
	"sync"
	"sync/atomic"

	"minhbach/eventstore"
)

// errDeleted: the stream was ended for good, or is deleted and was expected to exist.
var errDeleted = errors.New("esdbserver: the stream is deleted")

// maxHeld bounds the events of all appends that have come in and are not recorded yet.
const maxHeld = 128 << 20

// writing is what appends share. Its zero value is useful.
type writing struct {
	// Appends to a stream go on together; whoever deletes it, begins it anew or changes
	// its metadata is alone with it. They are kept apart from each other only: what is
	// appended straight to the log does not wait here.
	locks [256]sync.RWMutex
	held  atomic.Int64
}

func (w *writing) lock(stream string) *sync.RWMutex {
	h := fnv.New32a()
	h.Write([]byte(stream))
	return &w.locks[h.Sum32()%uint32(len(w.locks))]
}

// hold takes room for n bytes, or tells that there is none.
func (w *writing) hold(n int) bool {
	if w.held.Add(int64(n)) <= maxHeld {
		return true
	}
	w.held.Add(-int64(n))
	return false
}

func (w *writing) release(n int) { w.held.Add(-int64(n)) }

// describedBy is the stream that a stream of metadata is about.
func describedBy(stream string) (string, bool) { return strings.CutPrefix(stream, "$$") }

// reserved are the event types that only the server itself may record.
func reserved(typ string) bool { return typ == eventstore.TypeStreamDeleted }
