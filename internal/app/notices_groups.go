package app

import (
	"context"
	"time"

	"minhbach/domain/fault"
	"minhbach/domain/notice"
	"minhbach/projections/view"
)

// GroupKeeper knows the groups that do something outside of the log because of events.
type GroupKeeper interface {
	Groups(ctx context.Context) (Groups, error)
	// Replay orders a parked event to be handled again, all of the group when event is
	// empty. Two orders at once are one.
	Replay(ctx context.Context, group, event, actor string) error
}

// Groups are all of a node, and whether it can send.
type Groups struct {
	Sending bool // a mail server is set
	List    []Group
}

// Group is how far one is, on whatever node it works.
type Group struct {
	Name       string
	Events     int // behind; Most stands for that many or more
	Most       int
	BehindSecs float64
	LastError  string // of this node; empty again after a success
	LastAt     time.Time
	Parked     []ParkedEvent
}

// ParkedEvent is one that a group went on without.
type ParkedEvent struct {
	Event, Stream, Type string
	Cause               string // a fault's code, or a text without addresses
	At                  time.Time
	Times               int
}

// ReplayParked names one.
type ReplayParked struct{ Group, Event string }

var errNoGroups = fault.Define(fault.Unavailable, "notice.no_groups",
	"Ở đây không có nhóm xử lý nào; hãy dùng cổng đang phục vụ.", "No groups work here; use the portal that serves.")

// administers wants the operator or an administrator of the province.
func (d Deps) administers(ctx context.Context, by Caller) error {
	if by.Operator {
		return nil
	}
	p, err := d.places(ctx)
	if err != nil {
		return mapErr(err)
	}
	_, err = p.mayAdminister(by)
	return err
}

func (k criers) groups(ctx context.Context, by Caller) (Groups, error) {
	if err := k.administers(ctx, by); err != nil || k.Deps.Groups == nil {
		return Groups{}, err
	}
	return k.Deps.Groups.Groups(ctx)
}

func (k criers) replayParked(ctx context.Context, by Caller, cmd ReplayParked) (Receipt, error) {
	as, err := k.registry.administrator(ctx, by)
	switch {
	case err != nil:
		return Receipt{}, err
	case k.Deps.Groups == nil:
		return Receipt{}, errNoGroups.New()
	}
	if err := k.Deps.Groups.Replay(ctx, cmd.Group, cmd.Event, as.Account); err != nil {
		return Receipt{}, mapErr(err)
	}
	head, err := k.Log.Head(ctx)
	return Receipt{ID: cmd.Group, Position: uint64(head)}, mapErr(err)
}

// titles are read from the desk's read models; what these do not know has none.
func (k criers) titles(ctx context.Context, by Caller, list []view.Notice) (map[string]string, error) {
	out := map[string]string{}
	if err := k.administers(ctx, by); err != nil {
		return out, err
	}
	for _, n := range list {
		id := n.Written.About
		if _, known := out[id]; known {
			continue
		}
		out[id] = ""
		switch n.Written.Sort {
		case notice.Publication:
			if w, err := k.Publications.Work(ctx, id); err == nil {
				out[id] = w.Title
			}
		case notice.Dataset:
			if w, err := k.Datasets.Work(ctx, id); err == nil {
				out[id] = w.Title
			}
		}
	}
	return out, nil
}
