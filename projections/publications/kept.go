package publications

import (
	"fmt"
	"sync"
)

// kept remembers how many there were until the read model changes: counts are the
// dear part of a list, and most readers ask for the same few.
type kept struct {
	mu      sync.Mutex
	changes uint64
	totals  map[string]int
}

// keptTotals bounds the memory that readers of odd filters can claim.
const keptTotals = 1024

// total answers what count finds, at most once while changes stay the same. It is
// told the number of changes from before the counting, so an answer is never older
// than it says.
func (k *kept) total(changes uint64, where string, args []any, count func() (int, error)) (int, error) {
	key := fmt.Sprintf("%s %#v", where, args) // %q would show large numbers all alike
	k.mu.Lock()
	n, ok := k.totals[key]
	ok = ok && k.changes == changes
	k.mu.Unlock()
	if ok {
		return n, nil
	}
	n, err := count()
	if err != nil {
		return 0, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.changes > changes {
		return n, nil
	}
	if k.changes < changes || k.totals == nil || len(k.totals) >= keptTotals {
		k.changes, k.totals = changes, map[string]int{}
	}
	k.totals[key] = n
	return n, nil
}
