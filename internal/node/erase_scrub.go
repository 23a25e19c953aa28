package node

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"minhbach/domain"
)

// scrub makes anew what was made of events with sealed fields, and removes every
// older file of it. What reads no such event never held the data.
func (n *Node) scrub(ctx context.Context, tell func(EraseStep)) error {
	sealed := sealedSince(Events())
	searchable := false
	for _, def := range Definitions() {
		if !reads(def.Types, sealed) {
			continue
		}
		tell(EraseStep{"dựng lại bảng chiếu " + def.Name, "rebuilding the read model " + def.Name})
		r := n.Models.byName[def.Name]
		if err := r.Rebuild(ctx); err != nil {
			return err
		}
		if err := r.Prune(); err != nil {
			return err
		}
		searchable = searchable || slices.Contains(searched, def.Name)
	}
	if searchable {
		tell(EraseStep{"dựng lại chỉ mục tìm kiếm", "rebuilding the search index"})
		return n.Search.Rebuild(ctx)
	}
	return nil
}

// searched are the read models that the search index is made of.
var searched = []string{"agencies", "publications", "datasets"}

func reads(prefixes []string, types map[string]int) bool {
	for t := range types {
		if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(t, p) }) {
			return true
		}
	}
	return false
}

// sealedSince lists the event types with sealed fields, each with the first version
// that seals them all.
func sealedSince(events []domain.Event) map[string]int {
	out := map[string]int{}
	for _, e := range events {
		if since := sealedIn(reflect.TypeOf(e), nil); since > 0 {
			out[e.EventType()] = since
		}
	}
	return out
}

func sealedIn(t reflect.Type, above []reflect.Type) (since int) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Array || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || slices.Contains(above, t) {
		return 0
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if tag, ok := f.Tag.Lookup("sealed"); ok {
			since = max(since, 1)
			for _, option := range strings.Split(tag, ",")[1:] {
				if v, ok := strings.CutPrefix(option, "since="); ok {
					n, _ := strconv.Atoi(v) // the codec refuses what is no number
					since = max(since, n)
				}
			}
			continue
		}
		since = max(since, sealedIn(f.Type, append(above, t)))
	}
	return since
}
