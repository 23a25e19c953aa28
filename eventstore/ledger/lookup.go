package ledger

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
)

// IndexOf is the number of the leaf of the event at a position; false while the
// ledger has not seen it, and for events that have none.
func (l *Ledger) IndexOf(_ context.Context, pos eventstore.Position) (uint64, bool, error) {
	l.swap.RLock()
	defer l.swap.RUnlock()
	if l.b == nil {
		return 0, false, l.broken()
	}
	return l.b.at.find(pos)
}

// PositionOf is the reverse.
func (l *Ledger) PositionOf(_ context.Context, index uint64) (eventstore.Position, error) {
	l.swap.RLock()
	defer l.swap.RUnlock()
	if l.b == nil {
		return 0, l.broken()
	}
	return l.b.at.at(index)
}

// Extension shows that one tree is the beginning of another.
type Extension struct {
	From, To         uint64
	FromRoot, ToRoot tlog.Hash
	Proof            tlog.TreeProof // RFC 6962 section 2.1.2
}

// Consistency between two sizes up to the newest checkpoint's.
func (l *Ledger) Consistency(ctx context.Context, from, to uint64) (Extension, error) {
	c := l.Checkpoint()
	if from == 0 || from > to || to > c.Size {
		return Extension{}, fmt.Errorf("%w: sizes from 1 to %d, the smaller first", ErrNotInTree, c.Size)
	}
	hashes := tlog.TileHashReader(c.Tree(), tiles{ctx, l.Source()})
	x := Extension{From: from, To: to}
	var err error
	if x.FromRoot, err = tlog.TreeHash(int64(from), hashes); err != nil {
		return x, err
	}
	if x.ToRoot, err = tlog.TreeHash(int64(to), hashes); err != nil {
		return x, err
	}
	x.Proof, err = tlog.ProveTree(int64(to), int64(from), hashes)
	return x, err
}

// Source reads the files that are published.
func (l *Ledger) Source() Source { return stored{l, FS{os.DirFS(l.dir)}} }

// stored waits while the tree is exchanged for one made again.
type stored struct {
	l *Ledger
	FS
}

func (s stored) ReadFile(ctx context.Context, path string) ([]byte, error) {
	s.l.swap.RLock()
	defer s.l.swap.RUnlock()
	return s.FS.ReadFile(ctx, path)
}
