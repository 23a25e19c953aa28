package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/mod/sumdb/tlog"
)

// Source reads the static files of a ledger: a folder, an archive or an address.
// What is not there is fs.ErrNotExist. Nothing read is believed before it was
// checked against a checkpoint.
type Source interface {
	ReadFile(ctx context.Context, path string) ([]byte, error)
}

// FS makes a source of a file system, such as os.DirFS or a zip.Reader.
type FS struct{ fs.FS }

func (f FS) ReadFile(_ context.Context, path string) ([]byte, error) { return fs.ReadFile(f.FS, path) }

// tiles reads tiles for tlog, which checks them against the tree.
type tiles struct {
	ctx    context.Context
	source Source
}

func (t tiles) Height() int { return TileHeight }

func (t tiles) ReadTiles(want []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(want))
	for i, w := range want {
		data, err := ReadTile(t.ctx, t.source, w.L, uint64(w.N), w.W)
		if err != nil {
			return nil, err
		}
		out[i] = data
	}
	return out, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTile reads the first width hashes of a tile, from the full tile where the
// partial one is gone.
func ReadTile(ctx context.Context, s Source, level int, index uint64, width int) ([]byte, error) {
	data, err := s.ReadFile(ctx, TilePath(level, index, width))
	if errors.Is(err, fs.ErrNotExist) && width < TileWidth {
		data, err = s.ReadFile(ctx, TilePath(level, index, TileWidth))
	}
	if err != nil {
		return nil, fmt.Errorf("ledger: tile %s: %w", TilePath(level, index, width), err)
	}
	if len(data) < width*tlog.HashSize {
		return nil, fmt.Errorf("ledger: tile %s has %d bytes, not %d", TilePath(level, index, width), len(data), width*tlog.HashSize)
	}
	return data[:width*tlog.HashSize], nil
}

// ReadEntries reads the first width leaves of a bundle.
func ReadEntries(ctx context.Context, s Source, index uint64, width int) ([][]byte, error) {
	path := EntriesPath(index, width)
	data, err := s.ReadFile(ctx, path)
	if errors.Is(err, fs.ErrNotExist) && width < TileWidth {
		path = EntriesPath(index, TileWidth)
		data, err = s.ReadFile(ctx, path)
	}
	if err != nil {
		return nil, fmt.Errorf("ledger: leaves %s: %w", EntriesPath(index, width), err)
	}
	leaves := make([][]byte, 0, width)
	for len(leaves) < width {
		if len(data) < 2 || len(data) < 2+int(data[0])<<8+int(data[1]) {
			return nil, fmt.Errorf("ledger: leaves %s end within leaf %d", path, len(leaves))
		}
		n := 2 + int(data[0])<<8 + int(data[1])
		leaves, data = append(leaves, data[2:n]), data[n:]
	}
	return leaves, nil
}
