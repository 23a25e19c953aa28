package verify

import (
	"strconv"
	"strings"

	"minhbach/eventstore/ledger"
)

// parsePath reads the path of a tile; its level is -1 for a bundle of leaves.
func parsePath(name string) (level int, index uint64, width int, ok bool) {
	rest, _ := strings.CutPrefix(name, "tile/")
	first, rest, _ := strings.Cut(rest, "/")
	level = -1
	if first != "entries" {
		var err error
		if level, err = strconv.Atoi(first); err != nil || level < 0 || level > 7 {
			return 0, 0, 0, false
		}
	}
	width = ledger.TileWidth
	if number, part, partial := strings.Cut(rest, ".p/"); partial {
		var err error
		if width, err = strconv.Atoi(part); err != nil || width < 1 || width >= ledger.TileWidth {
			return 0, 0, 0, false
		}
		rest = number
	}
	digits := strings.NewReplacer("x", "", "/", "").Replace(rest)
	index, err := strconv.ParseUint(digits, 10, 48)
	if err != nil {
		return 0, 0, 0, false
	}
	again := ledger.EntriesPath(index, width)
	if level >= 0 {
		again = ledger.TilePath(level, index, width)
	}
	return level, index, width, again == name
}
