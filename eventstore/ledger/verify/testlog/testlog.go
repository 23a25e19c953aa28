// Package testlog writes small ledgers for the tests of those who verify them. It is
// simple and slow, and shares nothing with the ledger that the product keeps but the
// form of leaves and paths.
package testlog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// Day on which the events of these logs begin.
var Day = time.Date(2026, 3, 2, 7, 30, 0, 0, time.UTC)

// Events makes n events in a few streams, always the same for a seed.
func Events(n int, seed uint64) []eventstore.Event {
	random := rand.New(rand.NewPCG(seed, 7))
	heads := map[string]eventstore.Revision{}
	events := make([]eventstore.Event, n)
	bytes := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return b
	}
	for i := range events {
		stream := fmt.Sprintf("publication-%08x-0000-7000-8000-00000000000%d", seed, random.IntN(9))
		sum := sha256.Sum256(fmt.Appendf(nil, "content %d of %d", i, seed))
		length := random.IntN(60)
		if i%37 == 36 {
			length = random.IntN(9000) // more than a page of a database
		}
		recorded := Day.Add(time.Duration(i) * time.Second)
		ev := eventstore.Event{
			Stream: stream, Revision: heads[stream], Position: eventstore.Position(i + 1), Type: "publication.published",
			ContentType: "application/json", Recorded: recorded,
			Data:     fmt.Appendf(nil, `{"version":%d,"content":"%x","on":"2026-03-02","note":"Sóc Trăng %x"}`, i, sum, bytes(length)),
			Metadata: fmt.Appendf(nil, `{"v":1,"actor":"system","salt_d":"%x","salt_m":"%x"}`, bytes(16), bytes(16)),
		}
		copy(ev.ID[:], bytes(16))
		ev.ID[6], ev.ID[8] = ev.ID[6]&15|0x70, ev.ID[8]&63|0x80
		heads[stream]++
		events[i] = ev
	}
	return events
}

// Seq reads events that are in memory.
func Seq(events []eventstore.Event) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for _, ev := range events {
			if !yield(ev, nil) {
				return
			}
		}
	}
}

// Key makes a key for an origin.
func Key(t testing.TB, origin string) ledger.Key {
	t.Helper()
	_, key, err := ledger.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Write makes the ledger of events in dir, with a signed checkpoint for each of the
// sizes and for all events.
func Write(t testing.TB, dir string, key ledger.Key, events []eventstore.Event, sizes ...uint64) {
	t.Helper()
	leaves := make([][]byte, len(events))
	for i, ev := range events {
		leaves[i] = ledger.HeaderOf(uint64(i), ev).Leaf()
	}
	WriteLeaves(t, dir, key, leaves, sizes...)
}

// WriteLeaves is Write for leaves of any form.
func WriteLeaves(t testing.TB, dir string, key ledger.Key, leaves [][]byte, sizes ...uint64) {
	t.Helper()
	var kept hashes
	var history []byte
	write := func(name string, content []byte) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	done := uint64(0)
	for _, size := range append(sizes, uint64(len(leaves))) {
		for _, leaf := range leaves[done:size] {
			more, err := tlog.StoredHashes(int64(done), leaf, &kept)
			if err != nil {
				t.Fatal(err)
			}
			kept, done = append(kept, more...), done+1
		}
		for level := 0; size>>(8*level) > 0; level++ {
			row := size >> (8 * level)
			for index := uint64(0); index*256 < row; index++ {
				width := int(min(row-index*256, 256))
				var content []byte
				for i := range width {
					hash := kept[tlog.StoredHashIndex(8*level, int64(index*256)+int64(i))]
					content = append(content, hash[:]...)
				}
				write(ledger.TilePath(level, index, width), content)
				if level > 0 {
					continue
				}
				content = nil
				for _, leaf := range leaves[index*256:][:width] {
					content = append(append(content, byte(len(leaf)>>8), byte(len(leaf))), leaf...)
				}
				write(ledger.EntriesPath(index, width), content)
			}
		}
		root, err := tlog.TreeHash(int64(size), &kept)
		if err != nil {
			t.Fatal(err)
		}
		signed, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: key.Name(), Size: size, Root: root}, key)
		if err != nil {
			t.Fatal(err)
		}
		line, err := json.Marshal(ledger.Published{Size: size, Root: hex.EncodeToString(root[:]), Signed: Day.Add(time.Duration(size) * time.Second), Note: string(signed)})
		if err != nil {
			t.Fatal(err)
		}
		history = append(append(history, line...), '\n')
		write(ledger.CheckpointPath, signed)
	}
	write(ledger.HistoryPath, history)
}

// hashes of a tree in the order in which they are complete.
type hashes []tlog.Hash

func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		out[i] = (*h)[at]
	}
	return out, nil
}
