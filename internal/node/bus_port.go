package node

import (
	"context"
	"time"

	"minhbach/eventstore"
	"minhbach/integration/bus"
	"minhbach/integration/notices"
	"minhbach/internal/app"
)

// busPort is the bus as staff see it and look after it.
type busPort struct{ n *Node }

// Groups implements app.GroupKeeper.
func (p busPort) Groups(ctx context.Context) (app.Groups, error) {
	out := app.Groups{Sending: p.n.mail != nil}
	all, err := p.n.Groups(ctx)
	if err != nil {
		return out, err
	}
	for _, s := range all {
		g := app.Group{Name: s.Group, Events: s.Events, Most: bus.CountUpTo, BehindSecs: s.BehindSecs, LastError: s.Here.LastError, LastAt: s.Here.LastAt}
		parked, err := p.n.ParkedEvents(ctx, s.Group)
		if err != nil {
			return out, err
		}
		for _, e := range parked {
			g.Parked = append(g.Parked, app.ParkedEvent{Event: e.Event, Stream: e.Stream, Type: e.Type, Cause: e.Cause, At: e.At, Times: e.Times})
		}
		out.List = append(out.List, g)
	}
	return out, nil
}

// Replay implements app.GroupKeeper.
func (p busPort) Replay(ctx context.Context, group, event, actor string) error {
	_, err := bus.Replay(ctx, p.n.Log, group, event, actor)
	return err
}

// GroupsOf tells of the groups from a log alone, where nothing serves; of one that never
// began nothing is told.
func GroupsOf(ctx context.Context, log eventstore.Log, now time.Time) (list []bus.Status, parked []bus.Parked, err error) {
	for _, g := range notices.Groups() {
		s, err := bus.StatusOf(ctx, log, g[0], g[1], now)
		if err != nil {
			return list, parked, err
		}
		more, err := bus.ParkedIn(ctx, log, g[0])
		if err != nil {
			return list, parked, err
		}
		s.Parked = len(more)
		if s.Position > 0 || len(more) > 0 {
			list, parked = append(list, s), append(parked, more...)
		}
	}
	return list, parked, nil
}
