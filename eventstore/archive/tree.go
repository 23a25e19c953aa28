package archive

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// copyTree copies exactly the tiles and leaves of a tree of a size, whatever the
// source has grown to since.
func copyTree(ctx context.Context, from ledger.Source, size uint64, put func(path string, data []byte) error) error {
	for level, n := 0, size; n > 0; level, n = level+1, n>>ledger.TileHeight {
		for i := uint64(0); i*ledger.TileWidth < n; i++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			width := int(min(n-i*ledger.TileWidth, ledger.TileWidth))
			hashes, err := ledger.ReadTile(ctx, from, level, i, width)
			if err != nil {
				return err
			}
			if err := put(ledger.TilePath(level, i, width), hashes); err != nil {
				return err
			}
			if level > 0 {
				continue
			}
			leaves, err := ledger.ReadEntries(ctx, from, i, width)
			if err != nil {
				return err
			}
			if err := put(ledger.EntriesPath(i, width), entries(leaves)); err != nil {
				return err
			}
		}
	}
	return nil
}

// entries is a bundle of leaves, each after its length.
func entries(leaves [][]byte) []byte {
	var b []byte
	for _, leaf := range leaves {
		b = append(b, byte(len(leaf)>>8), byte(len(leaf)))
		b = append(b, leaf...)
	}
	return b
}

// Tree is the right edge of an RFC 6962 tree to which leaves are added.
type Tree struct {
	size uint64
	edge []tlog.Hash // of the complete subtrees, largest first
	// full, when not nil, is told the hash of every complete subtree of 2^level leaves.
	full func(level int, index uint64, hash tlog.Hash) error
}

// Add a leaf's hash.
func (t *Tree) Add(leaf tlog.Hash) error {
	h, n := leaf, t.size
	if err := t.tell(0, n, h); err != nil {
		return err
	}
	for level := 1; n&1 == 1; level, n = level+1, n>>1 {
		h = tlog.NodeHash(t.edge[len(t.edge)-1], h)
		t.edge = t.edge[:len(t.edge)-1]
		if err := t.tell(level, n>>1, h); err != nil {
			return err
		}
	}
	t.edge = append(t.edge, h)
	t.size++
	return nil
}

func (t *Tree) tell(level int, index uint64, h tlog.Hash) error {
	if t.full == nil {
		return nil
	}
	return t.full(level, index, h)
}

// Size is the number of leaves.
func (t *Tree) Size() uint64 { return t.size }

// Root of the leaves added so far.
func (t *Tree) Root() tlog.Hash {
	if len(t.edge) == 0 {
		empty, _ := tlog.TreeHash(0, nil) // the hash of no leaves needs no reader
		return empty
	}
	h := t.edge[len(t.edge)-1]
	for i := len(t.edge) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.edge[i], h)
	}
	return h
}
