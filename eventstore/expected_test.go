package eventstore

import (
	"strings"
	"testing"
)

func TestExpected(t *testing.T) {
	heads := []Revision{NoRevision, 0, 1, 5}
	for name, c := range map[string]struct {
		expected Expected
		accepts  [4]bool // of heads
		text     string
	}{
		"zero":            {Expected{}, [4]bool{true, true, true, true}, "any"},
		"any":             {Any(), [4]bool{true, true, true, true}, "any"},
		"none":            {None(), [4]bool{true, false, false, false}, "no stream"},
		"exists":          {Exists(), [4]bool{false, true, true, true}, "stream exists"},
		"exactly nothing": {Exactly(NoRevision), [4]bool{true, false, false, false}, "no stream"},
		"exactly 0":       {Exactly(0), [4]bool{false, true, false, false}, "revision 0"},
		"exactly 5":       {Exactly(5), [4]bool{false, false, false, true}, "revision 5"},
	} {
		for i, head := range heads {
			if got := c.expected.Accepts(head); got != c.accepts[i] {
				t.Errorf("%s accepts head %d: %v, want %v", name, head, got, c.accepts[i])
			}
		}
		if got := c.expected.String(); got != c.text {
			t.Errorf("%s reads %q, want %q", name, got, c.text)
		}
	}
}

func TestExpectedKinds(t *testing.T) {
	for name, c := range map[string]struct {
		expected    Expected
		revision    Revision
		exact       bool
		any, exists bool
	}{
		"any":             {Any(), 0, false, true, false},
		"exists":          {Exists(), 0, false, false, true},
		"none":            {None(), NoRevision, true, false, false},
		"exactly nothing": {Exactly(NoRevision), NoRevision, true, false, false},
		"exactly 3":       {Exactly(3), 3, true, false, false},
	} {
		r, exact := c.expected.Revision()
		if r != c.revision || exact != c.exact || c.expected.IsAny() != c.any || c.expected.IsExists() != c.exists {
			t.Errorf("%s: revision %d exact %v any %v exists %v", name, r, exact, c.expected.IsAny(), c.expected.IsExists())
		}
	}
	if Exactly(NoRevision) != None() {
		t.Error("Exactly(NoRevision) is not None()")
	}
}

func TestWrongRevisionText(t *testing.T) {
	err := &WrongRevision{Stream: "publication-1", Expected: Exactly(3), Actual: 5}
	for _, part := range []string{"publication-1", "revision 5", "expected revision 3"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
}
