package logtest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"minhbach/eventstore"
)

func allDirections(t *testing.T, l eventstore.Log) {
	for i := range 6 {
		mustAppend(t, l, fmt.Sprintf("s%d", i%3), drafts(1)...)
	}
	all := whole(t, l)
	if len(all) != 6 {
		t.Fatalf("%d events, want 6", len(all))
	}
	p := positions(all)
	reversed := slices.Clone(p)
	slices.Reverse(reversed)
	for name, c := range map[string]struct {
		after eventstore.Position
		dir   eventstore.Direction
		limit int
		want  []eventstore.Position
	}{
		"forwards":                       {0, eventstore.Forwards, 0, p},
		"after the first":                {p[0], eventstore.Forwards, 0, p[1:]},
		"after the third, limit":         {p[2], eventstore.Forwards, 2, p[3:5]},
		"limit beyond":                   {p[3], eventstore.Forwards, 50, p[4:]},
		"after the last":                 {p[5], eventstore.Forwards, 0, p[:0]},
		"after the future":               {p[5] + 1000, eventstore.Forwards, 0, p[:0]},
		"backwards from the end":         {eventstore.EndOfLog, eventstore.Backwards, 0, reversed},
		"backwards from the end, limit":  {eventstore.EndOfLog, eventstore.Backwards, 2, reversed[:2]},
		"backwards, at is included":      {p[2], eventstore.Backwards, 0, reversed[3:]},
		"backwards, limit 1":             {p[2], eventstore.Backwards, 1, reversed[3:4]},
		"backwards from the first":       {p[0], eventstore.Backwards, 0, reversed[5:]},
		"backwards from before anything": {0, eventstore.Backwards, 0, p[:0]},
	} {
		t.Run(name, func(t *testing.T) {
			got := positions(collect(t, l.ReadAll(within(t), c.after, c.dir, eventstore.Filter{}, c.limit)))
			if !slices.Equal(got, c.want) {
				t.Fatalf("positions %v, want %v", got, c.want)
			}
		})
	}
}

func allEmpty(t *testing.T, l eventstore.Log) {
	for _, f := range []eventstore.Filter{{}, {Types: []string{"a"}}, {Streams: []string{"a"}}} {
		if n := len(collect(t, l.ReadAll(within(t), 0, eventstore.Forwards, f, 0))); n != 0 {
			t.Fatalf("forwards: %d events", n)
		}
		if n := len(collect(t, l.ReadAll(within(t), eventstore.EndOfLog, eventstore.Backwards, f, 0))); n != 0 {
			t.Fatalf("backwards: %d events", n)
		}
	}
	if h := mustHead(t, l); h != 0 {
		t.Fatalf("head is %d, want 0", h)
	}
}

// allHead: an event appended while the reading is under way is seen, because
// the reading ends at the head as it was when reached.
func allHead(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(500)...)
	before := mustHead(t, l)
	var last eventstore.Position
	n := 0
	for ev, err := range l.ReadAll(within(t), 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if ev.Position <= last {
			t.Fatalf("position %d after %d", ev.Position, last)
		}
		if last = ev.Position; n == 0 {
			mustAppend(t, l, "a", drafts(1)...)
		}
		n++
	}
	if n != 501 || last <= before {
		t.Fatalf("saw %d events up to %d, want 501 up to %d", n, last, mustHead(t, l))
	}
}

func allFilters(t *testing.T, l eventstore.Log) {
	for _, e := range [][2]string{
		{"publication-1", "publication.drafted"}, {"publication-1", "publication.approved"},
		{"petition-1", "petition.received"}, {"publication-2", "publication.drafted"},
		{"pub%-1", "publication.approved"}, {"văn-bản", "văn.bản"}, {"petition-2", "petition.answered"},
	} {
		mustAppend(t, l, e[0], draft(e[1]))
	}
	all := whole(t, l)
	for name, c := range map[string]struct {
		filter eventstore.Filter
		want   []int
	}{
		"nothing":          {eventstore.Filter{}, []int{0, 1, 2, 3, 4, 5, 6}},
		"empty slices":     {eventstore.Filter{Types: []string{}, Streams: []string{}}, []int{0, 1, 2, 3, 4, 5, 6}},
		"empty prefix":     {eventstore.Filter{Types: []string{""}, Streams: []string{""}}, []int{0, 1, 2, 3, 4, 5, 6}},
		"type":             {eventstore.Filter{Types: []string{"publication.drafted"}}, []int{0, 3}},
		"type prefix":      {eventstore.Filter{Types: []string{"publication."}}, []int{0, 1, 3, 4}},
		"types":            {eventstore.Filter{Types: []string{"publication.appr", "petition."}}, []int{1, 2, 4, 6}},
		"overlapping":      {eventstore.Filter{Types: []string{"p", "petition."}}, []int{0, 1, 2, 3, 4, 6}},
		"unknown type":     {eventstore.Filter{Types: []string{"agency."}}, []int{}},
		"case matters":     {eventstore.Filter{Types: []string{"Publication."}}, []int{}},
		"no pattern":       {eventstore.Filter{Types: []string{"publication_"}}, []int{}},
		"stream":           {eventstore.Filter{Streams: []string{"publication-1"}}, []int{0, 1}},
		"stream prefix":    {eventstore.Filter{Streams: []string{"publication-"}}, []int{0, 1, 3}},
		"streams":          {eventstore.Filter{Streams: []string{"petition-", "văn"}}, []int{2, 5, 6}},
		"stream wildcard":  {eventstore.Filter{Streams: []string{"pub%"}}, []int{4}},
		"unknown stream":   {eventstore.Filter{Streams: []string{"agency-"}}, []int{}},
		"both":             {eventstore.Filter{Types: []string{"publication.approved"}, Streams: []string{"publication-"}}, []int{1}},
		"both, none":       {eventstore.Filter{Types: []string{"petition."}, Streams: []string{"publication-"}}, []int{}},
		"longer than name": {eventstore.Filter{Streams: []string{"publication-11"}}, []int{}},
	} {
		t.Run(name, func(t *testing.T) {
			want := []eventstore.Position{}
			for _, i := range c.want {
				want = append(want, all[i].Position)
			}
			got := positions(collect(t, l.ReadAll(within(t), 0, eventstore.Forwards, c.filter, 0)))
			if !slices.Equal(got, want) {
				t.Fatalf("forwards %v, want %v", got, want)
			}
			back := positions(collect(t, l.ReadAll(within(t), eventstore.EndOfLog, eventstore.Backwards, c.filter, 0)))
			slices.Reverse(back)
			if !slices.Equal(back, want) {
				t.Fatalf("backwards %v, want %v", back, want)
			}
			if len(want) > 1 {
				some := positions(collect(t, l.ReadAll(within(t), want[0], eventstore.Forwards, c.filter, 1)))
				if !slices.Equal(some, want[1:2]) {
					t.Fatalf("one after the first: %v, want %v", some, want[1:2])
				}
			}
		})
	}
}

// allSparse: few events pass in a log of many pages.
func allSparse(t *testing.T, l eventstore.Log) {
	n := min(700, l.Features().MaxAppend)
	var want []eventstore.Position
	for i := range 4 {
		mustAppend(t, l, "noise", drafts(n)...)
		want = append(want, mustAppend(t, l, "rare", draft("rare.one")).Position)
		if i == 3 {
			mustAppend(t, l, "noise", drafts(n)...)
		}
	}
	for _, f := range []eventstore.Filter{{Types: []string{"rare."}}, {Streams: []string{"rare"}}} {
		if got := positions(collect(t, l.ReadAll(within(t), 0, eventstore.Forwards, f, 0))); !slices.Equal(got, want) {
			t.Fatalf("filter %+v: %v, want %v", f, got, want)
		}
		last := collect(t, l.ReadAll(within(t), eventstore.EndOfLog, eventstore.Backwards, f, 1))
		if len(last) != 1 || last[0].Position != want[3] {
			t.Fatalf("filter %+v backwards: %v, want %d", f, positions(last), want[3])
		}
	}
}

func allContext(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(3)...)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := eventstore.Collect(l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	wantError(t, err, context.Canceled)
	_, err = eventstore.Collect(l.ReadStream(ctx, "a", 0, eventstore.Forwards, 0))
	wantError(t, err, context.Canceled)
	_, err = l.Head(ctx)
	wantError(t, err, context.Canceled)
}

func headMoves(t *testing.T, l eventstore.Log) {
	if h := mustHead(t, l); h != 0 {
		t.Fatalf("head of an empty log is %d", h)
	}
	for range 3 {
		a := mustAppend(t, l, "a", drafts(2)...)
		if h := mustHead(t, l); h != a.Position {
			t.Fatalf("head is %d, want %d", h, a.Position)
		}
	}
}

func features(t *testing.T, l eventstore.Log) {
	f := l.Features()
	if f.Engine == "" || f.TimeResolution <= 0 || f.MaxEventBytes <= 0 || f.MaxAppend <= 0 {
		t.Fatalf("the engine does not say what it can do: %+v", f)
	}
}
