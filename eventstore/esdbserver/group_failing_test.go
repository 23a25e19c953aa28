package esdbserver

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"

	"minhbach/eventstore"
)

// stuckLog is a log whose disk is full at times.
type stuckLog struct {
	eventstore.Log
	full atomic.Bool
}

func (l *stuckLog) Append(ctx context.Context, stream string, expected eventstore.Expected, drafts ...eventstore.Draft) (eventstore.Appended, error) {
	if l.full.Load() {
		return eventstore.Appended{}, eventstore.ErrReadOnly
	}
	return l.Log.Append(ctx, stream, expected, drafts...)
}

// While nothing can be written, a group goes on with what it has: what it cannot park it
// delivers again, and what it cannot checkpoint it checkpoints later.
func TestGroupOnALogThatTakesNothing(t *testing.T) {
	log := &stuckLog{Log: openLog(t)}
	w := startOn(t, log)
	w.seed(t, "orders", "order.placed", 3)
	w.group(t, "orders", "desk", esdb.Start{}, everyCheckpoint)
	r := w.consume(t, "orders", "desk", 3)
	first, second, third := r.next(), r.next(), r.next()
	log.full.Store(true)
	r.nack(persistent.ReadReq_Nack_Park, "", first)
	if again := r.next(); again.Event.StreamRevision != 0 || again.GetRetryCount() != 0 {
		t.Errorf("what could not be parked came as %v", again)
	}
	r.ack(second)
	if _, err := w.groups().Create(soon(t), createReq("orders", "more")); status.Code(err) != codes.Unavailable {
		t.Errorf("a new group is refused with %v", err)
	}
	comesTrue(t, "the second is done with", func() bool { return w.inFlight(t, "orders", "desk") == 2 })
	log.full.Store(false)
	r.nack(persistent.ReadReq_Nack_Park, "", first)
	r.ack(third)
	comesTrue(t, "all is written down", func() bool {
		i := w.info(t, "orders", "desk")
		return i.ParkedMessageCount == 1 && i.LastCheckpointedEventPosition == "2"
	})
	if _, err := w.groups().GetInfo(soon(t), infoReq("orders", "more")); status.Code(err) != codes.NotFound {
		t.Errorf("the group that could not be made: %v", err)
	}
}
