package bus_test

import (
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/tests"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/integration/bus"
)

// an opener makes an empty log of one engine.
type opener func(t *testing.T) eventstore.Log

func embedded(t *testing.T) eventstore.Log {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

// TestPubSub is Watermill's own suite for Pub/Subs on the embedded log.
func TestPubSub(t *testing.T) { pubSub(t, embedded, false) }

// pubSub runs Watermill's suite. All subscribers that its plain constructor makes are
// members of one group, so they compete for the lease; the one test that wants every
// subscriber to see everything runs with a group for each.
func pubSub(t *testing.T, open opener, short bool) {
	log := open(t)
	make := func(t *testing.T, group string) (message.Publisher, message.Subscriber) {
		sub, err := bus.NewSubscriber(log, bus.Config{
			Group: group, PerTopic: true, From: bus.FromBeginning(),
			Backoff: time.Millisecond, MaxBackoff: 10 * time.Millisecond, Drain: 20 * time.Millisecond, Warn: t.Logf,
		})
		if err != nil {
			t.Fatal(err)
		}
		return bus.NewPublisher(log), sub
	}
	features := tests.Features{
		ForceShort:     short,
		ConsumerGroups: true, GuaranteedOrder: true, Persistent: true,
		ExactlyOnceDelivery: false, GuaranteedOrderWithSingleSubscriber: false, ContextPreserved: false, RequireSingleInstance: false,
	}
	one := func(t *testing.T) (message.Publisher, message.Subscriber) { return make(t, "shared") }
	tests.TestPubSub(t, features, one, make)

	features.NewSubscriberReceivesOldMessages = true
	t.Run("NewSubscriberReceivesOldMessages", func(t *testing.T) {
		each := func(t *testing.T) (message.Publisher, message.Subscriber) {
			return make(t, "g"+eventstore.NewID(time.Now()).String())
		}
		tests.TestNewSubscriberReceivesOldMessages(t, tests.TestContext{TestID: tests.NewTestID(), Features: features}, each)
	})
}
