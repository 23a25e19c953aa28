package transfer

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// tally is what is known of the events that went by: the tree of those that have a leaf,
// and a chain of hashes over what the tree does not say, which is positions and the
// store's own events.
type tally struct {
	system bool // the store's own events count too
	tree   ledger.Growth
	others uint64 // the store's own
	chain  [sha256.Size]byte
}

func (t *tally) all() uint64 { return t.tree.Size() + t.others }

func (t *tally) root() string {
	root := t.tree.Root()
	return hex.EncodeToString(root[:])
}

func (t *tally) clone() tally {
	c := *t
	c.tree = t.tree.Clone()
	return c
}

func (t *tally) add(ev *eventstore.Event) error {
	leaf, err := t.tree.Add(ev)
	if err != nil || !t.system {
		return err
	}
	h := sha256.New()
	h.Write(t.chain[:])
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(ev.Position)))
	if !leaf {
		t.others++
		h.Write(ledger.HeaderOf(0, *ev).Leaf())
	}
	h.Sum(t.chain[:0])
	return nil
}

// same tells in what the target's next event is not the source's.
func (t *tally) same(ev, held *eventstore.Event, positions bool) error {
	n := t.all()
	a, b := ledger.HeaderOf(n, *ev), ledger.HeaderOf(n, *held)
	if string(a.Leaf()) == string(b.Leaf()) && (!positions || ev.Position == held.Position) {
		return nil
	}
	what := "it is another event"
	switch {
	case ev.ID != held.ID || ev.Stream != held.Stream || a.Revision != b.Revision:
	case !ev.Recorded.Equal(held.Recorded):
		what = "its time is another"
	case a.Data != b.Data || a.Meta != b.Meta:
		what = "its data or metadata are others"
	case ev.Type != held.Type || ev.ContentType != held.ContentType:
		what = "its type or content type is another"
	default:
		what = fmt.Sprintf("its position is %d there and %d in the source", held.Position, ev.Position)
	}
	return fmt.Errorf("%w: event %d there is %s, in the source it is %s: %s; nothing was written. Choose an empty target, or the one that this source was copied to", ErrOther, n+1, describe(held), describe(ev), what)
}

// equal compares what was copied with what was read back.
func (t *tally) equal(got *tally, positions bool) error {
	switch {
	case t.tree.Size() != got.tree.Size() || t.others != got.others:
		return fmt.Errorf("%w: %d events and %d of the store itself were copied, %d and %d are there", ErrDiffers, t.tree.Size(), t.others, got.tree.Size(), got.others)
	case t.root() != got.root():
		return fmt.Errorf("%w: the Merkle root of the %d events is %s in the source and %s in the target", ErrDiffers, t.tree.Size(), t.root(), got.root())
	case positions && t.chain != got.chain:
		return fmt.Errorf("%w: positions, or events of the store itself, are others", ErrDiffers)
	}
	return nil
}

func describe(ev *eventstore.Event) string {
	return fmt.Sprintf("%s revision %d (%s, id %s)", ev.Stream, ev.Revision, ev.Type, ev.ID)
}
