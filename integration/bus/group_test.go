package bus_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"minhbach/eventstore"
	"minhbach/integration/bus"
)

func TestANewGroupStartsAtTheHead(t *testing.T) {
	log := embedded(t)
	publish(t, log, "a.b", 1, 3)
	sub, err := bus.NewSubscriber(log, bus.Config{Group: "late"})
	if err != nil {
		t.Fatal(err)
	}
	if err := sub.SubscribeInitialize("a.b"); err != nil {
		t.Fatal(err)
	}
	publish(t, log, "a.b", 4, 4) // after its start, before its first subscription
	in, err := sub.Subscribe(t.Context(), "a.b")
	if err != nil {
		t.Fatal(err)
	}
	next(t, in, "m4").Ack()
	if err := sub.Close(); err != nil {
		t.Fatal(err)
	}
	if _, open := <-in; open {
		t.Error("the channel is open after Close")
	}
	if _, err := sub.Subscribe(t.Context(), "a.b"); !errors.Is(err, bus.ErrClosed) {
		t.Error(err)
	}
	all, _ := subscribed(t, log, bus.Config{Group: "asked", From: bus.FromPosition(2)}, "a.b")
	next(t, all, "m3").Ack()
}

func TestThePlaceIsKeptInBatches(t *testing.T) {
	log, clock := embedded(t), newClock()
	cfg := bus.Config{Group: "g", From: bus.FromBeginning(), KeepEvery: 10, Now: clock.Now, After: clock.After}
	publish(t, log, "a.b", 1, 35)
	in, end := subscribed(t, log, cfg, "a.b")
	for i := 1; i <= 35; i++ {
		next(t, in, fmt.Sprint("m", i)).Ack()
	}
	clock.until(t, time.Second, func() bool { return words(t, log, "group-g") == 6 }) // start, lease, three tens, and the rest by time
	for range 30 {
		clock.move(time.Minute)
	}
	publish(t, log, "other.type", 1, 20)
	none(t, in)
	if n := words(t, log, "group-g"); n != 6 {
		t.Errorf("an idle group wrote: %d words", n)
	}
	end()
	if n := words(t, log, "group-g"); n != 7 {
		t.Errorf("%d words after the lease was given up", n)
	}
	publish(t, log, "a.b", 36, 36)
	in, _ = subscribed(t, log, cfg, "a.b")
	next(t, in, "m36").Ack()
}

func TestNackBringsTheSameMessageAgain(t *testing.T) {
	log := embedded(t)
	publish(t, log, "a.b", 1, 2)
	in, _ := subscribed(t, log, bus.Config{Group: "g", From: bus.FromBeginning(), Backoff: time.Millisecond, MaxBackoff: time.Millisecond}, "a.b")
	for range 20 {
		next(t, in, "m1").Nack()
	}
	next(t, in, "m1").Ack()
	next(t, in, "m2").Ack()
}

// TestAMemberThatIsNotHeardOfIsReplaced: another takes over when the lease has run out,
// and the first cannot move the group's place any more, nor deliver.
func TestAMemberThatIsNotHeardOfIsReplaced(t *testing.T) {
	log, clock := embedded(t), newClock()
	publish(t, log, "a.b", 1, 5)
	frozen := newClock() // the first member's clock stands: it believes in its lease
	cfg := bus.Config{Group: "g", From: bus.FromBeginning(), KeepEvery: 1, Drain: -1}
	cfg.Now, cfg.After = frozen.Now, frozen.After
	first, _ := subscribed(t, log, cfg, "a.b")
	next(t, first, "m1").Ack()
	held := next(t, first, "m2")

	cfg.Now, cfg.After = clock.Now, clock.After
	second, _ := subscribed(t, log, cfg, "a.b")
	none(t, second)
	var again *message.Message
	clock.until(t, 10*time.Second, func() bool {
		select {
		case again = <-second:
			return true
		default:
			return false
		}
	})
	if again.UUID != "m2" {
		t.Fatalf("the second member begins with %s", again.UUID)
	}
	again.Ack()
	third := next(t, second, "m3")
	held.Ack() // refused by the log: the group's stream has moved on
	none(t, first)
	third.Ack()
	next(t, second, "m4").Ack()
}

// TestALeaseIsKeptWhileAMessageIsInHand, and written no oftener than need be.
func TestALeaseIsKeptWhileAMessageIsInHand(t *testing.T) {
	log, clock := embedded(t), newClock()
	publish(t, log, "a.b", 1, 1)
	cfg := bus.Config{Group: "g", From: bus.FromBeginning(), Now: clock.Now, After: clock.After}
	first, _ := subscribed(t, log, cfg, "a.b")
	held := next(t, first, "m1")
	second, _ := subscribed(t, log, cfg, "a.b")
	for step := range 10 {
		was := words(t, log, "group-g")
		clock.until(t, time.Second, func() bool { return words(t, log, "group-g") > was })
		if clock.Now().Sub(newClock().Now()) < time.Duration(step)*20*time.Second {
			t.Fatalf("the lease was renewed %d times in %v", step+1, clock.Now().Sub(newClock().Now()))
		}
	}
	none(t, second)
	held.Ack()
	clock.until(t, time.Second, func() bool {
		s, err := bus.StatusOf(t.Context(), log, "g", "a.b", clock.Now())
		return err == nil && s.Events == 0
	})
	none(t, second)
}

func TestGivingUpTheLeaseLetsAnotherGoOn(t *testing.T) {
	log, clock := embedded(t), newClock() // which nobody moves: no lease runs out
	publish(t, log, "a.b", 1, 2)
	cfg := bus.Config{Group: "g", From: bus.FromBeginning(), Now: clock.Now, After: clock.After}
	first, end := subscribed(t, log, cfg, "a.b")
	next(t, first, "m1").Ack()
	second, _ := subscribed(t, log, cfg, "a.b")
	none(t, second)
	done := make(chan struct{})
	go func() {
		defer close(done)
		held := next(t, first, "m2")
		go end()
		held.Ack() // in time: it is not delivered again
	}()
	<-done
	publish(t, log, "a.b", 3, 3)
	next(t, second, "m3").Ack()
}

func TestAPlaceFarBehindMovesWithoutWork(t *testing.T) {
	log := embedded(t)
	_, end := subscribed(t, log, bus.Config{Group: "g"}, "a.b")
	drafts := make([]eventstore.Draft, 1000)
	for n := range 11 {
		for i := range drafts {
			drafts[i] = eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "other.type", Data: []byte("{}")}
		}
		if _, err := log.Append(t.Context(), fmt.Sprint("many-", n), eventstore.Any(), drafts...); err != nil {
			t.Fatal(err)
		}
	}
	deadline := time.Now().Add(15 * time.Second)
	for words(t, log, "group-g") < 2 && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	end()
	s, err := bus.StatusOf(t.Context(), log, "g", "a.b", time.Now())
	if err != nil || s.Position < 10_000 || words(t, log, "group-g") > 3 {
		t.Errorf("%+v, %v, %d words", s, err, words(t, log, "group-g"))
	}
}

func TestPublishingIsIdempotent(t *testing.T) {
	log := embedded(t)
	pub := bus.NewPublisher(log)
	batch := func(ids ...string) (all []*message.Message) {
		for _, id := range ids {
			all = append(all, message.NewMessage(id, []byte(id)))
		}
		return all
	}
	u := func() string { return eventstore.NewID(time.Now()).String() }
	a, b, c := u(), u(), "no UUID at all"
	for range 2 {
		if err := pub.Publish("a.b", batch(a, b, c)...); err != nil {
			t.Fatal(err)
		}
	}
	if err := pub.Publish("a.b", batch(b, u(), a)...); err != nil { // some were recorded before
		t.Fatal(err)
	}
	if n := words(t, log, "messages-a.b"); n != 4 {
		t.Errorf("%d events", n)
	}
	for _, topic := range []string{"", "a.", "a,b", "*", "group.position_kept", "$x", "a b"} {
		if err := pub.Publish(topic, batch(a)...); err == nil {
			t.Errorf("published to %q", topic)
		}
	}
	pub.Close()
	if err := pub.Publish("a.b", batch(a)...); !errors.Is(err, bus.ErrClosed) {
		t.Error(err)
	}
}

func TestTopics(t *testing.T) {
	log := embedded(t)
	for _, topic := range []string{"a.b", "a.bc", "a.c", "b.a"} {
		if err := bus.NewPublisher(log).Publish(topic, message.NewMessage(topic, nil)); err != nil {
			t.Fatal(err)
		}
	}
	for topic, want := range map[string][]string{
		"a.b": {"a.b"}, "a.": {"a.b", "a.bc", "a.c"}, "a.c,b.": {"a.c", "b.a"}, "*": {"a.b", "a.bc", "a.c", "b.a"},
	} {
		in, end := subscribed(t, log, bus.Config{Group: "t", PerTopic: true, From: bus.FromBeginning()}, topic)
		for _, id := range want {
			next(t, in, id).Ack()
		}
		none(t, in) // above all none of the groups' own words
		end()
	}
	sub, err := bus.NewSubscriber(log, bus.Config{Group: "t"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sub.Subscribe(t.Context(), "a b"); err == nil {
		t.Error("a topic with a blank")
	}
	if _, err := bus.NewSubscriber(log, bus.Config{Group: "a b", KeepEvery: -1}); err == nil {
		t.Error("a group with a blank")
	}
}
