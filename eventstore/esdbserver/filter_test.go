package esdbserver

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
)

func TestFilterByExpression(t *testing.T) {
	for _, c := range []struct {
		pattern string
		passes  []string
		stays   []string
	}{
		{`^[^\$].*`, []string{"a", "publication.approved"}, []string{"$metadata", "", "$"}},
		{`^[^$].*`, []string{"a"}, []string{"$a"}},
		{`^(?!\$)`, []string{"a", "a$"}, []string{"$a"}},
		{`^(?!\$|system)`, []string{"a"}, []string{"$a", "systematic"}},
		{`(?<=tin)-tức$`, []string{"tin-tức"}, []string{"bản-tức"}},
		{`^(?<word>\w+)\.\k<word>$`, []string{"a.a"}, []string{"a.b"}},
		{`event`, []string{"an-event-type"}, []string{"even"}},
	} {
		f, err := compileFilter(false, c.pattern, nil)
		if err != nil {
			t.Fatalf("%s: %v", c.pattern, err)
		}
		for _, name := range c.passes {
			if ok, err := f.matches(&eventstore.Event{Type: name, Stream: "$other"}); !ok || err != nil {
				t.Errorf("%s keeps %q out: %v", c.pattern, name, err)
			}
		}
		for _, name := range c.stays {
			if ok, err := f.matches(&eventstore.Event{Type: name, Stream: "other"}); ok || err != nil {
				t.Errorf("%s lets %q through: %v", c.pattern, name, err)
			}
		}
	}
}

func TestFilterIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		pattern  string
		prefixes []string
	}{
		"nothing":   {},
		"both":      {"a", []string{"b"}},
		"no regex":  {"(", nil},
		"no range":  {"[z-a]", nil},
		"very long": {strings.Repeat("a", longestRegex+1), nil},
	} {
		if _, err := compileFilter(true, c.pattern, c.prefixes); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestAnExpressionThatNeverEndsIsStopped(t *testing.T) {
	f, err := compileFilter(true, `^(a+)+$`, nil)
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	_, err = f.matches(&eventstore.Event{Stream: strings.Repeat("a", 60) + "!"})
	if !errors.Is(err, errSlowRegex) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begun); took > 20*regexPatience {
		t.Errorf("stopped after %v", took)
	}
}

// The search among prefixes finds what trying each one finds.
func TestPrefixes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		b := make([]byte, random.IntN(5))
		for i := range b {
			b[i] = "ab-"[random.IntN(3)]
		}
		return string(b)
	}
	for range 5000 {
		prefixes := make([]string, 1+random.IntN(6))
		for i := range prefixes {
			prefixes[i] = word()
		}
		name, want := word(), false
		for _, p := range prefixes {
			want = want || strings.HasPrefix(name, p)
		}
		f, err := compileFilter(false, "", prefixes)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := f.matches(&eventstore.Event{Type: name}); got != want {
			t.Fatalf("prefixes %q, name %q: %v", prefixes, name, got)
		}
	}
}
