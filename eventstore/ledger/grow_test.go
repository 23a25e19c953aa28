package ledger_test

import (
	"context"
	"errors"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// rootOf computes a root the plain way, after RFC 6962 section 2.1.
func rootOf(leaves []tlog.Hash) tlog.Hash {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	return tlog.NodeHash(rootOf(leaves[:k]), rootOf(leaves[k:]))
}

func (b *bench) leafHashes() (out []tlog.Hash) {
	for i, ev := range b.events() {
		out = append(out, tlog.RecordHash(ledger.HeaderOf(uint64(i), ev).Leaf()))
	}
	return out
}

func TestCheckpointsFollowTheLog(t *testing.T) {
	b := newBench(t)
	l := b.open()
	for _, step := range []int{1, 1, 5, 248, 1, 1, 300, 1000} {
		b.append(step)
		c := b.signed(l)
		if want := rootOf(b.leafHashes()); c.Size != uint64(b.n) || c.Root != want {
			t.Fatalf("after %d events: size %d root %v, want %v", b.n, c.Size, c.Root, want)
		}
	}
	before, _ := l.Latest()
	b.signed(l)
	if after, _ := l.Latest(); after.Note != before.Note {
		t.Error("signed again without growth")
	}
}

func TestEveryLeafIsProvableAtEverySize(t *testing.T) {
	b := newBench(t)
	l := b.open()
	verifier, err := note.NewVerifier(b.key.Public)
	b.must(err)
	for b.n < 40 {
		b.append(1)
		b.signed(l)
		for i, ev := range b.events() {
			bundle, err := l.Bundle(b.ctx, ev, ledger.Whole)
			b.must(err)
			checked, err := bundle.Verify(verifier)
			b.must(err)
			if !checked.Data || !checked.Metadata || checked.Header.Index != uint64(i) || checked.Checkpoint.Size != uint64(b.n) {
				t.Fatalf("leaf %d of %d: %+v", i, b.n, checked)
			}
		}
		for from := uint64(1); from <= uint64(b.n); from++ {
			x, err := l.Consistency(b.ctx, from, uint64(b.n))
			b.must(err)
			b.must(tlog.CheckTree(x.Proof, int64(x.To), x.ToRoot, int64(x.From), x.FromRoot))
		}
	}
}

func TestRunSignsWhatIsAppended(t *testing.T) {
	b := newBench(t)
	b.append(10)
	l := b.open()
	ctx, stop := context.WithCancel(b.ctx)
	done := make(chan error)
	go func() { done <- l.Run(ctx) }()
	head, err := b.log.Head(b.ctx)
	b.must(err)
	b.must(l.Wait(b.ctx, head))
	b.append(3)
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	b.must(l.ToEnd(b.ctx))
	if c := l.Checkpoint(); c.Size != 13 {
		t.Errorf("size %d", c.Size)
	}
	for i, ev := range b.events() {
		index, ok, err := l.IndexOf(b.ctx, ev.Position)
		b.must(err)
		pos, err := l.PositionOf(b.ctx, index)
		b.must(err)
		if !ok || index != uint64(i) || pos != ev.Position {
			t.Errorf("event %d is leaf %d at %d, found %v", i, index, pos, ok)
		}
	}
	if _, ok, err := l.IndexOf(b.ctx, eventstore.Position(99)); ok || err != nil {
		t.Errorf("an event that is not there was found: %v", err)
	}
}
