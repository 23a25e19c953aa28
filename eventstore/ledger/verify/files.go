package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"minhbach/eventstore/ledger"
)

// stored is the content of a tile or a bundle of leaves as it lies there.
type stored struct {
	path   string
	hashes []byte   // of a tile: exactly as many as asked for
	leaves [][]byte // of a bundle, likewise
}

// read a file of the tree, or the full one where the tree has grown over it. The
// problem is the file's, the error the source's.
func read(ctx context.Context, src Source, path func(int) string, width int) (raw []byte, name string, full bool, p *Problem, err error) {
	name = path(width)
	raw, err = src.ReadFile(ctx, name)
	full = width == ledger.TileWidth
	if errors.Is(err, fs.ErrNotExist) && !full {
		grown, err2 := src.ReadFile(ctx, path(ledger.TileWidth))
		if !errors.Is(err2, fs.ErrNotExist) {
			raw, name, full, err = grown, path(ledger.TileWidth), true, err2
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, name, full, &Problem{Code: Missing, Path: name}, nil
	case errors.Is(err, ErrTooLong):
		return nil, name, full, &Problem{Code: Length, Path: name, Detail: err.Error()}, nil
	}
	return raw, name, full, nil, err
}

func readTile(ctx context.Context, src Source, level int, index uint64, width int) (stored, *Problem, error) {
	raw, name, full, p, err := read(ctx, src, func(w int) string { return ledger.TilePath(level, index, w) }, width)
	if p != nil || err != nil {
		return stored{path: name}, p, err
	}
	want := width * size
	if full {
		want = ledger.TileWidth * size
	}
	if len(raw) != want {
		return stored{path: name}, &Problem{Code: Length, Path: name, Detail: fmt.Sprintf("%d bytes, not %d", len(raw), want)}, nil
	}
	return stored{path: name, hashes: raw[:width*size]}, nil, nil
}

// readLeaves gives the leaves before the fault, too, where a bundle ends within one.
func readLeaves(ctx context.Context, src Source, index uint64, width int) (stored, *Problem, error) {
	raw, name, full, p, err := read(ctx, src, func(w int) string { return ledger.EntriesPath(index, w) }, width)
	s := stored{path: name}
	if p != nil || err != nil {
		return s, p, err
	}
	want := width
	if full {
		want = ledger.TileWidth
	}
	for len(raw) >= 2 && len(s.leaves) < want {
		n := 2 + int(raw[0])<<8 + int(raw[1])
		if len(raw) < n {
			break
		}
		s.leaves, raw = append(s.leaves, raw[2:n]), raw[n:]
	}
	if len(s.leaves) != want || len(raw) > 0 {
		p := &Problem{Code: Length, Path: name, Leaf: at(index*ledger.TileWidth + uint64(len(s.leaves)))}
		if len(s.leaves) == want {
			p.Leaf, p.Detail = nil, fmt.Sprintf("%d bytes behind the last leaf", len(raw))
		}
		return s, p, nil
	}
	s.leaves = s.leaves[:width]
	return s, nil, nil
}
