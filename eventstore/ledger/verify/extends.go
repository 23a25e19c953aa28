package verify

import (
	"context"
	"encoding/hex"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore/ledger"
)

// Extends tells whether a log still begins with everything that an older signed
// checkpoint covers (RFC 6962 section 2.1.2).
func Extends(ctx context.Context, older []byte, src Source, trust Trust, opts Options) (Report, error) {
	r := Report{Kind: "extends", Source: src.String()}
	head, p, err := checkpoint(ctx, src, trust, opts.Checkpoint)
	if err != nil {
		return r, err
	}
	if p != nil {
		return r.fail(p)
	}
	r.Checkpoint = head
	trust.Policy = nil // what witnesses signed then is not asked now
	old, p := trust.open(older, "older checkpoint")
	if p != nil {
		return r.fail(p)
	}
	r.Older = old
	if old.Origin != head.Origin {
		r.remark(OtherOrigin)
	}
	if old.Size > head.Size {
		return r.fail(&Problem{Code: Shrunk, Path: ledger.CheckpointPath, Leaf: at(head.Size), Leaves: old.Size - head.Size,
			Detail: fmt.Sprintf("it had %d leaves, it has %d", old.Size, head.Size)})
	}
	root, proof, err := prove(ctx, src, head.tree, old.Size)
	if err != nil {
		return r.damaged(ctx, src, trust, head, opts, err)
	}
	if root != old.tree.Root || old.Size > 0 && tlog.CheckTree(proof, int64(head.Size), head.tree.Root, int64(old.Size), old.tree.Root) != nil {
		return r.fail(&Problem{Code: Rewritten, Path: ledger.CheckpointPath, Leaf: at(0), Leaves: old.Size,
			Detail: fmt.Sprintf("the first %d leaves had the root %s, they now have %s", old.Size, old.Root, hex.EncodeToString(root[:]))})
	}
	remarkHead(&r, trust)
	r.Sound = true
	return r, nil
}

func prove(ctx context.Context, src ledger.Source, c ledger.Checkpoint, size uint64) (tlog.Hash, tlog.TreeProof, error) {
	if size == 0 {
		return rootOf(nil), nil, nil
	}
	return ledger.ProveConsistency(ctx, src, c, size)
}

// damaged: the tiles do not lead to the checkpoint, so no proof can be made of them;
// a walk through the log names the one that is wrong.
func (r *Report) damaged(ctx context.Context, src Source, trust Trust, head *Head, opts Options, cause error) (Report, error) {
	w, err := walkTree(ctx, src, trust, head, opts)
	if err != nil {
		return *r, fmt.Errorf("%w; and the log cannot be read through: %w", cause, err)
	}
	p, further, err := w.locate()
	if p == nil || err != nil {
		return *r, cause
	}
	r.Further = further
	return r.fail(p)
}
