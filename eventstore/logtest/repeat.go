package logtest

import (
	"errors"
	"testing"

	"minhbach/eventstore"
)

// repeatCases: the stream holds five events, and the ids of some are sent again. An
// engine with LooseIDs may say of those that do not fit that the revision is wrong, and
// takes some of them: see repeatLoose.
func repeatCases(t *testing.T, l eventstore.Log) {
	held := drafts(5)
	mustAppend(t, l, "a", held[:2]...)
	mustAppend(t, l, "a", held[2:]...)
	mustAppend(t, l, "other", drafts(1)...)
	before := stream(t, l, "a")
	head := mustHead(t, l)

	pick := func(indices ...int) []eventstore.Draft {
		var ds []eventstore.Draft
		for _, i := range indices {
			if i < 0 {
				ds = append(ds, draft("thing.happened"))
			} else {
				ds = append(ds, held[i])
			}
		}
		return ds
	}
	const none = eventstore.NoRevision
	for name, c := range map[string]struct {
		ids      []int // -1: a new one
		expected eventstore.Expected
		repeated bool
	}{
		"all, any":                          {[]int{0, 1, 2, 3, 4}, eventstore.Any(), true},
		"all, exists":                       {[]int{0, 1, 2, 3, 4}, eventstore.Exists(), true},
		"all, none":                         {[]int{0, 1, 2, 3, 4}, eventstore.None(), true},
		"first two, none":                   {[]int{0, 1}, eventstore.None(), true},
		"first, exactly none":               {[]int{0}, eventstore.Exactly(none), true},
		"middle, any":                       {[]int{2, 3}, eventstore.Any(), true},
		"across appends, any":               {[]int{1, 2, 3}, eventstore.Any(), true},
		"middle, right behind":              {[]int{2, 3}, eventstore.Exactly(1), true},
		"last, right behind":                {[]int{4}, eventstore.Exactly(3), true},
		"middle, expected too early":        {[]int{2, 3}, eventstore.Exactly(0), false},
		"middle, expected too late":         {[]int{2, 3}, eventstore.Exactly(2), false},
		"middle, none":                      {[]int{2, 3}, eventstore.None(), false},
		"last, at the head":                 {[]int{4}, eventstore.Exactly(4), false},
		"last, ahead of the head":           {[]int{4}, eventstore.Exactly(9), false},
		"held then new, any":                {[]int{3, 4, -1}, eventstore.Any(), false},
		"held then new, exactly":            {[]int{4, -1}, eventstore.Exactly(3), false},
		"new then held, any":                {[]int{-1, 4}, eventstore.Any(), false},
		"new then held, at the head":        {[]int{-1, 4}, eventstore.Exactly(4), false},
		"new then held, wrong revision":     {[]int{-1, 4}, eventstore.Exactly(1), false},
		"other order, any":                  {[]int{1, 0}, eventstore.Any(), false},
		"with a hole, any":                  {[]int{0, 2}, eventstore.Any(), false},
		"the same twice, held, any":         {[]int{0, 0}, eventstore.Any(), false},
		"held, new between, exists":         {[]int{0, -1, 1}, eventstore.Exists(), false},
		"all and the first again, exists":   {[]int{0, 1, 2, 3, 4, 0}, eventstore.Exists(), false},
		"whole stream reversed, at no head": {[]int{4, 3, 2, 1, 0}, eventstore.None(), false},
	} {
		loose := l.Features().LooseIDs && !c.repeated
		if loose && taken[name] {
			continue
		}
		t.Run(name, func(t *testing.T) {
			a, err := l.Append(within(t), "a", c.expected, pick(c.ids...)...)
			wantSilent(t, l, head)
			if loose {
				wantRefused(t, err)
				return
			}
			if !c.repeated {
				wantError(t, err, eventstore.ErrIDReused)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if l.Features().RepeatsUntold {
				a.Repeated = true
			}
			first, last := before[c.ids[0]], before[c.ids[len(c.ids)-1]]
			if l.Features().TimeUntold {
				a.Recorded = last.Recorded
			}
			if !a.Repeated || a.First != first.Revision || a.Last != last.Revision ||
				a.Position != last.Position || !a.Recorded.Equal(last.Recorded) {
				t.Fatalf("answered %+v, want %d to %d at position %d", a, first.Revision, last.Revision, last.Position)
			}
		})
	}
}

// taken are the cases that an engine with LooseIDs answers with success.
var taken = map[string]bool{
	"last, at the head": true, "new then held, at the head": true, "new then held, any": true,
	"other order, any": true, "with a hole, any": true,
}

// repeatLoose: what an engine with LooseIDs makes of ids that the stream holds elsewhere.
func repeatLoose(t *testing.T, l eventstore.Log) {
	if !l.Features().LooseIDs {
		t.Skip("this engine refuses ids that the stream holds elsewhere")
	}
	held := drafts(3)
	mustAppend(t, l, "a", held...)
	for name, c := range map[string]struct {
		expected eventstore.Expected
		again    []eventstore.Draft
		written  bool
	}{
		"other order, any":            {eventstore.Any(), []eventstore.Draft{held[1], held[0]}, false},
		"with a hole, exists":         {eventstore.Exists(), []eventstore.Draft{held[0], held[2]}, false},
		"last, at the head":           {eventstore.Exactly(2), held[2:], true},
		"all, at the head":            {eventstore.Exactly(2), held, true},
		"first one new, any":          {eventstore.Any(), []eventstore.Draft{draft("thing.happened"), held[2]}, true},
		"first one new, at the head":  {eventstore.Exactly(2), []eventstore.Draft{draft("thing.happened"), held[2]}, true},
		"all, right behind as before": {eventstore.None(), held, false},
	} {
		t.Run(name, func(t *testing.T) {
			stream := "again " + name
			mustAppend(t, l, stream, held...)
			head := mustHead(t, l)
			_, err := l.Append(within(t), stream, c.expected, c.again...)
			if err != nil {
				t.Fatal(err)
			}
			if grown := mustHead(t, l) != head; grown != c.written {
				t.Fatalf("the log has grown: %t, want %t", grown, c.written)
			}
		})
	}
}

// wantRefused is for ids that do not fit, where an engine may call the revision wrong.
func wantRefused(t *testing.T, err error) {
	t.Helper()
	var wrong *eventstore.WrongRevision
	if !errors.Is(err, eventstore.ErrIDReused) && !errors.As(err, &wrong) {
		t.Fatalf("error is %v, want ErrIDReused or *WrongRevision", err)
	}
}

func repeatScope(t *testing.T, l eventstore.Log) {
	d := draft("thing.happened")
	a := mustAppend(t, l, "a", d)
	b := mustAppend(t, l, "b", d)
	if b.Repeated || b.Position <= a.Position {
		t.Fatalf("the id of another stream mattered: %+v", b)
	}
	if c := mustAppend(t, l, "b", d); !c.Repeated && !l.Features().RepeatsUntold || c.Position != b.Position {
		t.Fatalf("the repeat in the second stream: %+v, want position %d", c, b.Position)
	}
	head := mustHead(t, l)
	e := draft("thing.happened")
	_, err := l.Append(within(t), "c", eventstore.Any(), e, e)
	wantError(t, err, eventstore.ErrIDReused)
	wantSilent(t, l, head)
}

func repeatLater(t *testing.T, l eventstore.Log) {
	first := drafts(2)
	a, err := l.Append(within(t), "a", eventstore.None(), first...)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		mustAppend(t, l, "a", drafts(7)...)
		mustAppend(t, l, "b", drafts(7)...)
	}
	again, err := l.Append(within(t), "a", eventstore.None(), first...)
	if err != nil || !again.Repeated && !l.Features().RepeatsUntold || again.Position != a.Position || again.Last != 1 {
		t.Fatalf("the late repeat: %+v, %v", again, err)
	}
}
