package agency

import (
	"fmt"

	"minhbach/domain"
	"minhbach/domain/fault"
)

// Step is one command of a reorganisation: Register, RegisterAll, Rename, Move,
// Merge, SplitUp, Abolish or Recompose.
type Step = change

// Reorganise takes several commands as one act, as a resolution of the National
// Assembly does: each is judged on what the ones before it made, the promises of
// the tree are held at the end, and either all happen or none.
type Reorganise struct {
	Steps []Step
}

func (t *Tree) Reorganise(cmd Reorganise) ([]domain.Event, error) { return t.run(cmd) }

func (cmd Reorganise) decide(t *Tree) ([]domain.Event, error) {
	work := t.clone()
	var all []domain.Event
	for i, step := range cmd.Steps {
		events, err := step.decide(work)
		if err != nil {
			return nil, inStep(i, err)
		}
		for _, e := range events {
			work.Apply(e)
		}
		all = append(all, events...)
	}
	return all, nil
}

func inStep(i int, err error) error {
	f := fault.Of(err)
	if f == nil {
		return err
	}
	prefix := fmt.Sprintf("step %d", i+1)
	for _, each := range append([]*fault.Fault{f}, f.Fields...) {
		if each.Path == "" {
			each.Path = prefix
		} else {
			each.Path = prefix + ", " + each.Path
		}
	}
	return f
}
