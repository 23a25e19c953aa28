package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
)

// maxLeaf is what two bytes of length in a bundle can say.
const maxLeaf = 1<<16 - 1

// HasLeaf tells whether an event is in the tree: whatever the application and other
// writers recorded is, what a store records about itself is not (eventstore.IsSystem).
// A server makes and removes its own events as it likes, so one history has one tree on
// every engine only without them.
func HasLeaf(ev *eventstore.Event) bool { return !eventstore.IsSystem(ev.Stream) }

// coded is an event on its way into the tree.
type coded struct {
	leaf []byte
	hash tlog.Hash
	pos  eventstore.Position
}

// encoder makes leaves without leaving garbage behind. It is for one goroutine.
type encoder struct {
	scratch []byte
	arena   []byte
}

func (c *encoder) commit(salt, content []byte) tlog.Hash {
	c.scratch = append(append(c.scratch[:0], salt...), content...)
	return sha256.Sum256(c.scratch)
}

func (c *encoder) encode(index uint64, ev *eventstore.Event) (coded, error) {
	var room [saltDigits]byte
	salts := readSalts(ev.Metadata, &room)
	header := Header{
		Index: index, Stream: ev.Stream, Revision: RevisionInLeaf(ev), ID: ev.ID, Type: ev.Type, ContentType: ev.ContentType, Recorded: ev.Recorded,
		Data: c.commit(salts[:len(salts)/2], ev.Data), Meta: c.commit(salts[len(salts)/2:], ev.Metadata),
	}
	if cap(c.arena)-len(c.arena) < 1024 {
		c.arena = make([]byte, 0, 1<<18)
	}
	start := len(c.arena)
	c.arena = header.Append(append(c.arena, 0)) // RFC 6962: a leaf is hashed behind a zero byte
	leaf := c.arena[start+1:]
	if len(leaf) > maxLeaf {
		return coded{}, fmt.Errorf("ledger: leaf of event %s is longer than %d bytes: its stream or type has too long a name", ev.ID, maxLeaf)
	}
	return coded{leaf: leaf[:len(leaf):len(leaf)], hash: sha256.Sum256(c.arena[start:]), pos: ev.Position}, nil
}

// few events are not worth a second goroutine.
const few = 256

// encodeAll makes the leaves of consecutive events.
func encodeAll(first uint64, events []eventstore.Event) ([]coded, error) {
	out := make([]coded, len(events))
	part := func(from, to int) error {
		var c encoder
		var err error
		for i := from; i < to && err == nil; i++ {
			out[i], err = c.encode(first+uint64(i), &events[i])
		}
		return err
	}
	workers := min(runtime.GOMAXPROCS(0), (len(events)+few-1)/few, 8)
	if workers <= 1 {
		return out, part(0, len(events))
	}
	errs := make([]error, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() { errs[w] = part(len(events)*w/workers, len(events)*(w+1)/workers) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readSalts is Salts into a room of the caller: both one after the other, or none.
func readSalts(metadata []byte, room *[saltDigits]byte) []byte {
	if len(metadata) < saltTail {
		return nil
	}
	tail := metadata[len(metadata)-saltTail:]
	first, second := len(saltData), len(saltData)+saltDigits+len(saltMeta)
	if string(tail[:first]) != saltData || string(tail[first+saltDigits:second]) != saltMeta || string(tail[second+saltDigits:]) != saltEnd {
		return nil
	}
	if _, err := hex.Decode(room[:saltDigits/2], tail[first:first+saltDigits]); err != nil {
		return nil
	}
	if _, err := hex.Decode(room[saltDigits/2:], tail[second:second+saltDigits]); err != nil {
		return nil
	}
	return room[:]
}
