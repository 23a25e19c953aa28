package esdbserver

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// groups are the persistent subscriptions of a server. What they are is kept in the log
// and read when the first of them is asked for; one that nobody reads has no goroutine,
// no buffer and no reading of the log.
type groups struct {
	s *Server

	mu     sync.Mutex
	loaded bool
	byID   map[string]*group
}

func newGroups(s *Server) *groups { return &groups{s: s} }

// groupID is how EventStoreDB names a group, also in the streams of its state.
func groupID(stream, name string) string { return stream + "::" + name }

// load reads the configuration once. The caller holds the lock.
func (r *groups) load(ctx context.Context) error {
	if r.loaded {
		return nil
	}
	entries, err := r.readConfig(ctx)
	if err != nil {
		return err
	}
	r.byID = map[string]*group{}
	for _, e := range entries {
		g, err := newGroup(r.s, e)
		if err != nil {
			r.s.opts.Warn("persistent subscription %s: %v; it is left out", e.id(), err)
			continue
		}
		r.byID[e.id()] = g
	}
	r.loaded = true
	return nil
}

// find is the group, or the refusal that clients know.
func (r *groups) find(ctx context.Context, stream, name string) (*group, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.found(ctx, stream, name)
}

// found is find for a caller who holds the lock.
func (r *groups) found(ctx context.Context, stream, name string) (*group, error) {
	if err := r.load(ctx); err != nil {
		return nil, failed(ctx, err)
	}
	g := r.byID[groupID(stream, name)]
	if g == nil || g.stream != stream {
		return nil, groupMissing(ctx, stream, name)
	}
	return g, nil
}

// all lists the groups in order of their names; of one stream, or of every one.
func (r *groups) all(ctx context.Context, every bool, stream string) ([]*group, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(ctx); err != nil {
		return nil, failed(ctx, err)
	}
	var list []*group
	for _, g := range r.byID {
		if every || g.stream == stream {
			list = append(list, g)
		}
	}
	slices.SortFunc(list, func(a, b *group) int { return strings.Compare(a.id, b.id) })
	return list, nil
}

// close lets go of all consumers and writes down how far each group is.
func (r *groups) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range r.byID {
		g.dismiss(endedByServer)
	}
}
