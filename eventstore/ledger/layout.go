package ledger

import (
	"fmt"
	"strings"
)

// Where things are below a ledger's address or folder (C2SP tlog-tiles).
const (
	CheckpointPath = "checkpoint"
	// HistoryPath is ours: every checkpoint that was signed, oldest first, a
	// Published as JSON a line.
	HistoryPath = "checkpoints.jsonl"

	// TileHeight levels of the tree are in one tile; TileWidth entries in a full one.
	TileHeight = 8
	TileWidth  = 1 << TileHeight
)

// TilePath of the hashes at a level of tiles; width below TileWidth names a partial one.
func TilePath(level int, index uint64, width int) string {
	return fmt.Sprintf("tile/%d/%s", level, number(index, width))
}

// EntriesPath of a bundle of leaves, each after its length in two bytes, big-endian.
func EntriesPath(index uint64, width int) string { return "tile/entries/" + number(index, width) }

// number writes 1234067 as x001/x234/067, and a partial tile's width behind it.
func number(n uint64, width int) string {
	s := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		s = fmt.Sprintf("x%03d/%s", n%1000, s)
	}
	if width < TileWidth {
		s += fmt.Sprintf(".p/%d", width)
	}
	return s
}

// IsTile tells a path below tile/ from any other.
func IsTile(path string) bool { return strings.HasPrefix(path, "tile/") }
