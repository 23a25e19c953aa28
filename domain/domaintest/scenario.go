// Package domaintest is how aggregates are tested: given facts, when a command,
// then facts or a refusal. It is for tests only and knows no aggregate.
package domaintest

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"minhbach/domain"
	"minhbach/domain/fault"
)

// Root is an aggregate that folds facts.
type Root interface{ Apply(domain.Event) }

// Scenario is Given (facts), When (a command), Then (facts, a refusal or nothing).
type Scenario[R Root] struct {
	T      *testing.T
	Root   R
	Events []domain.Event
	Err    error
}

// Given folds facts as the log would give them back.
func Given[R Root](t *testing.T, root R, facts ...domain.Event) *Scenario[R] {
	t.Helper()
	s := &Scenario[R]{T: t, Root: root}
	for _, f := range facts {
		root.Apply(Stored(t, f))
	}
	return s
}

// Stored is the fact as the log gives it back.
func Stored(t *testing.T, f domain.Event) domain.Event {
	t.Helper()
	raw, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	back := reflect.New(reflect.TypeOf(f))
	if err := json.Unmarshal(raw, back.Interface()); err != nil {
		t.Fatal(err)
	}
	return back.Elem().Interface().(domain.Event)
}

// When gives a command; what it decides is applied.
func (s *Scenario[R]) When(command func(R) ([]domain.Event, error)) *Scenario[R] {
	s.Events, s.Err = command(s.Root)
	for _, e := range s.Events {
		s.Root.Apply(e)
	}
	return s
}

// Then wants exactly these facts; none means that nothing was decided.
func (s *Scenario[R]) Then(want ...domain.Event) {
	s.T.Helper()
	if s.Err != nil {
		s.T.Fatalf("refused: %v", s.Err)
	}
	if len(want) != len(s.Events) || len(want) > 0 && !reflect.DeepEqual(want, s.Events) {
		s.T.Errorf("got %+v\nwant %+v", s.Events, want)
	}
}

// Refused wants a refusal with this code at this path ("*": wherever), and no fact.
func (s *Scenario[R]) Refused(code *fault.Code, path string) {
	s.T.Helper()
	if !errors.Is(s.Err, code) || len(s.Events) > 0 {
		s.T.Fatalf("got %v and %v, want refusal %s", s.Events, s.Err, code.Name)
	}
	if f := fault.Of(s.Err); f.Path != path && path != "*" {
		s.T.Errorf("refused at %q, want %q", f.Path, path)
	}
}
