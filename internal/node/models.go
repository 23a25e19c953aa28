package node

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"minhbach/eventstore"
	"minhbach/projections"
	"minhbach/projections/agencies"
	"minhbach/projections/datasets"
	"minhbach/projections/disposals"
	"minhbach/projections/notices"
	"minhbach/projections/people"
	"minhbach/projections/publications"
	"minhbach/projections/subjects"
	"minhbach/projections/view"
)

// Models are the read models of a node.
type Models struct {
	runners []*projections.Runner
	byName  map[string]*projections.Runner
}

// Definitions lists every read model.
func Definitions() []projections.Definition {
	return []projections.Definition{agencies.Definition(), people.Definition(), publications.Definition(), datasets.Definition(), subjects.Definition(), disposals.Definition(), notices.Definition()}
}

// OpenModels opens every read model in dir.
func OpenModels(ctx context.Context, dir string, log eventstore.Log, codec *eventstore.Codec, opts projections.Options) (*Models, error) {
	return openModels(ctx, dir, Definitions(), log, codec, opts)
}

func openModels(ctx context.Context, dir string, defs []projections.Definition, log eventstore.Log, codec *eventstore.Codec, opts projections.Options) (*Models, error) {
	m := &Models{byName: map[string]*projections.Runner{}}
	for _, def := range defs {
		r, err := projections.Open(ctx, dir, def, log, codec, opts)
		if err != nil {
			return nil, errors.Join(err, m.Close())
		}
		m.runners = append(m.runners, r)
		m.byName[def.Name] = r
	}
	return m, nil
}

// Runner by name.
func (m *Models) Runner(name string) (*projections.Runner, error) {
	r, ok := m.byName[name]
	if !ok {
		return nil, fmt.Errorf("no read model %q; there are agencies, people, publications, datasets, subjects, disposals and notices", name)
	}
	return r, nil
}

// ToEnd brings every read model up to the head, all at once.
func (m *Models) ToEnd(ctx context.Context) error {
	return m.each(func(r *projections.Runner) error { return r.ToEnd(ctx) })
}

// Run follows the log until ctx ends.
func (m *Models) Run(ctx context.Context) error {
	return m.each(func(r *projections.Runner) error { return r.Run(ctx) })
}

func (m *Models) each(do func(*projections.Runner) error) error {
	errs := make([]error, len(m.runners))
	var all sync.WaitGroup
	for i, r := range m.runners {
		all.Go(func() { errs[i] = do(r) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// Wait until every read model has seen a position.
func (m *Models) Wait(ctx context.Context, position uint64) error {
	for _, r := range m.runners {
		if err := r.Wait(ctx, eventstore.Position(position)); err != nil {
			return err
		}
	}
	return nil
}

// Status of every read model.
func (m *Models) Status(ctx context.Context) ([]view.ProjectionStatus, error) {
	var out []view.ProjectionStatus
	for _, r := range m.runners {
		s, err := r.Status(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// Close ends the use of all files.
func (m *Models) Close() error {
	var errs []error
	for _, r := range m.runners {
		errs = append(errs, r.Close())
	}
	return errors.Join(errs...)
}
