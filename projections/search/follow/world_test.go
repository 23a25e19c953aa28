package follow_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/projections/search"
	"minhbach/projections/search/follow"
)

// world is a log, the truth about it, and a source and an engine that can be made
// to fail.
type world struct {
	log  eventstore.Log
	dir  string
	disk map[string]*memory // indexes by directory

	mu     sync.Mutex
	titles map[string]string // by kind/id: what is public
	asked  []string          // of the source, in order
	refuse func(kind string, ids []string) error
	crash  func(applied bool) error // at every write, before and after
	hold   chan struct{}            // the source waits for it
	warned []string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return &world{log: log, dir: t.TempDir(), disk: map[string]*memory{}, titles: map[string]string{}}
}

// say that something happened to a thing; an empty title: it is no longer public.
func (w *world) say(t testing.TB, stream, data string) eventstore.Position {
	t.Helper()
	a, err := w.log.Append(t.Context(), stream, eventstore.Any(), eventstore.Draft{
		ID: eventstore.NewID(time.Now()), Type: "thing.changed", Data: []byte(data)})
	if err != nil {
		t.Fatal(err)
	}
	return a.Position
}

func (w *world) publish(t testing.TB, id, title string) eventstore.Position {
	t.Helper()
	w.set(search.Publication+"/"+id, title)
	return w.say(t, "publication-"+id, "{}")
}

func (w *world) set(key, title string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if title == "" {
		delete(w.titles, key)
	} else {
		w.titles[key] = title
	}
}

func (w *world) Documents(ctx context.Context, kind string, ids []string, position uint64) ([]search.Document, []string, error) {
	w.mu.Lock()
	hold, refuse := w.hold, w.refuse
	w.asked = append(w.asked, kind+":"+strings.Join(ids, ","))
	w.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
	if refuse != nil {
		if err := refuse(kind, ids); err != nil {
			return nil, nil, err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []search.Document
	var gone []string
	for _, id := range ids {
		if title := w.titles[kind+"/"+id]; title != "" {
			out = append(out, search.Document{ID: id, Kind: kind, Title: title})
		} else if len(gone)%2 == 0 { // a source need not name what is gone
			gone = append(gone, id)
		}
	}
	return out, gone, nil
}

func (w *world) questions() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.asked
	w.asked = nil
	return out
}

// memory is an index whose writes survive the follower, not the test.
type memory struct {
	world *world

	mu       sync.Mutex
	docs     map[string]string
	position uint64
	closed   bool
	broken   bool
	writes   int
}

func (m *memory) Search(context.Context, search.Query) (*search.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken {
		return nil, search.ErrBroken
	}
	if m.closed {
		return nil, search.ErrClosed
	}
	r := &search.Result{Total: len(m.docs), Position: m.position}
	for _, id := range slices.Sorted(maps.Keys(m.docs)) {
		r.Hits = append(r.Hits, search.Hit{ID: id, Title: []search.Fragment{{Text: m.docs[id]}}})
	}
	return r, nil
}

func (m *memory) Suggest(context.Context, string, int) ([]search.Suggestion, error) { return nil, nil }

func (m *memory) Apply(_ context.Context, put []search.Document, remove []string, position uint64) error {
	if c := m.world.crash; c != nil {
		if err := c(false); err != nil {
			return err
		}
	}
	m.mu.Lock()
	if m.broken {
		m.mu.Unlock()
		return search.ErrBroken
	}
	for _, id := range remove {
		delete(m.docs, id)
	}
	for _, d := range put {
		m.docs[d.ID] = d.Title
	}
	m.position = position
	m.writes++
	m.mu.Unlock()
	if c := m.world.crash; c != nil {
		return c(true)
	}
	return nil
}

func (m *memory) Position(context.Context) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.position, nil
}

func (m *memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

func (w *world) engine() follow.Engine {
	return follow.Engine{Name: "memory", Version: 1, Open: func(dir string) (search.Index, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		m := w.disk[dir]
		switch {
		case m == nil:
			m = &memory{world: w, docs: map[string]string{}}
			w.disk[dir] = m
		case m.broken:
			delete(w.disk, dir)
			return nil, fmt.Errorf("opening: %w", search.ErrBroken)
		}
		m.closed = false
		return m, nil
	}}
}

// kinds: publications have a stream each, agencies share one.
var kinds = []follow.Kind{
	{Name: search.Publication, Streams: []string{"publication-"}},
	{Name: search.Agency, Streams: []string{"agencies-"}, IDs: func(ev eventstore.Event) []string { return strings.Fields(string(ev.Data)) }},
}

func (w *world) open(t testing.TB) *follow.Follower {
	t.Helper()
	f, err := follow.Open(t.Context(), w.dir, w.log, kinds, w, w.engine(), follow.Options{
		Chunk: 3, Batch: 10, Tries: 2, Sleep: func(context.Context, time.Duration) {},
		Warn: func(format string, args ...any) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.warned = append(w.warned, fmt.Sprintf(format, args...))
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// start Run until the test ends.
func start(t testing.TB, f *follow.Follower) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v", err)
		}
	})
}

func contents(t testing.TB, f *follow.Follower) string {
	t.Helper()
	r, err := f.Search(t.Context(), search.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID+"="+h.Title[0].Text)
	}
	return strings.Join(out, " ")
}

func (w *world) truth() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := map[string]string{}
	for key, title := range w.titles {
		_, id, _ := strings.Cut(key, "/")
		ids[id] = title
	}
	var out []string
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		out = append(out, id+"="+ids[id])
	}
	return strings.Join(out, " ")
}

func is(t testing.TB, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
