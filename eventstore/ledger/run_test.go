package ledger_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

func (b *bench) history() (out []ledger.Published) {
	b.Helper()
	raw, err := os.ReadFile(filepath.Join(b.dir, ledger.HistoryPath))
	b.must(err)
	for line := range bytes.Lines(raw) {
		var p ledger.Published
		b.must(json.Unmarshal(line, &p))
		out = append(out, p)
	}
	return out
}

// TestAtMostOneCheckpointAnInterval: one hundred appends within ten seconds make about
// ten checkpoints, none is more than a second behind, and rest makes none.
func TestAtMostOneCheckpointAnInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, m := newMemBench(t, 1)
		o := b.options()
		o.Now = time.Now
		l, err := ledger.Open(b.ctx, b.dir, m, o)
		b.must(err)
		ctx, stop := context.WithCancel(b.ctx)
		done := make(chan error)
		go func() { done <- l.Run(ctx) }()
		for i := 1; i <= 100; i++ {
			time.Sleep(100 * time.Millisecond) // of the bubble's clock
			m.record(i, i+1)
			synctest.Wait()
			if i%10 == 0 {
				time.Sleep(time.Second)
				synctest.Wait()
				if s, err := l.Status(ctx); err != nil || s.EventsBehind != 0 || s.Size != uint64(i+1) {
					t.Errorf("after a second: %+v, %v", s, err)
				}
			}
		}
		time.Sleep(time.Hour)
		stop()
		<-done
		all := b.history()
		if len(all) < 15 || len(all) > 32 {
			t.Errorf("%d checkpoints", len(all))
		}
		for i := 1; i < len(all); i++ {
			if all[i].Size <= all[i-1].Size || all[i].Signed.Sub(all[i-1].Signed) < time.Second {
				t.Errorf("checkpoint of %d at %v follows that of %d at %v", all[i].Size, all[i].Signed, all[i-1].Size, all[i-1].Signed)
			}
		}
		for index := range uint64(101) {
			p, err := l.Covering(b.ctx, index)
			b.must(err)
			want := ledger.Published{}
			for _, c := range all {
				if c.Size > index {
					want = c
					break
				}
			}
			if p.Size != want.Size {
				t.Errorf("leaf %d: covered by the checkpoint of %d, first was %d", index, p.Size, want.Size)
			}
		}
		if _, err := l.Covering(b.ctx, 101); !errors.Is(err, ledger.ErrNotCovered) {
			t.Errorf("a leaf that is not there: %v", err)
		}
		b.must(l.Close())
	})
}

// TestSystemEventsHaveNoLeaf: what a store records about itself is passed over, and
// waiting for it does not last; what others record in its forms has leaves.
func TestSystemEventsHaveNoLeaf(t *testing.T) {
	b, m := newMemBench(t, 20)
	m.change(func(all []eventstore.Event) []eventstore.Event {
		for i, stream := range map[int]string{0: "$settings", 7: "$stats-127.0.0.1:2113", 19: "$$$users"} {
			all[i].Stream, all[i].Type = stream, "$statsCollected"
		}
		all[3].Stream, all[3].Type = "$$thing-1", "$metadata"
		all[5].Type = "$>"
		all[9].Type = eventstore.TypeStreamDeleted
		return all
	})
	l := b.open()
	if c := b.signed(l); c.Size != 17 {
		t.Fatalf("size %d", c.Size)
	}
	head, _ := m.Head(b.ctx)
	b.must(l.Wait(b.ctx, head))
	all := b.events()
	if _, ok, err := l.IndexOf(b.ctx, all[7].Position); ok || err != nil {
		t.Errorf("a system event has a leaf: %v", err)
	}
	if i, ok, err := l.IndexOf(b.ctx, all[8].Position); !ok || i != 6 || err != nil {
		t.Errorf("leaf %d %v %v", i, ok, err)
	}
	if _, err := l.Bundle(b.ctx, all[7], ledger.Whole); !errors.Is(err, ledger.ErrNotCovered) {
		t.Errorf("a bundle of a system event: %v", err)
	}
	b.must(l.Close())
	if c := b.open().Checkpoint(); c.Size != 17 {
		t.Errorf("size %d after a restart", c.Size)
	}
}

// TestOthersVouch: cosignatures and stamps are asked for beside the signing, kept,
// served, and never mixed up with another checkpoint.
func TestOthersVouch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, m := newMemBench(t, 5)
		_, other, err := ledger.NewKey("witness.example")
		b.must(err)
		o := b.options()
		o.Now, o.CosignEvery, o.StampEvery = time.Now, 10*time.Second, time.Minute
		proved := 0
		o.Cosign = func(ctx context.Context, signed []byte, prove func(context.Context, uint64) (tlog.TreeProof, error)) ([]byte, error) {
			time.Sleep(5 * time.Second) // of the bubble's clock: longer than signing waits
			if _, err := prove(ctx, 3); err == nil {
				proved++
			}
			verifier, err := note.NewVerifier(b.key.Public)
			if err != nil {
				return nil, err
			}
			n, err := note.Open(signed, note.VerifierList(verifier))
			if err != nil {
				return nil, err
			}
			return note.Sign(n, other)
		}
		o.Stamp = func(_ context.Context, text []byte) ([]byte, string, error) {
			return append([]byte("token "), text...), "tsa", nil
		}
		l, err := ledger.Open(b.ctx, b.dir, m, o)
		b.must(err)
		ctx, stop := context.WithCancel(b.ctx)
		done := make(chan error)
		go func() { done <- l.Run(ctx) }()
		synctest.Wait()
		time.Sleep(2 * time.Second)
		m.record(5, 9) // while the first is with the witness
		time.Sleep(time.Second)
		synctest.Wait()
		if p, _ := l.Latest(); p.Size != 9 {
			t.Errorf("signing waited for the witness: %d leaves", p.Size)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		p, _ := l.Latest()
		first, err := l.Covering(ctx, 0)
		b.must(err)
		verifier, err := note.NewVerifier(other.Public)
		b.must(err)
		for _, c := range []ledger.Published{first, p} {
			if n, err := note.Open([]byte(c.Note), note.VerifierList(verifier)); err != nil || len(n.Sigs) != 1 {
				t.Errorf("the checkpoint of %d is not cosigned: %v", c.Size, err)
			}
		}
		if first.Size != 5 || first.TSA != "tsa" || proved != 2 {
			t.Errorf("first %d stamped by %q, proofs %d", first.Size, first.TSA, proved)
		}
		if s, err := l.Status(ctx); err != nil || !s.Cosigned {
			t.Errorf("status %+v %v", s, err)
		}
		served, err := os.ReadFile(filepath.Join(b.dir, ledger.CheckpointPath))
		b.must(err)
		if string(served) != p.Note {
			t.Error("the served checkpoint is not the cosigned one")
		}
		stop()
		<-done
		b.must(l.Close())
		l, err = ledger.Open(b.ctx, b.dir, m, b.options())
		b.must(err)
		if again, _ := l.Latest(); again.Note != p.Note {
			t.Error("the cosignature is lost over a restart")
		}
		b.must(l.Close())
	})
}

// TestFullDisk: nothing is signed while tiles cannot be written; with room again it
// goes on.
func TestFullDisk(t *testing.T) {
	b, m := newMemBench(t, 300)
	l := b.open()
	before := b.signed(l)
	m.record(300, 900)
	blocked := filepath.Join(b.dir, filepath.FromSlash(ledger.TilePath(0, 2, ledger.TileWidth))+".tmp")
	b.must(os.MkdirAll(filepath.Join(blocked, "x"), 0o700))
	if err := l.ToEnd(b.ctx); err == nil {
		t.Fatal("signed without its tiles")
	}
	if s, err := l.Status(b.ctx); err != nil || s.Error == "" || l.Checkpoint() != before {
		t.Errorf("status %+v %v", s, err)
	}
	b.must(os.RemoveAll(blocked))
	if c := b.signed(l); c.Size != 900 || c.Root != rootOf(b.leafHashes()) {
		t.Errorf("signed %+v", c)
	}
}

// TestDamageWhileRunning: a tile that went bad is found after the start and made good.
func TestDamageWhileRunning(t *testing.T) {
	b, _ := newMemBench(t, 3000)
	l := b.open()
	before := b.signed(l)
	whole := b.tree(b.dir)
	b.must(l.Close())
	path := filepath.Join(b.dir, ledger.EntriesPath(1, ledger.TileWidth)) // older than the self-check looks
	raw, err := os.ReadFile(path)
	b.must(err)
	raw[500] ^= 1
	b.must(os.WriteFile(path, raw, 0o600))
	mended := make(chan struct{})
	o := b.options()
	var once sync.Once
	o.Warn = func(string, ...any) { once.Do(func() { close(mended) }) }
	l, err = ledger.Open(b.ctx, b.dir, b.log, o)
	b.must(err)
	defer l.Close()
	ctx, stop := context.WithCancel(b.ctx)
	done := make(chan error)
	go func() { done <- l.Run(ctx) }()
	<-mended
	for b.ctx.Err() == nil { // until the tree made again is in its place
		got, err := l.Source().ReadFile(b.ctx, ledger.EntriesPath(1, ledger.TileWidth))
		if b.must(err); string(got) != string(raw) {
			break
		}
		runtime.Gosched()
	}
	stop()
	<-done
	if l.Checkpoint() != before {
		t.Error("another checkpoint")
	}
	same(t, b.tree(b.dir), whole)
}

// TestDamageStopsNoSigning: a tile that goes bad under a running ledger, and is needed
// for the next signature, is made again and the signature follows.
func TestDamageStopsNoSigning(t *testing.T) {
	b, m := newMemBench(t, 3000)
	o := b.options()
	o.Warn = func(string, ...any) {}
	l, err := ledger.Open(b.ctx, b.dir, b.log, o)
	b.must(err)
	defer l.Close()
	b.signed(l)
	path := filepath.Join(b.dir, filepath.FromSlash(ledger.TilePath(1, 0, 3000/ledger.TileWidth)))
	raw, err := os.ReadFile(path)
	b.must(err)
	raw[40] ^= 1
	b.must(os.WriteFile(path, raw, 0o600))
	ctx, stop := context.WithCancel(b.ctx)
	done := make(chan error)
	go func() { done <- l.Run(ctx) }()
	m.record(3000, 3010)
	head, err := m.Head(b.ctx)
	b.must(err)
	b.must(l.Wait(b.ctx, head))
	stop()
	<-done
	if c := l.Checkpoint(); c.Size != 3010 || c.Root != rootOf(b.leafHashes()) {
		t.Errorf("signed %+v", c)
	}
}
