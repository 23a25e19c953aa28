package esdbserver

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"

	"minhbach/eventstore"
)

// play is one random history of a group: what was appended, and what became of it.
type play struct {
	*world
	t         testing.TB
	rnd       *rand.Rand
	server    *Server
	stream    string
	consumers []*played
	settled   map[eventstore.Revision]bool // acknowledged or skipped at least once
	appended  int
}

// played is a consumer, and what it holds.
type played struct {
	*groupConsumer
	g    *group
	held []delivery
}

const playedGroup = "players"

// serve begins with a server that was just made, as after a crash or a clean end.
func (p *play) serve() { p.server, p.consumers = New(p.log, p.opts), nil }

func (p *play) append(n int) {
	for range n {
		d := eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "card.played", Data: []byte("{}"), Metadata: fmt.Appendf(nil, `{"$correlationId":"%d"}`, p.rnd.IntN(6))}
		if _, err := p.log.Append(p.t.Context(), "played", eventstore.Any(), d); err != nil {
			p.t.Fatal(err)
		}
		p.appended++
	}
}

func (p *play) join() {
	c := &played{groupConsumer: newGroupConsumer(int32(1+p.rnd.IntN(6)), "", "", "")}
	g, err := p.server.groups.join(p.t.Context(), p.stream, playedGroup, c.groupConsumer)
	if err != nil {
		p.t.Fatal(err)
	}
	c.g = g
	p.consumers = append(p.consumers, c)
}

// receive takes what has come, and waits for more when told so.
func (c *played) receive(wait <-chan time.Time) bool {
	select {
	case d := <-c.out:
		c.pending.Add(-int64(d.bytes))
		c.held = append(c.held, d)
		return true
	default:
	}
	if wait == nil {
		return false
	}
	select {
	case d := <-c.out:
		c.pending.Add(-int64(d.bytes))
		c.held = append(c.held, d)
		return true
	case <-wait:
		return false
	}
}

// answer says something about one of the events that it holds.
func (p *play) answer(c *played, action persistent.ReadReq_Nack_Action, ack bool) {
	i := p.rnd.IntN(len(c.held))
	d := c.held[i]
	c.held = append(c.held[:i], c.held[i+1:]...)
	id, revision := d.event.ID, d.event.Revision
	if d.link != nil {
		id = d.link.ID
	}
	if ack {
		c.g.ack(c.groupConsumer, []eventstore.ID{id})
	} else {
		c.g.nack(c.groupConsumer, []eventstore.ID{id}, action, "as it fell out")
	}
	if ack || action == persistent.ReadReq_Nack_Skip {
		p.settled[revision] = true // it was said, even if too late to count
	}
}

func (p *play) leave(i int) {
	c := p.consumers[i]
	c.g.part(c.groupConsumer)
	p.consumers = append(p.consumers[:i], p.consumers[i+1:]...)
}

func (p *play) someone() (int, *played) {
	if len(p.consumers) == 0 {
		return -1, nil
	}
	i := p.rnd.IntN(len(p.consumers))
	return i, p.consumers[i]
}

// step does something at random.
func (p *play) step() {
	i, c := p.someone()
	switch n := p.rnd.IntN(100); {
	case n < 8:
		p.append(1 + p.rnd.IntN(5))
	case n < 16 && len(p.consumers) < 4:
		p.join()
	case n < 19 && c != nil:
		p.leave(i)
	case n < 21: // the server ends as it should
		p.server.end()
		p.server.groups.close()
		p.serve()
	case n < 23: // the server is killed
		p.server.end()
		p.serve()
	case n < 25:
		if g, err := p.server.groups.find(p.t.Context(), p.stream, playedGroup); err != nil {
			p.t.Fatal(err)
		} else if err := g.replayParked(p.t.Context(), eventstore.Revision(p.rnd.IntN(20))); err != nil {
			p.t.Fatal(err)
		}
	case c != nil && (n < 60 || len(c.held) == 0):
		c.receive(nil)
	case c != nil && n < 85:
		p.answer(c, 0, true)
	case c != nil:
		action := persistent.ReadReq_Nack_Action(p.rnd.IntN(5))
		p.answer(c, action, false)
		if action == persistent.ReadReq_Nack_Stop {
			p.gone()
		}
	}
}

// gone forgets consumers that the group has let go of.
func (p *play) gone() {
	kept := p.consumers[:0]
	for _, c := range p.consumers {
		select {
		case <-c.groupConsumer.gone:
		default:
			kept = append(kept, c)
		}
	}
	p.consumers = kept
}

// parked are the events that the log holds as parked: from is the first that counts.
func (p *play) parked(from eventstore.Revision) map[eventstore.Revision]bool {
	found := map[eventstore.Revision]bool{}
	for _, ev := range stateEvents(p.t, p.world, parkedStream(groupID(p.stream, playedGroup))) {
		var r eventstore.Revision
		if _, err := fmt.Sscanf(string(ev.Data), "%d@played", &r); err != nil {
			p.t.Fatal(err)
		}
		if ev.Revision >= from {
			found[r] = true
		}
	}
	return found
}

// check holds the promise that no crash at this moment loses an event: what the last
// checkpoint has behind it is done with, or parked.
func (p *play) check() {
	id := groupID(p.stream, playedGroup)
	at, ok, err := p.server.groupCheckpoint(context.Background(), p.stream, id)
	if err != nil || !ok {
		return
	}
	from, err := p.server.stateFrom(context.Background(), parkedStream(id))
	if err != nil {
		p.t.Fatal(err)
	}
	parked := p.parked(from)
	for ev, err := range p.log.ReadStream(context.Background(), "played", 0, eventstore.Forwards, 0) {
		if err != nil {
			p.t.Fatal(err)
		}
		if placeOf(p.stream, &ev) <= at && !p.settled[ev.Revision] && !parked[ev.Revision] {
			p.t.Fatalf("the checkpoint is at %d, and revision %d is neither done with nor parked", at, ev.Revision)
		}
	}
}

// finish acknowledges all that comes until every event is done with; from the server as
// it is, or from one that begins anew.
func (p *play) finish() {
	if p.rnd.IntN(3) == 0 {
		p.server.end()
		p.server.groups.close()
		p.serve()
	}
	for len(p.consumers) > 0 {
		p.leave(0)
	}
	c := &played{groupConsumer: newGroupConsumer(10, "", "", "")}
	var err error
	if c.g, err = p.server.groups.join(p.t.Context(), p.stream, playedGroup, c.groupConsumer); err != nil {
		p.t.Fatal(err)
	}
	if err := c.g.replayParked(p.t.Context(), eventstore.FromEnd); err != nil {
		p.t.Fatal(err)
	}
	patience := time.After(groupPatience)
	for len(p.settled) < p.appended {
		if !c.receive(patience) {
			p.t.Fatalf("%d of %d events never came again", p.appended-len(p.settled), p.appended)
		}
		p.answer(c, 0, true)
	}
	p.server.end()
	p.server.groups.close()
}

// With random answers, departures, replays, ends and crashes, every event is
// acknowledged, skipped or parked, and none is lost.
func TestNoEventOfAGroupIsLost(t *testing.T) {
	rounds, steps := 6, 200
	if testing.Short() {
		rounds = 2
	}
	for round := range rounds {
		for _, stream := range []string{"played", allLog} {
			for _, strategy := range []string{roundRobin, pinnedByCorrelation} {
				t.Run(fmt.Sprint(round, stream, strategy), func(t *testing.T) {
					t.Parallel()
					p := &play{t: t, rnd: rand.New(rand.NewPCG(uint64(round), uint64(len(stream+strategy)))), stream: stream, settled: map[eventstore.Revision]bool{}}
					p.world = &world{log: openLog(t), opts: Options{Warn: func(string, ...any) {}}}
					p.serve()
					e := groupEntry{Stream: stream, Group: playedGroup, StartPosition: "0", MessageTimeout: 20, LiveBuffer: 4, HistoryBuffer: 6, ReadBatch: 3,
						MaxRetries: 2, CheckpointAfter: 1, MinCheckpoint: 1 + int32(round%3), MaxCheckpoint: 3 + int32(round), Strategy: strategy}
					if stream == allLog {
						e.StartPosition, e.Filter = "C:0/P:0", &groupFilter{Context: "eventType", Type: "prefix", Data: []string{"card."}}
					}
					if err := p.server.groups.create(t.Context(), e); err != nil {
						t.Fatal(err)
					}
					for i := range steps {
						p.step()
						if i%5 == 0 {
							p.check()
						}
					}
					p.finish()
				})
			}
		}
	}
}
