package node

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"minhbach/domain/disposal"
	"minhbach/internal/files"
	"minhbach/projections/disposals"
	"minhbach/projections/view"
)

// A disposal has two halves, as an erasure has. The items are told that they are gone
// once, for every node (app: CarryOut). Files and tables on this node go after that:
// a mark beside the read models says up to which list that is done, so that a node
// that was stopped, or whose files came back from a copy, does it when it starts.

// disposeEvery is how often a node looks for lists that were approved, and
// disposeAgain how long it waits where something could not be done yet.
const (
	disposeEvery = time.Second
	disposeAgain = 5 * time.Minute
)

// fresh is how long a file that was sent again is left alone, because whoever sent it
// may be about to name it.
const fresh = time.Hour

func (n *Node) disposeMarkFile() string { return n.cfg.path("read", "disposed.json") }

// clearShelves carries out lists until ctx ends.
func (n *Node) clearShelves(ctx context.Context) {
	if n.Ready(ctx) != nil {
		return
	}
	runner := n.Models.byName["disposals"]
	seen, patient := runner.Changes()+1, time.Time{} // not yet
	tick := time.NewTicker(disposeEvery)
	defer tick.Stop()
	for {
		if now := runner.Changes(); now != seen && time.Now().After(patient) {
			if err := n.Dispose(ctx); err == nil {
				seen = now
			} else if ctx.Err() == nil {
				n.cfg.Log.Warn("a disposal is not finished; it is tried again", "error", err)
				patient = time.Now().Add(disposeAgain)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Dispose finishes every list that was approved: the items, then the files and tables
// that nothing else names. It may be repeated; where nothing is left to do it does
// nothing.
func (n *Node) Dispose(ctx context.Context) error {
	n.disposing.Lock()
	defer n.disposing.Unlock()
	all, err := n.disposalsNow(ctx)
	if err != nil {
		return err
	}
	carried := false
	for _, l := range all {
		if l.State != disposal.StateApproved {
			continue
		}
		if _, err := n.App.Commands.Disposals.CarryOut(ctx, l.ID); err != nil {
			return fmt.Errorf("list %s: %w", l.ID, err)
		}
		carried = true
	}
	if carried {
		if all, err = n.disposalsNow(ctx); err != nil {
			return err
		}
	}
	done, err := readMark(n.disposeMarkFile())
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b view.Disposal) int { return cmp.Compare(a.Ended, b.Ended) })
	for _, l := range all {
		if l.Ended <= done {
			continue
		}
		if err := n.clear(ctx, l.ID); err != nil {
			return fmt.Errorf("what is left of list %s: %w", l.ID, err)
		}
		if err := writeMark(n.disposeMarkFile(), l.Ended); err != nil {
			return err
		}
	}
	return nil
}

// clear removes the tables, the files made of them, and the files of a list's items.
func (n *Node) clear(ctx context.Context, list string) error {
	left, err := n.App.Queries.Disposals.Leftovers(ctx, list)
	if err != nil {
		return err
	}
	for _, id := range left.Releases {
		if err := n.Tables.Drop(ctx, id); err != nil {
			return err
		}
	}
	if len(left.Releases) > 0 {
		// Files of several datasets hold their rows as well; all can be made again.
		if err := n.Tables.Sweep(time.Now().Add(fresh)); err != nil {
			return err
		}
	}
	var late error
	for _, hash := range left.Files {
		err := n.store.Remove(hash, n.cfg.Now().Add(-fresh))
		if errors.Is(err, files.ErrFresh) {
			late = fmt.Errorf("file %s: %w", hash, err)
		} else if err != nil {
			return err
		}
	}
	return late
}

// disposalsNow is what was decided at the head of the log.
func (n *Node) disposalsNow(ctx context.Context) ([]view.Disposal, error) {
	head, err := n.Log.Head(ctx)
	if err != nil {
		return nil, err
	}
	runner := n.Models.byName["disposals"]
	if err := runner.Wait(ctx, head); err != nil {
		return nil, err
	}
	return disposals.NewReader(runner).Disposals(ctx, nil)
}
