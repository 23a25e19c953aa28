package ledger

import (
	"context"
	"crypto/sha256"

	"golang.org/x/mod/sumdb/tlog"
)

// edge is the right edge of a tree, all that growing it needs: at each level of
// tiles the tile that is not full yet, and the leaves of the last bundle. Adding a
// leaf costs the same at any size.
type edge struct {
	size    uint64
	entries []byte        // of the last bundle, as its file has them
	levels  [][]tlog.Hash // levels[l] is the tile at level l, less than TileWidth wide
}

// file is a tile or bundle, by its path below the ledger.
type file struct {
	path string
	data []byte
}

// add a leaf; full gets every tile and bundle that it completes.
func (e *edge) add(leaf []byte, h tlog.Hash, full func(file)) {
	e.entries = append(e.entries, byte(len(leaf)>>8), byte(len(leaf)))
	e.entries = append(e.entries, leaf...)
	n := e.size / TileWidth
	e.size++
	if e.size%TileWidth == 0 {
		full(file{EntriesPath(n, TileWidth), e.entries})
		e.entries = make([]byte, 0, len(e.entries)+len(e.entries)/8)
	}
	e.push(0, h, full)
}

func (e *edge) push(level int, h tlog.Hash, full func(file)) {
	if level == len(e.levels) {
		e.levels = append(e.levels, make([]tlog.Hash, 0, TileWidth))
	}
	e.levels[level] = append(e.levels[level], h)
	if len(e.levels[level]) < TileWidth {
		return
	}
	tile := e.levels[level]
	full(file{TilePath(level, e.size>>(TileHeight*(level+1))-1, TileWidth), flat(tile)})
	h = perfect(tile)
	e.levels[level] = tile[:0]
	e.push(level+1, h, full)
}

// partials are the tiles and the bundle that are not full.
func (e *edge) partials() (out []file) {
	for level, tile := range e.levels {
		if len(tile) > 0 {
			out = append(out, file{TilePath(level, e.size>>(TileHeight*(level+1)), len(tile)), flat(tile)})
		}
	}
	if w := int(e.size % TileWidth); w > 0 {
		out = append(out, file{EntriesPath(e.size/TileWidth, w), append([]byte(nil), e.entries...)})
	}
	return out
}

// root of the tree (RFC 6962 section 2.1).
func (e *edge) root() tlog.Hash {
	var subtrees []tlog.Hash // perfect ones, from the left
	for level := len(e.levels) - 1; level >= 0; level-- {
		rest := e.levels[level]
		for width := TileWidth / 2; width > 0; width /= 2 {
			if len(rest)&width != 0 {
				subtrees = append(subtrees, perfect(rest[:width]))
				rest = rest[width:]
			}
		}
	}
	if len(subtrees) == 0 {
		return sha256.Sum256(nil)
	}
	h := subtrees[len(subtrees)-1]
	for i := len(subtrees) - 2; i >= 0; i-- {
		h = nodeHash(&subtrees[i], &h)
	}
	return h
}

// perfect is the root over a power of two of hashes.
func perfect(hashes []tlog.Hash) tlog.Hash {
	var room [TileWidth]tlog.Hash
	n := copy(room[:], hashes)
	for ; n > 1; n /= 2 {
		for i := range n / 2 {
			room[i] = nodeHash(&room[2*i], &room[2*i+1])
		}
	}
	return room[0]
}

// nodeHash is tlog.NodeHash without its allocations.
func nodeHash(left, right *tlog.Hash) tlog.Hash {
	var room [1 + 2*tlog.HashSize]byte
	room[0] = 1
	copy(room[1:], left[:])
	copy(room[1+tlog.HashSize:], right[:])
	return sha256.Sum256(room[:])
}

func flat(tile []tlog.Hash) []byte {
	out := make([]byte, 0, len(tile)*tlog.HashSize)
	for i := range tile {
		out = append(out, tile[i][:]...)
	}
	return out
}

func unflat(data []byte) []tlog.Hash {
	tile := make([]tlog.Hash, 0, TileWidth)
	for ; len(data) >= tlog.HashSize; data = data[tlog.HashSize:] {
		tile = append(tile, tlog.Hash(data[:tlog.HashSize]))
	}
	return tile
}

// loadEdge reads the right edge of a tree of a size. Whether it is that tree is seen
// from its root.
func loadEdge(ctx context.Context, s Source, size uint64) (edge, error) {
	e := edge{size: size}
	for level := 0; size>>(TileHeight*level) > 0; level++ {
		width := int(size >> (TileHeight * level) % TileWidth)
		var tile []byte
		if width > 0 {
			var err error
			if tile, err = ReadTile(ctx, s, level, size>>(TileHeight*(level+1)), width); err != nil {
				return e, err
			}
		}
		e.levels = append(e.levels, unflat(tile))
	}
	if width := int(size % TileWidth); width > 0 {
		leaves, err := ReadEntries(ctx, s, size/TileWidth, width)
		if err != nil {
			return e, err
		}
		for i, leaf := range leaves {
			if tlog.RecordHash(leaf) != e.levels[0][i] {
				return e, damagef("leaf %d in %s is not the one whose hash is in the tile", size/TileWidth*TileWidth+uint64(i), EntriesPath(size/TileWidth, width))
			}
			e.entries = append(append(e.entries, byte(len(leaf)>>8), byte(len(leaf))), leaf...)
		}
	}
	return e, nil
}
