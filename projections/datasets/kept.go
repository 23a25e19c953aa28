package datasets

import (
	"fmt"
	"sync"

	"minhbach/projections/view"
)

// counted is what a whole list amounts to.
type counted struct {
	total  int
	facets map[string][]view.Count // whole; nil where nobody asked
}

// kept remembers counts until the read model changes: they are the dear part of a
// list, and most readers ask for the same few.
type kept struct {
	mu      sync.Mutex
	changes uint64
	weight  int
	all     map[string]counted
}

// keptWeight bounds the memory that readers of odd filters can claim: entries, and
// values of facets in them.
const keptWeight = 100_000

// counted answers what count finds, at most once while changes stay the same. It is
// told the number of changes from before the counting, so an answer is never older
// than it says.
func (k *kept) counted(changes uint64, facets bool, where string, args []any, count func() (counted, error)) (counted, error) {
	key := fmt.Sprintf("%v %s %#v", facets, where, args) // %q would show large numbers all alike
	k.mu.Lock()
	c, ok := k.all[key]
	ok = ok && k.changes == changes
	k.mu.Unlock()
	if ok {
		return c, nil
	}
	c, err := count()
	if err != nil {
		return c, err
	}
	weight := 1
	for _, values := range c.facets {
		weight += len(values)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.changes > changes {
		return c, nil
	}
	if k.changes < changes || k.all == nil || k.weight+weight > keptWeight {
		k.changes, k.weight, k.all = changes, 0, map[string]counted{}
	}
	k.all[key] = c
	k.weight += weight
	return c, nil
}
