package logtest

import (
	"testing"

	"minhbach/eventstore"
)

func expectedCases(t *testing.T, l eventstore.Log) {
	const none = eventstore.NoRevision
	for name, c := range map[string]struct {
		head     eventstore.Revision
		expected eventstore.Expected
		accepted bool
	}{
		"new any":            {none, eventstore.Any(), true},
		"new none":           {none, eventstore.None(), true},
		"new exactly none":   {none, eventstore.Exactly(none), true},
		"new exists":         {none, eventstore.Exists(), false},
		"new exactly 0":      {none, eventstore.Exactly(0), false},
		"new exactly 5":      {none, eventstore.Exactly(5), false},
		"one any":            {0, eventstore.Any(), true},
		"one none":           {0, eventstore.None(), false},
		"one exactly none":   {0, eventstore.Exactly(none), false},
		"one exists":         {0, eventstore.Exists(), true},
		"one exactly 0":      {0, eventstore.Exactly(0), true},
		"one exactly 1":      {0, eventstore.Exactly(1), false},
		"three any":          {2, eventstore.Any(), true},
		"three none":         {2, eventstore.None(), false},
		"three exists":       {2, eventstore.Exists(), true},
		"three exactly last": {2, eventstore.Exactly(2), true},
		"three behind":       {2, eventstore.Exactly(1), false},
		"three ahead":        {2, eventstore.Exactly(3), false},
		"three zero value":   {2, eventstore.Expected{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if n := int(c.head) + 1; n > 0 {
				mustAppend(t, l, name, drafts(n)...)
			}
			head := mustHead(t, l)
			a, err := l.Append(within(t), name, c.expected, drafts(2)...)
			if !c.accepted {
				wantWrong(t, err, name, c.expected, c.head)
				wantSilent(t, l, head)
				return
			}
			if err != nil || a.First != c.head+1 || a.Last != c.head+2 || a.Repeated {
				t.Fatalf("accepted as %+v, %v", a, err)
			}
		})
	}
}

func expectedRefusal(t *testing.T, l eventstore.Log) {
	mustAppend(t, l, "a", drafts(1)...)
	head := mustHead(t, l)
	_, err := l.Append(within(t), "b", eventstore.Exists(), drafts(3)...)
	wantWrong(t, err, "b", eventstore.Exists(), eventstore.NoRevision)
	wantSilent(t, l, head)
	_, err = eventstore.Collect(l.ReadStream(within(t), "b", 0, eventstore.Forwards, 0))
	wantError(t, err, eventstore.ErrNoStream)
	// A refused id is not used up.
	d := draft("thing.happened")
	_, err = l.Append(within(t), "a", eventstore.None(), d)
	wantWrong(t, err, "a", eventstore.None(), 0)
	if a, err := l.Append(within(t), "a", eventstore.Exactly(0), d); err != nil || a.Repeated {
		t.Fatalf("after the refusal: %+v, %v", a, err)
	}
}
