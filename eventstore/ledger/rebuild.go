package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
)

// rebuildDir is where a tree is made before it takes the place of the old one.
const rebuildDir = "rebuild"

// Rebuild makes all tiles again from the log. The tree must have the root of the
// newest checkpoint; otherwise the tiles that are there stay, and the error is a Fork.
func (l *Ledger) Rebuild(ctx context.Context) error {
	l.feeding.Lock()
	defer l.feeding.Unlock()
	l.signing.Lock()
	defer l.signing.Unlock()
	return l.rebuild(ctx)
}

func (l *Ledger) rebuild(ctx context.Context) (err error) {
	dir := filepath.Join(l.dir, rebuildDir)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	nb, err := newBuilder(dir)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			nb.Close()
		}
	}()
	c := l.signed
	if err := l.feed(ctx, nb, c.Size); err != nil {
		return err
	}
	size, root, fed, err := nb.settle()
	if err != nil {
		return err
	}
	if size != c.Size || c.Size > 0 && root != c.Root {
		fork := l.locate(ctx, dir, size)
		l.setFork(fork)
		return fork
	}
	if err := l.exchange(nb, dir); err != nil {
		return err
	}
	l.mu.Lock()
	if c.Size > 0 {
		l.covered = fed
	}
	if errors.Is(l.fork, ErrFork) {
		l.fork = nil // the log is the one that was signed, after all
	}
	l.mu.Unlock()
	return nil
}

// feed a new tree with the first events of the log.
func (l *Ledger) feed(ctx context.Context, b *builder, size uint64) error {
	batch := make([]eventstore.Event, 0, batchSize)
	var count uint64
	give := func() error {
		err := b.take(batch)
		batch = batch[:0]
		return errors.Join(err, b.relieve())
	}
	for ev, err := range l.log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			return err
		}
		if count == size {
			break
		}
		if HasLeaf(&ev) {
			count++
		}
		if batch = append(batch, ev); len(batch) == cap(batch) {
			if err := give(); err != nil {
				return err
			}
		}
	}
	return give()
}

// locate finds the first leaf of a tree made anew that is not the one signed, as far
// as the old tiles still tell.
func (l *Ledger) locate(ctx context.Context, dir string, size uint64) *Fork {
	old, made := FS{os.DirFS(l.dir)}, FS{os.DirFS(dir)}
	signed := tlog.TileHashReader(l.signed.Tree(), tiles{ctx, old})
	both := min(size, l.signed.Size)
	for n := uint64(0); n*TileWidth < both; n++ {
		width := min(TileWidth, both-n*TileWidth)
		made, err := ReadTile(ctx, made, 0, n, int(min(TileWidth, size-n*TileWidth)))
		if err != nil {
			break
		}
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, int64(n*TileWidth)+int64(i))
		}
		was, err := signed.ReadHashes(indexes)
		if err != nil {
			continue // this tile is lost; the next may tell
		}
		for i, now := range unflat(made)[:width] {
			if was[i] != now {
				return l.named(ctx, n*TileWidth+uint64(i))
			}
		}
	}
	if size < l.signed.Size {
		return &Fork{Index: size, Reason: fmt.Sprintf("the log ends there, but %d events were signed", l.signed.Size)}
	}
	return &Fork{Reason: "the log makes another root than the one signed, and the tiles that could tell where are lost"}
}

func (l *Ledger) named(ctx context.Context, index uint64) *Fork {
	i := uint64(0)
	for ev, err := range l.log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			break
		}
		if !HasLeaf(&ev) {
			continue
		}
		if i == index {
			return forkAt(index, ev, "its leaf is not the one that was signed")
		}
		i++
	}
	return &Fork{Index: index, Reason: "its leaf is not the one that was signed"}
}

// exchange the stored tree for a new one. A crash in the middle leaves no tile folder
// or an incomplete one, which Open notices.
func (l *Ledger) exchange(nb *builder, dir string) error {
	l.swap.Lock()
	defer l.swap.Unlock()
	gone := filepath.Join(dir, "gone")
	tile := filepath.Join(l.dir, "tile")
	if err := os.Rename(tile, gone); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, name := range []string{"tile", positionsFile} {
		if err := os.Rename(filepath.Join(dir, name), filepath.Join(l.dir, name)); err != nil {
			return err
		}
	}
	if err := syncDir(l.dir); err != nil {
		return err
	}
	if l.b != nil {
		l.b.Close()
	}
	nb.root = l.dir
	l.b = nb
	return nil
}
