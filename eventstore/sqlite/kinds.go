package sqlite

import (
	"strings"
	"sync/atomic"
)

// kind is an event type with the content type of its data.
type kind struct{ typ, content string }

// kinds numbers the pairs from 1 on. There are few, so all are in memory. The
// writer adds; readers see an immutable slice, always at least as new as the
// newest committed event.
type kinds struct {
	all  atomic.Pointer[[]kind] // id-1 → kind
	ids  map[kind]int64         // of the writer
	kept int                    // committed
}

func (k *kinds) load(all []kind) {
	k.ids = make(map[kind]int64, len(all))
	for i, one := range all {
		k.ids[one] = int64(i + 1)
	}
	k.kept = len(all)
	k.all.Store(&all)
}

// add numbers a kind that is being inserted.
func (k *kinds) add(one kind) int64 {
	old := *k.all.Load()
	all := append(old[:len(old):len(old)], one)
	k.ids[one] = int64(len(all))
	k.all.Store(&all)
	return int64(len(all))
}

func (k *kinds) commit() { k.kept = len(*k.all.Load()) }

// rollback forgets what was added since the last commit; no reader can have met
// a row that refers to it.
func (k *kinds) rollback() {
	all := *k.all.Load()
	for _, one := range all[k.kept:] {
		delete(k.ids, one)
	}
	all = all[:k.kept:k.kept]
	k.all.Store(&all)
}

func (k *kinds) get(id int64) (kind, bool) {
	all := *k.all.Load()
	if id < 1 || id > int64(len(all)) {
		return kind{}, false
	}
	return all[id-1], true
}

// matching returns the ids of the types with one of the prefixes, and whether
// these are all there are.
func (k *kinds) matching(prefixes []string) (ids []int64, every bool) {
	all := *k.all.Load()
	for i, one := range all {
		if hasPrefix(one.typ, prefixes) {
			ids = append(ids, int64(i+1))
		}
	}
	return ids, len(ids) == len(all)
}

// hasPrefix is true without prefixes.
func hasPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return len(prefixes) == 0
}
