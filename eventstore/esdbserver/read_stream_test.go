package esdbserver

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"minhbach/eventstore"
)

func TestReadStreamShowsWhatWasRecorded(t *testing.T) {
	w := start(t)
	w.put(t, "other", "a.b")
	drafts := w.put(t, "tin-tức-1", "news.drafted", "news.approved", "news.published")
	for _, direction := range []esdb.Direction{esdb.Forwards, esdb.Backwards} {
		var from esdb.StreamPosition = esdb.Start{}
		if direction == esdb.Backwards {
			from = esdb.End{}
		}
		reading, err := w.client.ReadStream(t.Context(), "tin-tức-1", esdb.ReadStreamOptions{Direction: direction, From: from}, 10)
		got, err := collect(t, reading, err)
		if err != nil || len(got) != 3 {
			t.Fatalf("%d events, %v", len(got), err)
		}
		for i := range got {
			ev, n := got[i].OriginalEvent(), i
			if direction == esdb.Backwards {
				n = 2 - i
			}
			want := drafts[n]
			if eventstore.ID(ev.EventID) != want.ID || ev.EventType != want.Type || ev.StreamID != "tin-tức-1" || ev.EventNumber != uint64(n) ||
				string(ev.Data) != string(want.Data) || string(ev.UserMetadata) != "{}" || ev.ContentType != "application/json" {
				t.Errorf("event %d is %+v", n, ev)
			}
			if ev.Position.Commit != uint64(n+2) || ev.Position.Prepare != uint64(n+2) {
				t.Errorf("event %d is at %+v", n, ev.Position)
			}
			if age := time.Since(ev.CreatedDate); age < 0 || age > time.Minute {
				t.Errorf("event %d is of %v", n, ev.CreatedDate)
			}
		}
	}
}

func TestReadStreamFromAndHowMany(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 5)
	for _, c := range []struct {
		name string
		o    *streams.ReadReq_Options
		want string
	}{
		{"from the start", ofStream("s"), "0 1 2 3 4"},
		{"from a revision, which is included", atRevision(ofStream("s"), 3), "3 4"},
		{"from beyond the end", atRevision(ofStream("s"), 7), ""},
		{"from beyond all streams", atRevision(ofStream("s"), math.MaxInt64+5), ""},
		{"forwards from the end", atEnd(ofStream("s")), ""},
		{"so many", counting(atRevision(ofStream("s"), 1), 2), "1 2"},
		{"none", counting(ofStream("s"), 0), ""},
		{"a huge number", counting(ofStream("s"), math.MaxUint64), "0 1 2 3 4"},
		{"backwards from the end", backwards(atEnd(ofStream("s"))), "4 3 2 1 0"},
		{"backwards from a revision, which is included", backwards(atRevision(ofStream("s"), 2)), "2 1 0"},
		{"backwards from beyond the end", backwards(atRevision(ofStream("s"), 99)), "4 3 2 1 0"},
		{"backwards from the start", backwards(ofStream("s")), "0"},
		{"backwards so many", counting(backwards(atEnd(ofStream("s"))), 2), "4 3"},
		{"a missing stream", ofStream("none"), "missing"},
		{"a missing stream, none of it", counting(ofStream("none"), 0), "missing"},
		{"a missing stream, from its end", atEnd(ofStream("none")), "missing"},
		{"a missing stream, backwards", backwards(atEnd(ofStream("none"))), "missing"},
		{"a missing stream, for newer clients", newer(ofStream("none")), "missing"},
		{"metadata that was never written", ofStream("$$s"), "missing"},
		{"for newer clients", newer(ofStream("s")), "0 1 2 3 4 last=4"},
		{"so many for newer clients", newer(counting(ofStream("s"), 1)), "0 last=4"},
		{"right behind the end for newer clients", newer(atRevision(ofStream("s"), 5)), "last=4"},
		{"from beyond the end for newer clients", newer(atRevision(ofStream("s"), 9)), "first=5 last=4"},
		{"backwards for newer clients", newer(backwards(atRevision(ofStream("s"), 1))), "1 0 last=4"},
	} {
		if got, err := w.ask(t, c.o); err != nil || brief(got) != c.want {
			t.Errorf("%s: %q, want %q (%v)", c.name, brief(got), c.want, err)
		}
	}
}

func TestReadStreamNotFoundByTheClient(t *testing.T) {
	w := start(t)
	reading, err := w.client.ReadStream(t.Context(), "none", esdb.ReadStreamOptions{}, 1)
	got, err := collect(t, reading, err)
	if e, ok := esdb.FromError(err); ok || e.Code() != esdb.ErrorCodeResourceNotFound || len(got) > 0 {
		t.Errorf("got %v", err)
	}
}

func TestReadIDsInLetters(t *testing.T) {
	w := start(t)
	draft := w.put(t, "s", "a.b")[0]
	o := ofStream("s")
	o.UuidOption.Content = &streams.ReadReq_Options_UUIDOption_String_{String_: &shared.Empty{}}
	got, err := w.ask(t, o)
	if err != nil || len(got) != 1 || got[0].GetEvent().Event.Id.GetString_() != draft.ID.String() {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestReadStreamResolvesLinks(t *testing.T) {
	w := start(t)
	w.put(t, "s", "a.b", "a.c")
	w.link(t, "links", "1@s")
	w.link(t, "links", "0@links")
	w.link(t, "links", "7@s")
	w.link(t, "links", "0@none")
	w.link(t, "links", "no link at all")
	w.link(t, "links", "0@with@sign")
	w.put(t, "with@sign", "a.d")
	o := ofStream("links")
	if got, err := w.ask(t, o); err != nil || brief(got) != "0 1 2 3 4 5" {
		t.Errorf("unasked: %q, %v", brief(got), err)
	}
	o.ResolveLinks = true
	want := "→s/1 →links/0 →?2 →?3 4 →with@sign/0"
	if got, err := w.ask(t, o); err != nil || brief(got) != want {
		t.Errorf("got %q, want %q, %v", brief(got), want, err)
	}
	reading, err := w.client.ReadStream(t.Context(), "links", esdb.ReadStreamOptions{ResolveLinkTos: true}, 3)
	got, err := collect(t, reading, err)
	if err != nil || len(got) != 3 {
		t.Fatal(got, err)
	}
	if ev := got[0]; ev.Event.EventType != "a.c" || ev.Link.EventType != typeLink || *ev.Commit != ev.Link.Position.Commit {
		t.Errorf("resolved: %+v", ev)
	}
	if ev := got[2]; ev.Event != nil || ev.Link.EventNumber != 2 {
		t.Errorf("unresolvable: %+v", ev)
	}
}

// A reader who goes away ends the reading; the server keeps nothing of it.
func TestReadIsCancelled(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 20_000)
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		reading, err := w.client.ReadStream(ctx, "s", esdb.ReadStreamOptions{}, math.MaxUint64)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reading.Recv(); err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, err := collect(t, reading, nil); err == nil {
			t.Error("a cancelled reading came to its end")
		}
	}
}
