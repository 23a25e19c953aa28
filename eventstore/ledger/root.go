package ledger

import (
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
)

// Growth is the tree of a history that is read once (RFC 6962 section 2.1). Of what
// came before it keeps the roots of the perfect subtrees only, so it needs neither
// tiles nor memory. The zero Growth is the tree of no events.
type Growth struct {
	size uint64
	left []tlog.Hash // perfect subtrees, the largest first
	enc  encoder
}

// Add the next event of the history; false: it has no leaf.
func (g *Growth) Add(ev *eventstore.Event) (added bool, err error) {
	if !HasLeaf(ev) {
		return false, nil
	}
	g.enc.arena = g.enc.arena[:0] // nobody keeps the leaf
	one, err := g.enc.encode(g.size, ev)
	if err != nil {
		return false, err
	}
	h := one.hash
	for n := g.size; n&1 == 1; n >>= 1 {
		last := len(g.left) - 1
		h, g.left = nodeHash(&g.left[last], &h), g.left[:last]
	}
	g.left, g.size = append(g.left, h), g.size+1
	return true, nil
}

// Size is the number of leaves.
func (g *Growth) Size() uint64 { return g.size }

// Root of the leaves so far.
func (g *Growth) Root() tlog.Hash {
	if len(g.left) == 0 {
		h, _ := tlog.TreeHash(0, nil) // of nothing it reads nothing
		return h
	}
	h := g.left[len(g.left)-1]
	for i := len(g.left) - 2; i >= 0; i-- {
		h = nodeHash(&g.left[i], &h)
	}
	return h
}

// RootOf reads events to the end and tells how many leaves they have, and their root.
func RootOf(events eventstore.Events) (n uint64, root tlog.Hash, err error) {
	var g Growth
	for ev, err := range events {
		if err == nil {
			_, err = g.Add(&ev)
		}
		if err != nil {
			return g.Size(), tlog.Hash{}, err
		}
	}
	return g.Size(), g.Root(), nil
}

// Clone is a tree that grows by itself from here.
func (g *Growth) Clone() Growth { return Growth{size: g.size, left: slices.Clone(g.left)} }
