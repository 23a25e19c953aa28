package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
)

// sample is a closed log of a few hundred events with the content it had.
func sample(t *testing.T) (file []byte, content []eventstore.Event) {
	t.Helper()
	dir := t.TempDir()
	l := openIn(t, dir, Options{tailLength: 100})
	for i := range 60 {
		mustAppend(t, l, fmt.Sprintf("stream-%d", i%12), 1+i%9)
	}
	content, err := eventstore.Collect(l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if file, err = os.ReadFile(filepath.Join(dir, fileName)); err != nil {
		t.Fatal(err)
	}
	return file, content
}

func openBytes(t *testing.T, file []byte, opts Options) (*Log, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return Open(ctx, dir, opts)
}

func TestQuickCheck(t *testing.T) {
	file, _ := sample(t)
	for page := 2; page < len(file)/pageSize; page += 5 {
		clear(file[page*pageSize : page*pageSize+64]) // the head of a b-tree page
	}
	if _, err := openBytes(t, file, Options{}); !errors.Is(err, ErrCorrupt) {
		t.Fatalf("opening a damaged file: %v", err)
	}
	l, err := openBytes(t, file, Options{SkipQuickCheck: true})
	if err == nil { // what is asked for may be in order; the whole is not
		defer l.Close()
		err = l.Verify(ctx)
	}
	if !errors.Is(err, ErrCorrupt) {
		t.Fatalf("verifying a damaged file: %v", err)
	}
}

// TestDamagedPayload: the structure is in order, so only the checksum tells.
func TestDamagedPayload(t *testing.T) {
	file, content := sample(t)
	victim := content[len(content)/2]
	row := append(append(victim.ID[:], victim.Metadata...), victim.Data...) // as the columns lie in the file
	file[bytes.Index(file, row)+len(row)-5] ^= 1
	l, err := openBytes(t, file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	seen := 0
	for ev, err := range l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), fmt.Sprintf("position %d ", victim.Position)) {
				t.Fatalf("reading the damaged event: %v", err)
			}
			break
		}
		if ev.ID != content[seen].ID {
			t.Fatalf("event %d is another one", seen)
		}
		seen++
	}
	if seen != int(victim.Position)-1 {
		t.Fatalf("read %d events before the damaged one, want %d", seen, victim.Position-1)
	}
	if err := l.Verify(ctx); !errors.Is(err, ErrCorrupt) {
		t.Fatalf("verify: %v", err)
	}
	rest, err := eventstore.Collect(l.ReadAll(ctx, victim.Position, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil || len(rest) != len(content)-seen-1 {
		t.Fatalf("%d events behind the damaged one: %v", len(rest), err)
	}
}

// TestBitFlips: whatever bit is wrong, a reading of the log never yields
// something else than what was written, and Verify notices or nothing is lost.
func TestBitFlips(t *testing.T) {
	file, content := sample(t)
	flips := 150
	if n, err := strconv.Atoi(os.Getenv("MINHBACH_BIT_FLIPS")); err == nil {
		flips = n
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	noticed := 0
	for range flips {
		at, bit := random.IntN(len(file)), byte(1)<<random.IntN(8)
		file[at] ^= bit
		if !harmless(t, file, content) {
			noticed++
		}
		file[at] ^= bit
		if t.Failed() {
			t.Fatalf("bit %#x of byte %d", bit, at)
		}
	}
	t.Logf("%d of %d flips noticed; the others changed nothing that is read", noticed, flips)
	if noticed == 0 {
		t.Error("no flip at all was noticed")
	}
}

// harmless tells that the damage was not noticed, which is fine if everything
// reads as it was.
func harmless(t *testing.T, file []byte, content []eventstore.Event) bool {
	l, err := openBytes(t, file, Options{})
	if err != nil {
		return false
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	seen := 0
	for ev, err := range l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			return false
		}
		if seen >= len(content) || !same(ev, content[seen]) {
			t.Errorf("position %d reads as something else", ev.Position)
			return false
		}
		seen++
	}
	if l.Verify(ctx) != nil {
		return false
	}
	if seen != len(content) {
		t.Errorf("%d events instead of %d, and no error", seen, len(content))
	}
	for i := range 12 {
		var want []eventstore.Event
		name := fmt.Sprintf("stream-%d", i)
		for _, ev := range content {
			if ev.Stream == name {
				want = append(want, ev)
			}
		}
		got, err := eventstore.Collect(l.ReadStream(ctx, name, 0, eventstore.Forwards, 0))
		if err != nil || len(got) != len(want) {
			t.Errorf("stream %s has %d events instead of %d, and Verify is content: %v", name, len(got), len(want), err)
		}
	}
	return true
}

func same(a, b eventstore.Event) bool {
	data, metadata := bytes.Equal(a.Data, b.Data), bytes.Equal(a.Metadata, b.Metadata)
	return data && metadata && a.ID == b.ID && a.Stream == b.Stream && a.Revision == b.Revision && a.Position == b.Position &&
		a.Type == b.Type && a.ContentType == b.ContentType && a.Recorded.Equal(b.Recorded)
}
