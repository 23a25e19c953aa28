package ledger

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
)

// selfCheck recomputes the last leaves of a signed tree from the log. A log that has
// other events there, or none, is a fork; tiles that do not fit are damage.
func selfCheck(ctx context.Context, log eventstore.Log, b *builder, c Checkpoint, last int) error {
	first := uint64(0)
	var after eventstore.Position
	if c.Size > uint64(last) {
		first = c.Size - uint64(last)
		var err error
		if after, err = b.at.at(first - 1); err != nil {
			return err
		}
	}
	indexes := make([]int64, 0, c.Size-first)
	for i := first; i < c.Size; i++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, int64(i)))
	}
	src := FS{os.DirFS(b.root)}
	hashes, err := tlog.TileHashReader(c.Tree(), tiles{ctx, src}).ReadHashes(indexes)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	next := first
	var enc encoder
	var bundle [][]byte
	for ev, err := range log.ReadAll(ctx, after, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			return err
		}
		if next == c.Size {
			break
		}
		if !HasLeaf(&ev) {
			continue
		}
		one, err := enc.encode(next, &ev)
		if err != nil {
			return err
		}
		if one.hash != hashes[next-first] {
			return forkAt(next, ev, "its leaf is not the one that was signed")
		}
		if at, err := b.at.at(next); err != nil || at != ev.Position {
			return errors.Join(err, damagef("the position of leaf %d is %d in %s and %d in the log", next, at, positionsFile, ev.Position))
		}
		if next == first || next%TileWidth == 0 {
			n := next / TileWidth
			if bundle, err = ReadEntries(ctx, src, n, int(min(TileWidth, c.Size-n*TileWidth))); err != nil {
				return fmt.Errorf("%w: %w", ErrDamaged, err)
			}
		}
		if string(bundle[next%TileWidth]) != string(one.leaf) {
			return damagef("leaf %d is wrong in its bundle", next)
		}
		next++
	}
	if next < c.Size {
		return &Fork{Index: next, Reason: fmt.Sprintf("the log ends there, but %d events were signed", c.Size)}
	}
	return nil
}

func forkAt(index uint64, ev eventstore.Event, reason string) *Fork {
	ev.Data, ev.Metadata = nil, nil
	return &Fork{Index: index, Event: ev, Reason: reason}
}

// sound reads every file of a stored tree and computes it up to its root. It costs a
// hash over everything, once.
func sound(ctx context.Context, src Source, c Checkpoint) error {
	var e edge
	var wrong error
	for n := uint64(0); n*TileWidth < c.Size; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		width := int(min(TileWidth, c.Size-n*TileWidth))
		leaves, err := ReadEntries(ctx, src, n, width)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		for _, leaf := range leaves {
			e.add(leaf, tlog.RecordHash(leaf), func(f file) {
				if wrong == nil && !IsEntries(f.path) {
					wrong = sameFile(ctx, src, f)
				}
			})
		}
		if wrong != nil {
			return wrong
		}
	}
	for _, f := range e.partials() {
		if !IsEntries(f.path) {
			level, n, width, _ := ParsePath(f.path)
			have, err := ReadTile(ctx, src, level, n, width)
			if err != nil || string(have) != string(f.data) {
				return errors.Join(err, damagef("%s is not the tile that its leaves make", f.path))
			}
		}
	}
	if got := e.root(); got != c.Root {
		return damagef("the stored leaves make the root %s", base64.StdEncoding.EncodeToString(got[:]))
	}
	return nil
}

func sameFile(ctx context.Context, src Source, f file) error {
	have, err := src.ReadFile(ctx, f.path)
	if err != nil || string(have) != string(f.data) {
		return errors.Join(err, damagef("%s is not the tile that its leaves make", f.path))
	}
	return nil
}
