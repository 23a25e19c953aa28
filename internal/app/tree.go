package app

import (
	"context"
	"errors"
	"sync"

	"minhbach/domain/agency"
	"minhbach/eventstore"
)

// trees keeps the folded tree of agencies for reading: almost every command asks
// it who answers for what, and it changes a few times a month. What is handed out
// is shared and must not be applied to.
type trees struct {
	mu       sync.Mutex
	revision eventstore.Revision
	tree     *agency.Tree
}

// tree is the tree as of the newest event of its stream.
func (d Deps) tree(ctx context.Context) (*agency.Tree, error) {
	head := eventstore.NoRevision
	for ev, err := range d.Log.ReadStream(ctx, treeStream, eventstore.FromEnd, eventstore.Backwards, 1) {
		if errors.Is(err, eventstore.ErrNoStream) {
			return agency.New(), nil
		}
		if err != nil {
			return nil, mapErr(err)
		}
		head = ev.Revision
	}
	if d.trees == nil { // put together without New
		tree := agency.New()
		_, _, err := eventstore.Load(ctx, d.Repo, treeStream, tree)
		return tree, mapErr(err)
	}
	d.trees.mu.Lock()
	kept, at := d.trees.tree, d.trees.revision
	d.trees.mu.Unlock()
	if kept != nil && at >= head {
		return kept, nil
	}
	tree := agency.New()
	revision, _, err := eventstore.Load(ctx, d.Repo, treeStream, tree)
	if err != nil {
		return nil, mapErr(err)
	}
	d.trees.mu.Lock()
	defer d.trees.mu.Unlock()
	if revision >= d.trees.revision || d.trees.tree == nil {
		d.trees.tree, d.trees.revision = tree, revision
	}
	return tree, nil
}
