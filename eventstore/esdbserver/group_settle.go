package esdbserver

import (
	"fmt"
	"slices"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"

	"minhbach/eventstore"
)

// ack is done with messages. Ids that the consumer does not hold are passed over: they
// may have timed out.
func (g *group) ack(c *groupConsumer, ids []eventstore.ID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, id := range ids {
		if m := g.back(c, id); m != nil {
			g.settle(m)
		}
	}
	g.goOn()
}

// nack does with messages what the consumer says; who leaves it to the group has them
// tried again.
func (g *group) nack(c *groupConsumer, ids []eventstore.ID, action persistent.ReadReq_Nack_Action, reason string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var park, tired []*groupMessage
	for _, id := range ids {
		m := g.back(c, id)
		if m == nil {
			continue
		}
		switch action {
		case persistent.ReadReq_Nack_Park:
			park = append(park, m)
		case persistent.ReadReq_Nack_Skip:
			g.settle(m)
		case persistent.ReadReq_Nack_Stop:
			g.retry = append(g.retry, m)
		default:
			tired = g.again(m, tired)
		}
	}
	g.park(park, "Client explicitly NAK'ed message.\n"+reason)
	g.parkTired(tired)
	if action == persistent.ReadReq_Nack_Stop {
		g.leave(c, dropped)
	}
	g.goOn()
}

// back takes a message from the consumer that holds it.
func (g *group) back(c *groupConsumer, id eventstore.ID) *groupMessage {
	m := c.first(id)
	if m == nil {
		return nil
	}
	if g.entry.ExtraStatistics {
		c.measure(time.Since(m.sent))
	}
	g.unsend(m)
	return m
}

func (g *group) unsend(m *groupMessage) {
	g.strategy.returned(m)
	g.flights.Remove(m.flight)
	m.flight = nil
	m.consumer.release(m)
}

// settle is done with a message for good.
func (g *group) settle(m *groupMessage) {
	if m.replay {
		g.parked.open.Remove(m.open)
	} else {
		g.open.Remove(m.open)
	}
}

// again queues a message for another try, or adds it to those that had enough of them.
func (g *group) again(m *groupMessage, tired []*groupMessage) []*groupMessage {
	if m.retries >= g.entry.MaxRetries {
		return append(tired, m)
	}
	m.retries++
	g.retry = append(g.retry, m)
	return tired
}

func (g *group) parkTired(tired []*groupMessage) {
	g.park(tired, fmt.Sprintf("Reached retry count of %d", g.entry.MaxRetries))
}

// leave lets go of a consumer; what it holds is tried again.
func (g *group) leave(c *groupConsumer, why departure) {
	i := slices.Index(g.consumers, c)
	if i < 0 {
		return
	}
	g.consumers = slices.Delete(g.consumers, i, i+1)
	var lost, tired []*groupMessage
	for _, held := range c.held {
		lost = append(lost, held...)
	}
	slices.SortFunc(lost, (*groupMessage).earlier)
	for _, m := range lost {
		g.unsend(m)
		if why == stays {
			tired = g.again(m, tired) // it vanished by itself, perhaps because of a message
		} else {
			g.retry = append(g.retry, m)
		}
	}
	g.parkTired(tired)
	g.strategy.left(c)
	c.why = why
	close(c.gone)
	if len(g.consumers) == 0 {
		g.rest()
	}
}

// part is a consumer's end of the connection.
func (g *group) part(c *groupConsumer) {
	g.mu.Lock()
	defer g.mu.Unlock()
	why := stays
	if g.s.ending.Err() != nil {
		why = endedByServer
	}
	g.leave(c, why)
	g.goOn()
}

// dismiss lets go of all consumers.
func (g *group) dismiss(why departure) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.dismissAll(why)
}

func (g *group) dismissAll(why departure) {
	for len(g.consumers) > 0 {
		g.leave(g.consumers[0], why)
	}
}

// resume delivers further, when a connection has got rid of enough.
func (g *group) resume() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.goOn()
}

// goOn is what follows every change: write down what is due, deliver, set the clock.
func (g *group) goOn() {
	if len(g.consumers) == 0 {
		return
	}
	g.save(false)
	g.saveReplayed(false)
	g.dispatch()
	g.arm()
}

// tick takes back what was not acknowledged in time, and checkpoints by the clock.
func (g *group) tick() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.consumers) == 0 {
		return
	}
	now := time.Now()
	var tired []*groupMessage
	for g.entry.MessageTimeout > 0 && g.flights.Len() > 0 {
		m := g.flights.Front().Value.(*groupMessage)
		if now.Before(g.due(m)) {
			break
		}
		g.unsend(m)
		tired = g.again(m, tired)
	}
	g.parkTired(tired)
	g.save(!now.Before(g.nextSave()))
	g.saveReplayed(false)
	g.dispatch()
	g.arm()
}

func (g *group) due(m *groupMessage) time.Time {
	return m.sent.Add(time.Duration(g.entry.MessageTimeout) * time.Millisecond)
}

// arm sets the clock to whatever is due next.
func (g *group) arm() {
	var next time.Time
	sooner := func(t time.Time) {
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	if g.entry.MessageTimeout > 0 && g.flights.Len() > 0 {
		sooner(g.due(g.flights.Front().Value.(*groupMessage)))
	}
	if g.unsaved() >= g.least() {
		sooner(g.nextSave())
	}
	if g.stuck {
		sooner(time.Now().Add(sourcePause))
	}
	switch {
	case len(g.consumers) == 0 || next.IsZero():
		if g.timer != nil {
			g.timer.Stop()
		}
	case g.timer == nil:
		g.timer = time.AfterFunc(time.Until(next), g.tick)
	default:
		g.timer.Reset(time.Until(next))
	}
}
