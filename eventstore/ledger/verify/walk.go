package verify

import (
	"bytes"
	"context"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// diff is the first place of a level where a tile is not what is below it.
type diff struct {
	index uint64 // of the tile
	entry int    // of its hashes
	path  string
}

// walk recomputes a tree from its leaves, level by level, and compares every tile.
type walk struct {
	ctx    context.Context
	src    Source
	head   ledger.Checkpoint
	rows   [][]byte // by level: hashes that no finished tile covers yet
	index  []uint64 // by level: of the tile in the making
	diffs  []*diff  // by level
	wrong  int      // tiles that differ
	blocks int      // of them, tiles of leaves
	faults []*Problem
	form   *Problem
	back   *uint64
	tiles  uint64
	leaves uint64
	first  time.Time
	last   time.Time
	lines  *lines
}

// run goes through the whole tree. What is wrong is kept; locate says what it means.
func (w *walk) run(workers int) error {
	err := blocks(w.ctx, w.src, w.head.Size, workers, w.block)
	if err != nil {
		return err
	}
	for l := 0; l < len(w.rows); l++ { // the partial tiles at the right edge
		if l > 0 && len(w.rows[l]) > 0 {
			if err := w.compare(l); err != nil {
				return err
			}
		}
	}
	return w.lines.rest()
}

func (w *walk) block(b block) error {
	w.tiles += 2
	for _, p := range b.faults {
		if p != nil {
			if p.Leaf == nil {
				p.Leaf, p.Leaves = at(b.index*ledger.TileWidth), uint64(len(b.hashes)/size)
			}
			w.faults = append(w.faults, p)
		}
	}
	if b.differs >= 0 {
		w.blocks++
		w.differ(0, &diff{b.index, b.differs, b.tile.path})
	}
	switch {
	case w.form != nil:
	case b.form != nil:
		w.form = b.form
	case w.back != nil:
	case b.first.Before(w.last) && !b.first.IsZero():
		w.back = at(b.index * ledger.TileWidth)
	default:
		w.back = b.back
	}
	if w.first.IsZero() {
		w.first = b.first
	}
	if !b.last.IsZero() {
		w.last = b.last
	}
	w.grow(0)
	if err := w.lines.through(w, b.hashes); err != nil {
		return err
	}
	w.leaves += uint64(len(b.hashes) / size)
	w.rows[0], w.index[0] = b.hashes, b.index
	if len(b.hashes) == ledger.TileWidth*size {
		return w.finish(0)
	}
	return nil
}

func (w *walk) grow(level int) {
	if level == len(w.rows) {
		w.rows, w.index, w.diffs = append(w.rows, nil), append(w.index, 0), append(w.diffs, nil)
	}
}

// finish a full tile: its root is a hash of the level above.
func (w *walk) finish(level int) error {
	hash := perfect(w.rows[level])
	w.rows[level] = w.rows[level][:0:0]
	w.index[level]++
	above := level + 1
	w.grow(above)
	w.rows[above] = append(w.rows[above], hash[:]...)
	if len(w.rows[above]) < ledger.TileWidth*size {
		return nil
	}
	if err := w.compare(above); err != nil {
		return err
	}
	return w.finish(above)
}

// compare a tile above the leaves with what lies there.
func (w *walk) compare(level int) error {
	w.tiles++
	row, index := w.rows[level], w.index[level]
	there, p, err := readTile(w.ctx, w.src, level, index, len(row)/size)
	if err != nil {
		return err
	}
	if p != nil {
		p.Leaf, p.Leaves = at(index<<(8*(level+1))), uint64(len(row)/size)<<(8*level)
		w.faults = append(w.faults, p)
		return nil
	}
	for i := 0; i < len(row); i += size {
		if !bytes.Equal(row[i:i+size], there.hashes[i:i+size]) {
			w.differ(level, &diff{index, i / size, there.path})
			return nil
		}
	}
	return nil
}

func (w *walk) differ(level int, d *diff) {
	w.wrong++
	w.grow(level)
	if w.diffs[level] == nil {
		w.diffs[level] = d
	}
}

// root of what was recomputed.
func (w *walk) root() tlog.Hash { return rootOf(w.rows) }
