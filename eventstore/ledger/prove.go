package ledger

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ProveInclusion makes the audit path of a leaf in the tree of a checkpoint
// (RFC 6962 section 2.1.1) from tiles that it checks against that checkpoint.
func ProveInclusion(ctx context.Context, s Source, c Checkpoint, index uint64) (tlog.RecordProof, error) {
	if index >= c.Size {
		return nil, fmt.Errorf("ledger: leaf %d is not among the %d of the checkpoint", index, c.Size)
	}
	return tlog.ProveRecord(int64(c.Size), int64(index), tlog.TileHashReader(c.Tree(), tiles{ctx, s}))
}

// ProveConsistency shows that the tree of a checkpoint begins with its own first
// size leaves (RFC 6962 section 2.1.2), and the root that these had.
func ProveConsistency(ctx context.Context, s Source, c Checkpoint, size uint64) (root tlog.Hash, proof tlog.TreeProof, err error) {
	if size == 0 || size > c.Size {
		return root, nil, fmt.Errorf("ledger: no tree of %d leaves within one of %d", size, c.Size)
	}
	hashes := tlog.TileHashReader(c.Tree(), tiles{ctx, s})
	if root, err = tlog.TreeHash(int64(size), hashes); err != nil {
		return root, nil, err
	}
	proof, err = tlog.ProveTree(int64(c.Size), int64(size), hashes)
	return root, proof, err
}
