package esdbserver

import (
	"context"
	"errors"
	"strings"
	"time"

	"minhbach/eventstore"
)

const (
	// mostFresh bounds the bytes that a group keeps of events not yet delivered.
	mostFresh = 16 << 20
	// sourcePause is how long a group waits before it reads on after a fault.
	sourcePause = time.Second
)

var errStale = errors.New("esdbserver: the group reads anew")

// reading is one time that a group takes events from its source, with the settings that
// the group had when it began.
type reading struct {
	turn    int
	resolve bool
	filter  *eventFilter
	room    chan struct{}
}

// read begins to take events from the source. The caller holds the lock.
func (g *group) read() {
	ctx, cancel := context.WithCancel(g.s.ending)
	g.turn++
	g.stop = cancel
	g.room = make(chan struct{}, 1)
	go g.pump(ctx, reading{g.turn, g.entry.ResolveLinks, g.filter, g.room}, g.taken)
}

// pump takes events until the context ends, and begins again after a fault.
func (g *group) pump(ctx context.Context, r reading, after groupPlace) {
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		err := g.follow(ctx, r, after)
		switch {
		case ctx.Err() != nil || errors.Is(err, errStale):
			return
		case errors.Is(err, eventstore.ErrClosed):
			g.dismiss(endedByServer)
			return
		case errors.Is(err, errSlowRegex):
			g.dismiss(sourceFailed)
			return
		}
		g.s.opts.Warn("persistent subscription %s: %v; reading on in %v", g.id, err, sourcePause)
		g.mu.Lock()
		after = g.taken
		g.mu.Unlock()
		pause.Reset(sourcePause)
	}
}

// follow hands every event after the place to take.
func (g *group) follow(ctx context.Context, r reading, after groupPlace) error {
	live := false
	handle := func(d eventstore.Delivery) error {
		if d.Event == nil {
			live = live || d.CaughtUp
			return g.caughtUp(r.turn)
		}
		m := &groupMessage{
			id: d.Event.ID, stream: d.Event.Stream, revision: d.Event.Revision,
			at: placeOf(g.stream, d.Event), event: d.Event,
		}
		passes, err := g.passes(ctx, r.filter, d.Event, live)
		if err == nil && passes && r.resolve {
			m.event, m.link, err = g.s.resolve(ctx, m.event)
		}
		if err != nil {
			return err
		}
		return g.take(ctx, r, m, passes)
	}
	if g.stream == allLog {
		return g.s.followAll(ctx, eventstore.Position(after), handle)
	}
	return g.s.followStream(ctx, g.stream, after.revision(), handle)
}

// passes tells whether the group delivers an event: not what its stream hides, nor what
// the filter leaves out, nor, of the whole log, the state of groups like this one.
func (g *group) passes(ctx context.Context, filter *eventFilter, ev *eventstore.Event, live bool) (bool, error) {
	if g.stream == allLog {
		if strings.HasPrefix(ev.Stream, groupStatePrefix+groupID(allLog, "")) {
			return false, nil
		}
		return filter.matches(ev)
	}
	if ev.Type == eventstore.TypeStreamDeleted {
		return false, nil
	}
	var seen sight
	var err error
	if live { // what is new is delivered, however few of them the stream is to show
		name, about := strings.CutPrefix(g.stream, metaOf(""))
		if about {
			return true, nil
		}
		seen.streamMeta, err = g.s.meta.get(ctx, name)
		seen.from = seen.TruncateBefore
	} else {
		seen, err = g.s.sightOf(ctx, g.stream)
	}
	if seen.softDeleted() && ev.Position > seen.position {
		return true, err // the stream begins anew at this moment
	}
	return !seen.hides(ev.Revision) && !seen.aged(ev, g.s.opts.Now()), err
}

// take keeps an event for delivery, once there is room, or steps over it.
func (g *group) take(ctx context.Context, r reading, m *groupMessage, passes bool) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.turn == r.turn && g.full() {
		g.live = false
		g.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-r.room:
		}
		g.mu.Lock()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if g.turn != r.turn {
		return errStale
	}
	m.before, g.taken = g.taken, m.at
	g.known = max(g.known, m.at)
	if !passes {
		if !strings.HasPrefix(m.stream, "$") {
			g.seq++ // a checkpoint may move over many events that are left out
		}
		g.save(false)
		g.arm()
		return nil
	}
	g.seq++
	m.seq, m.fresh = g.seq, true
	m.open = g.open.PushBack(m)
	g.fresh = append(g.fresh, m)
	g.size += m.bytes()
	g.dispatch()
	g.arm()
	return nil
}

func (g *group) full() bool {
	most := int(g.entry.HistoryBuffer)
	if g.live {
		most = int(g.entry.LiveBuffer)
	}
	return len(g.fresh) >= most || g.size >= mostFresh
}

func (g *group) caughtUp(turn int) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.turn != turn {
		return errStale
	}
	g.live = true
	return nil
}
