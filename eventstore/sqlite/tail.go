package sqlite

import (
	"cmp"
	"slices"
	"sync"
)

// placement says where an event of a stream is.
type placement struct{ stream, revision, position int64 }

// tail knows the placements that the table does not have yet. The newest are
// young; when there are enough they are frozen, sorted, and written to the table a few
// with every commit, while new ones gather. The writer changes it, readers look.
type tail struct {
	length        int // of young when it is frozen
	mu            sync.RWMutex
	young, frozen map[int64]*run // by stream
	size          int            // of young

	sorted  []placement // frozen; of the writer
	drained int         // of sorted are in the table
	newest  int64       // position in frozen
}

// run is a stretch of a stream. Its positions are only ever appended to, so a
// reader may keep the slice it saw.
type run struct {
	first     int64 // revision
	positions []int64
}

// committed takes in what a commit has added, and notes how many of the frozen
// placements it wrote to the table.
func (t *tail) committed(added []placement, drained int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.young == nil {
		t.young = map[int64]*run{}
	}
	for _, p := range added {
		r := t.young[p.stream]
		if r == nil {
			r = &run{first: p.revision}
			t.young[p.stream] = r
		}
		r.positions = append(r.positions, p.position)
	}
	t.size += len(added)
	t.drained += drained
	if t.drained == len(t.sorted) {
		t.frozen, t.sorted, t.drained = nil, nil, 0
		if t.size >= t.length {
			t.freeze()
		}
	}
}

func (t *tail) freeze() {
	t.sorted, t.newest = make([]placement, 0, t.size), 0
	for stream, r := range t.young {
		for i, position := range r.positions {
			t.sorted = append(t.sorted, placement{stream, r.first + int64(i), position})
			t.newest = max(t.newest, position)
		}
	}
	slices.SortFunc(t.sorted, func(a, b placement) int {
		return cmp.Or(cmp.Compare(a.stream, b.stream), cmp.Compare(a.revision, b.revision))
	})
	t.frozen, t.young, t.size = t.young, map[int64]*run{}, 0
}

// last is the newest revision of a stream, if the tail has any.
func (t *tail) last(stream int64) (revision int64, ok bool) {
	r := t.recent(stream)
	return r.end() - 1, !r.empty()
}

// recent is what the tail has of a stream.
func (t *tail) recent(stream int64) recent {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var is recent
	if r := t.frozen[stream]; r != nil {
		is.first, is.older = r.first, r.positions
	}
	if r := t.young[stream]; r != nil {
		if len(is.older) == 0 {
			is.first = r.first
		}
		is.newer = r.positions
	}
	return is
}

// recent is the end of a stream as it was at one moment.
type recent struct {
	first        int64 // revision
	older, newer []int64
}

func (r recent) empty() bool { return len(r.older)+len(r.newer) == 0 }

// end is the revision behind the last.
func (r recent) end() int64 { return r.first + int64(len(r.older)+len(r.newer)) }

func (r recent) position(revision int64) int64 {
	i := int(revision - r.first)
	if i < len(r.older) {
		return r.older[i]
	}
	return r.newer[i-len(r.older)]
}

// drop leaves the last one out.
func (r *recent) drop() {
	if n := len(r.newer); n > 0 {
		r.newer = r.newer[:n-1]
	} else {
		r.older = r.older[:len(r.older)-1]
	}
}
