package logtest

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"minhbach/eventstore"
)

func streamDirections(t *testing.T, l eventstore.Log) {
	for range 5 {
		mustAppend(t, l, "other", drafts(2)...)
		mustAppend(t, l, "a", drafts(1)...)
	}
	type rs = []eventstore.Revision
	for name, c := range map[string]struct {
		from  eventstore.Revision
		dir   eventstore.Direction
		limit int
		want  rs
	}{
		"forwards":                  {0, eventstore.Forwards, 0, rs{0, 1, 2, 3, 4}},
		"forwards from 2":           {2, eventstore.Forwards, 0, rs{2, 3, 4}},
		"forwards, limit":           {1, eventstore.Forwards, 2, rs{1, 2}},
		"forwards, limit exact":     {0, eventstore.Forwards, 5, rs{0, 1, 2, 3, 4}},
		"forwards, limit beyond":    {3, eventstore.Forwards, 9, rs{3, 4}},
		"forwards from the last":    {4, eventstore.Forwards, 0, rs{4}},
		"forwards behind the last":  {5, eventstore.Forwards, 0, rs{}},
		"backwards from the end":    {eventstore.FromEnd, eventstore.Backwards, 0, rs{4, 3, 2, 1, 0}},
		"backwards, limit 1":        {eventstore.FromEnd, eventstore.Backwards, 1, rs{4}},
		"backwards from 2":          {2, eventstore.Backwards, 0, rs{2, 1, 0}},
		"backwards from 2, limit 2": {2, eventstore.Backwards, 2, rs{2, 1}},
		"backwards from 0":          {0, eventstore.Backwards, 0, rs{0}},
		"backwards from beyond":     {99, eventstore.Backwards, 2, rs{4, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			got := collect(t, l.ReadStream(within(t), "a", c.from, c.dir, c.limit))
			if !slices.Equal(revisions(got), c.want) {
				t.Fatalf("revisions %v, want %v", revisions(got), c.want)
			}
		})
	}
}

func streamLong(t *testing.T, l eventstore.Log) {
	const n = 3000
	for at := 0; at < n; at += 500 {
		mustAppend(t, l, "long", drafts(min(500, l.Features().MaxAppend))...)
	}
	all := stream(t, l, "long")
	back := collect(t, l.ReadStream(within(t), "long", eventstore.FromEnd, eventstore.Backwards, 0))
	slices.Reverse(back)
	if len(all) == 0 || !slices.Equal(positions(all), positions(back)) {
		t.Fatalf("forwards %d events, backwards %d others", len(all), len(back))
	}
	for i, ev := range all {
		if ev.Revision != eventstore.Revision(i) {
			t.Fatalf("event %d has revision %d", i, ev.Revision)
		}
	}
	got := collect(t, l.ReadStream(within(t), "long", 100, eventstore.Forwards, 1500))
	if want := all[100:min(1600, len(all))]; !slices.Equal(positions(got), positions(want)) {
		t.Fatalf("a limited reading gave %d events, want %d", len(got), len(want))
	}
}

func streamMissing(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "ab", drafts(1)...)
	for _, name := range []string{"a", "abc", "AB"} {
		for _, dir := range []eventstore.Direction{eventstore.Forwards, eventstore.Backwards} {
			events, err := eventstore.Collect(l.ReadStream(within(t), name, 0, dir, 0))
			wantError(t, err, eventstore.ErrNoStream)
			if len(events) != 0 {
				t.Fatalf("stream %s has %d events", name, len(events))
			}
		}
	}
}

func streamNames(t *testing.T, l eventstore.Log) {
	names := []string{"publication-0198", "Publication-0198", "văn bản", "a%b_c'd\"e", "a", strings.Repeat("n", 200)}
	for _, name := range names {
		mustAppend(t, l, name, drafts(1)...)
	}
	for _, name := range names {
		if got := stream(t, l, name); len(got) != 1 || got[0].Stream != name {
			t.Fatalf("stream %q came back as %+v", name, got)
		}
	}
}

func streamOwnership(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(300)...)
	kept := stream(t, l, "a")
	want := make([][]byte, len(kept))
	for i := range kept {
		want[i] = bytes.Clone(kept[i].Data)
	}
	for _, ev := range whole(t, l) { // a second reading, whose slices are spoilt
		ev.Data = append(ev.Data, 'x')
		for i := range ev.Data {
			ev.Data[i] = '!'
		}
		for i := range ev.Metadata {
			ev.Metadata[i] = '!'
		}
	}
	for i, ev := range kept {
		if !bytes.Equal(ev.Data, want[i]) || string(ev.Metadata) != "{}" {
			t.Fatalf("event %d changed in the hands of its reader", i)
		}
		_ = append(ev.Data, '!')
		if string(ev.Metadata) != "{}" {
			t.Fatalf("growing the data of event %d changed its metadata", i)
		}
	}
	for i, ev := range stream(t, l, "a") {
		if !bytes.Equal(ev.Data, want[i]) {
			t.Fatalf("event %d changed in the log", i)
		}
	}
}

func streamReentrant(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(10)...)
	seen := 0
	for ev, err := range l.ReadStream(within(t), "a", 0, eventstore.Forwards, 0) {
		if err != nil {
			t.Fatal(err)
		}
		mustAppend(t, l, "b", drafts(1)...) // the loop body holds nothing
		if len(stream(t, l, "b")) != seen+1 {
			t.Fatal("a reading inside a reading missed an append")
		}
		if seen++; ev.Revision == 5 {
			break
		}
	}
	if seen != 6 {
		t.Fatalf("saw %d events, want 6", seen)
	}
	for range l.ReadAll(within(t), 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		break
	}
	mustAppend(t, l, "a", drafts(1)...)
}
