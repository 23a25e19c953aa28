package node

import (
	"context"
	"fmt"
	"time"

	"minhbach/domain/subject"
	"minhbach/internal/app"
	"minhbach/projections/subjects"
	"minhbach/projections/view"
)

// An erasure has two halves. The key of the person is destroyed once, for every node
// (app: Carry). What this node has made of the log before, with the data in it, is
// made anew by the node itself: its mark says up to which erasure that is done, so
// that a node which was stopped, or whose files came back from a copy, does it when
// it starts.

// eraseEvery is how often a node looks for erasures that were ordered, and writes
// down who read sealed data.
const eraseEvery = time.Second

// eraseAgain is how long a node waits after an erasure that failed.
const eraseAgain = 30 * time.Second

// EraseStep is told while an erasure is carried out.
type EraseStep struct {
	Vi, En string
}

// eraseMarkFile holds the position of the last erasure whose traces are gone here.
func (n *Node) eraseMarkFile() string { return n.cfg.path("read", "erased.json") }

// guardData carries out erasures and keeps the record of readings, until ctx ends.
func (n *Node) guardData(ctx context.Context) {
	if n.Ready(ctx) != nil {
		return
	}
	runner := n.Models.byName["subjects"]
	seen, patient := runner.Changes()+1, time.Time{} // not yet
	tick := time.NewTicker(eraseEvery)
	defer tick.Stop()
	for {
		if err := n.App.Commands.Subjects.KeepViews(ctx); err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("recording who read personal data", "error", err)
		}
		if now := runner.Changes(); now != seen && time.Now().After(patient) {
			if err := n.CarryOut(ctx, nil); err == nil {
				seen = now
			} else if ctx.Err() == nil {
				n.cfg.Log.Error("carrying out an erasure of personal data", "error", err)
				patient = time.Now().Add(eraseAgain)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// CarryOut finishes every erasure that was ordered: keys, read models, search and
// old files. It may be repeated; where nothing is left to do it does nothing.
func (n *Node) CarryOut(ctx context.Context, tell func(EraseStep)) error {
	n.erasing.Lock()
	defer n.erasing.Unlock()
	if tell == nil {
		tell = func(EraseStep) {}
	}
	all, err := n.subjectsNow(ctx)
	if err != nil {
		return err
	}
	carried := false
	for _, s := range all {
		did, err := n.carryOne(ctx, s, tell)
		if err != nil {
			return fmt.Errorf("the data of %s: %w", s.ID, err)
		}
		carried = carried || did
	}
	if carried {
		if all, err = n.subjectsNow(ctx); err != nil {
			return err
		}
	}
	done, err := readMark(n.eraseMarkFile())
	if err != nil {
		return err
	}
	last := done
	for _, s := range all {
		last = max(last, s.Erased)
	}
	if last == done && !carried {
		return nil
	}
	if err := n.scrub(ctx, tell); err != nil {
		return err
	}
	return writeMark(n.eraseMarkFile(), last)
}

// carryOne destroys the key where it must be and is not.
func (n *Node) carryOne(ctx context.Context, s view.Subject, tell func(EraseStep)) (did bool, err error) {
	switch s.State {
	case subject.StateOrdered:
	case subject.StateErased:
		vault := n.shredder()
		if vault == nil {
			return false, app.ErrNoVault.New()
		}
		if gone, err := vault.Destroyed(ctx, s.ID); err != nil || gone {
			return false, err
		}
		n.cfg.Log.Warn("a key that was destroyed had come back, with an old copy of the vault; it is destroyed again", "subject", s.ID)
	default:
		return false, nil
	}
	tell(EraseStep{"hủy khóa của " + s.ID, "destroying the key of " + s.ID})
	_, err = n.App.Commands.Subjects.Carry(ctx, s.ID)
	return err == nil, err
}

// subjectsNow is what is under way at the head of the log.
func (n *Node) subjectsNow(ctx context.Context) ([]view.Subject, error) {
	head, err := n.Log.Head(ctx)
	if err != nil {
		return nil, err
	}
	runner := n.Models.byName["subjects"]
	if err := runner.Wait(ctx, head); err != nil {
		return nil, err
	}
	return subjects.NewReader(runner).Subjects(ctx)
}
