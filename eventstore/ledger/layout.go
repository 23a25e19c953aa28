package ledger

import (
	"fmt"
	"strconv"
	"strings"
)

// Where things are below a ledger's address or folder (C2SP tlog-tiles).
const (
	CheckpointPath = "checkpoint"
	// HistoryPath is ours: every checkpoint that was signed, oldest first, a
	// Published as JSON a line. Cosignatures and stamps come later, in a second line
	// of the same checkpoint that says "again" and may stand behind newer ones.
	HistoryPath = "checkpoints.jsonl"
	// KeyPath is ours too: the verifier key, a hint for those who have none yet.
	KeyPath = "key"
	// RotationsPath lists the ledger's own events, "type" and "data" a line.
	RotationsPath = "rotations.jsonl"

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

// partOf splits the path of a partial tile into the folder of its widths and the width.
func partOf(path string) (dir string, width int) {
	cut := strings.LastIndexByte(path, '/')
	width, _ = strconv.Atoi(path[cut+1:])
	return path[:cut], width
}

// ParsePath reads the path of a tile (level ≥ 0) or a bundle of leaves (level -1) in
// its one form.
func ParsePath(path string) (level int, index uint64, width int, ok bool) {
	rest, isTile := strings.CutPrefix(path, "tile/")
	kind, rest, cut := strings.Cut(rest, "/")
	if !isTile || !cut || len(path) > 80 {
		return 0, 0, 0, false
	}
	level, width = -1, TileWidth
	if kind != "entries" {
		if n, err := strconv.Atoi(kind); err != nil || n < 0 || n > 7 {
			return 0, 0, 0, false
		} else {
			level = n
		}
	}
	name, part, partial := strings.Cut(rest, ".p/")
	if partial {
		var err error
		if width, err = strconv.Atoi(part); err != nil || width < 1 || width >= TileWidth {
			return 0, 0, 0, false
		}
	}
	index, err := strconv.ParseUint(strings.NewReplacer("/", "", "x", "").Replace(name), 10, 60)
	if err != nil {
		return 0, 0, 0, false
	}
	want := EntriesPath(index, width)
	if level >= 0 {
		want = TilePath(level, index, width)
	}
	return level, index, width, want == path
}

// IsEntries tells a bundle of leaves from a tile of hashes.
func IsEntries(path string) bool { return strings.HasPrefix(path, "tile/entries/") }
