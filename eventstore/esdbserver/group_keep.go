package esdbserver

import (
	"context"
	"fmt"
	"time"

	"minhbach/eventstore"
)

// progress is how far everything is done with, and its number.
func (g *group) progress() (groupPlace, uint64) {
	if first := g.open.Front(); first != nil {
		m := first.Value.(*groupMessage)
		return m.before, m.seq - 1
	}
	return g.taken, g.seq
}

// unsaved is how many events were done with since the last checkpoint.
func (g *group) unsaved() uint64 {
	_, seq := g.progress()
	return seq - min(g.savedSeq, seq)
}

// least is how many of them a checkpoint by the clock needs.
func (g *group) least() uint64 { return uint64(max(1, g.entry.MinCheckpoint)) }

func (g *group) nextSave() time.Time {
	return g.savedAt.Add(time.Duration(g.entry.CheckpointAfter) * time.Millisecond)
}

// save writes a checkpoint when there is enough of progress: by the clock, or without.
func (g *group) save(timed bool) {
	n := g.unsaved()
	if n >= uint64(max(1, g.entry.MaxCheckpoint)) || timed && n >= g.least() {
		g.checkpoint()
	}
}

// checkpoint writes down how far the group is. When that fails the group goes on, and
// would deliver again after a restart what it has delivered since the last one.
func (g *group) checkpoint() {
	at, seq := g.progress()
	g.savedAt = time.Now()
	if at == 0 {
		return
	}
	if err := g.s.recordCheckpoint(context.Background(), g.stream, g.id, at); err != nil {
		g.s.opts.Warn("persistent subscription %s: writing a checkpoint: %v", g.id, err)
		return
	}
	g.saved, g.hasSaved, g.savedSeq = at, true, seq
}

// park keeps messages in the group's stream of parked events, which is done with them.
// Those that cannot be kept are tried again.
func (g *group) park(all []*groupMessage, reason string) {
	if len(all) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stateTimeout)
	defer cancel()
	for len(all) > 0 {
		some := all[:min(len(all), parkAtOnce)]
		if err := g.parkSome(ctx, some, reason); err != nil {
			g.s.opts.Warn("persistent subscription %s: parking: %v; trying again", g.id, err)
			g.retry = append(g.retry, all...)
			return
		}
		all = all[len(some):]
	}
}

// parkAtOnce is how many events are parked in one append.
const parkAtOnce = 100

func (g *group) parkSome(ctx context.Context, some []*groupMessage, reason string) error {
	drafts := make([]eventstore.Draft, 0, len(some))
	for _, m := range some {
		if err := g.fetch(m); err != nil {
			return err
		}
		target := ""
		switch {
		case m.event != nil:
			target = fmt.Sprintf("%d@%s", m.event.Revision, m.event.Stream)
		default: // what it points to is gone, so this is the link's own text
			target = string(m.link.Data)
		}
		d, err := parkedLink(m, target, reason, g.s.opts.Now())
		if err != nil {
			return err
		}
		drafts = append(drafts, d)
	}
	done, err := g.s.appendState(ctx, parkedStream(g.id), drafts...)
	if err != nil {
		return err
	}
	g.parked.next = done.Last + 1
	for _, m := range some {
		m.event, m.link = nil, nil
		g.settle(m)
	}
	return nil
}

// saveReplayed truncates the stream of parked events behind those that were delivered
// again and are done with: when all of them are, or when it must be now.
func (g *group) saveReplayed(now bool) {
	p := &g.parked
	done := p.replay
	if first := p.open.Front(); first != nil {
		done = first.Value.(*groupMessage).revision
		if !now {
			return
		}
	}
	if done <= p.from || !now && p.replay < p.until {
		return
	}
	if err := g.s.recordStateMeta(context.Background(), parkedStream(g.id), stateMeta{From: done}); err != nil {
		g.s.opts.Warn("persistent subscription %s: truncating what was parked: %v", g.id, err)
		return
	}
	p.from = done
}

// rest is what the last consumer leaves behind: no reading, no buffer, and everything
// written down.
func (g *group) rest() {
	g.stop()
	g.stop = nil
	g.turn++
	i := 0
	for ; i < len(g.fresh) && g.fresh[i].seq < g.given; i++ {
		m := g.fresh[i] // a later one was delivered already, so this cannot be taken again
		m.fresh = false
		g.retry = append(g.retry, m)
	}
	if rest := g.fresh[i:]; len(rest) > 0 {
		g.taken, g.seq = rest[0].before, rest[0].seq-1
		for _, m := range rest {
			g.open.Remove(m.open)
		}
	}
	g.fresh, g.size, g.live = nil, 0, false
	for _, m := range g.retry {
		m.event, m.link = nil, nil
	}
	if g.timer != nil {
		g.timer.Stop()
	}
	if g.unsaved() > 0 {
		g.checkpoint()
	}
	g.saveReplayed(true)
}
