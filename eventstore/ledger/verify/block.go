package verify

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// block is a bundle of leaves with the tile of their hashes.
type block struct {
	index       uint64
	hashes      []byte // of the leaves; of the tile where the leaves cannot be read
	faults      [2]*Problem
	differs     int // the first leaf that is not what the tile says; -1: none
	tile        stored
	form        *Problem // the first leaf that is no leaf of this format in this place
	back        *uint64  // the first leaf that is older than the one before it
	first, last time.Time
	err         error
}

func readBlock(ctx context.Context, src Source, index uint64, width int) block {
	b := block{index: index, differs: -1}
	var leaves stored
	if leaves, b.faults[0], b.err = readLeaves(ctx, src, index, width); b.err != nil {
		return b
	}
	if b.tile, b.faults[1], b.err = readTile(ctx, src, 0, index, width); b.err != nil {
		return b
	}
	if p := b.faults[0]; p != nil {
		p.begin(leaves.leaves, b.tile.hashes, index)
		leaves.leaves = nil
	}
	for i, leaf := range leaves.leaves {
		hash := tlog.RecordHash(leaf)
		b.hashes = append(b.hashes, hash[:]...)
		if b.differs < 0 && b.tile.hashes != nil && !bytes.Equal(hash[:], b.tile.hashes[i*size:(i+1)*size]) {
			b.differs = i
		}
		if b.form == nil {
			b.form = b.examine(leaf, leaves.path, index*ledger.TileWidth+uint64(i))
		}
	}
	if b.hashes == nil {
		b.hashes = b.tile.hashes
	}
	if b.hashes == nil {
		b.hashes = make([]byte, width*size)
	}
	return b
}

// begin puts the fault of a bundle at the first leaf that is not what the tile says: a
// wrong length is only noticed further on.
func (p *Problem) begin(leaves [][]byte, tile []byte, index uint64) {
	for i, leaf := range leaves {
		if hash := tlog.RecordHash(leaf); len(tile) >= (i+1)*size && !bytes.Equal(hash[:], tile[i*size:(i+1)*size]) {
			p.Leaf = at(index*ledger.TileWidth + uint64(i))
			return
		}
	}
}

// examine a leaf on its own: is it in its one form, with its own number? One older than
// the leaf before it is no fault: a cluster's next leader may have a clock that is behind.
func (b *block) examine(leaf []byte, path string, number uint64) *Problem {
	h, err := ledger.ParseLeaf(leaf)
	p := &Problem{Code: BadForm, Path: path, Leaf: at(number)}
	switch {
	case err != nil:
		p.Detail = err.Error()
		return p
	case h.Index != number:
		p.Detail = fmt.Sprintf("it says that it is leaf %d", h.Index)
		return p.about(h)
	case h.Recorded.Before(b.last) && b.back == nil:
		b.back = at(number)
	}
	if b.first.IsZero() {
		b.first = h.Recorded
	}
	b.last = h.Recorded
	return nil
}

// blocks reads all blocks of a tree, several at once, and hands them over in order.
func blocks(ctx context.Context, src Source, leaves uint64, workers int, each func(block) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan chan block, workers)
	go func() {
		defer close(queue)
		for i := uint64(0); i*ledger.TileWidth < leaves; i++ {
			one := make(chan block, 1)
			select {
			case queue <- one:
			case <-ctx.Done():
				return
			}
			width := int(min(leaves-i*ledger.TileWidth, ledger.TileWidth))
			go func() { one <- readBlock(ctx, src, i, width) }()
		}
	}()
	for one := range queue {
		b := <-one
		if b.err != nil {
			return b.err
		}
		if err := each(b); err != nil {
			return err
		}
	}
	return ctx.Err()
}
