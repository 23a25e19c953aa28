package verify

import (
	"minhbach/eventstore/ledger"
)

// locate names the first wrong file of a tree that was walked, nil if there is none,
// and how many others are wrong. Two files that contradict each other are told apart
// by the checkpoint: right is what leads to its root.
func (w *walk) locate() (p *Problem, further int, err error) {
	right := w.root() == w.head.Root
	if len(w.faults) > 0 {
		return w.faults[0], len(w.faults) - 1, nil
	}
	level, d := w.lowest()
	switch {
	case d == nil && right:
		return w.form, 0, nil
	case d == nil:
		return w.rewritten(), 0, nil
	case right: // the leaves lead to the root, so the tile is wrong
		return w.tile(level, d), w.wrong - 1, nil
	}
	return w.descend(level, d)
}

// lowest level that differs.
func (w *walk) lowest() (int, *diff) {
	for level, d := range w.diffs {
		if d != nil {
			return level, d
		}
	}
	return 0, nil
}

func (w *walk) tile(level int, d *diff) *Problem {
	leaf := (d.index<<8 + uint64(d.entry)) << (8 * level)
	p := &Problem{Code: BadTile, Path: d.path, Leaf: at(leaf)}
	if level > 0 {
		p.Leaves = 1 << (8 * level)
	}
	return w.name(p)
}

// rewritten: everything fits together and leads elsewhere than was signed. The
// history tells between which checkpoints it turned off.
func (w *walk) rewritten() *Problem {
	p := &Problem{Code: BadRoot, Path: ledger.CheckpointPath, Leaf: at(w.lines.good), Leaves: w.head.Size - w.lines.good}
	if p.Leaves == 1 {
		p.Leaves = 0
	}
	return p
}

// descend from the checkpoint through the tiles that it vouches for to the leaf where
// the difference begins.
func (w *walk) descend(level int, d *diff) (*Problem, int, error) {
	top := len(w.rows) - 1
	edge := make([][]byte, top+1)
	var paths []string
	for l := range edge {
		n := w.head.Size >> (8 * l)
		paths = append(paths, "")
		if n%ledger.TileWidth == 0 {
			continue
		}
		s, p, err := readTile(w.ctx, w.src, l, n/ledger.TileWidth, int(n%ledger.TileWidth))
		if p != nil || err != nil {
			return p, 0, err
		}
		edge[l], paths[l] = s.hashes, s.path
	}
	if rootOf(edge) != w.head.Root {
		for l, d := range w.diffs {
			if d != nil && d.path == paths[l] {
				return w.tile(l, d), w.wrong - 1, nil
			}
		}
		return w.rewritten(), 0, nil
	}
	leaf := (d.index<<8 + uint64(d.entry)) << (8 * level)
	l := top
	for leaf>>(8*l) >= w.head.Size>>(8*l) {
		l--
	}
	good := edge[l]
	for l--; l >= 0; l-- {
		index := leaf >> (8 * (l + 1))
		child, p, err := readTile(w.ctx, w.src, l, index, ledger.TileWidth)
		if p != nil || err != nil {
			return p, 0, err
		}
		entry := index % ledger.TileWidth
		if hash := perfect(child.hashes); string(hash[:]) != string(good[entry*size:(entry+1)*size]) {
			p := &Problem{Code: BadTile, Path: child.path, Leaf: at(index << (8 * (l + 1))), Leaves: 1 << (8 * (l + 1))}
			return p, max(0, w.blocks-1), nil
		}
		good = child.hashes
	}
	width := int(min(w.head.Size-leaf/ledger.TileWidth*ledger.TileWidth, ledger.TileWidth))
	there, p, err := readLeaves(w.ctx, w.src, leaf/ledger.TileWidth, width)
	if p != nil || err != nil {
		return p, 0, err
	}
	return w.name(&Problem{Code: BadLeaf, Path: there.path, Leaf: at(leaf)}), max(0, w.blocks-1), nil
}

// name the event of a leaf, as the leaf now reads.
func (w *walk) name(p *Problem) *Problem {
	if p.Leaf == nil || p.Leaves > 1 {
		return p
	}
	index := *p.Leaf / ledger.TileWidth
	width := int(min(w.head.Size-index*ledger.TileWidth, ledger.TileWidth))
	if s, fault, err := readLeaves(w.ctx, w.src, index, width); fault == nil && err == nil {
		if h, err := ledger.ParseLeaf(s.leaves[*p.Leaf%ledger.TileWidth]); err == nil {
			p.about(h)
		}
	}
	return p
}
