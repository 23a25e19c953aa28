package editorial

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Change is one field in which two contents differ. Field is its path
// ("title", "details.document.number", "translations.en.body"); lists are one
// field, an entry a line.
type Change struct {
	Field         string
	Before, After string
}

// Diff lists the fields that differ, by the order of the first part of their paths
// in reading, then by name.
func Diff(before, after map[string]string, reading []string) []Change {
	names := maps.Clone(before)
	maps.Copy(names, after)
	head := func(s string) int {
		top, _, _ := strings.Cut(s, ".")
		return slices.Index(reading, top)
	}
	var all []Change
	for _, name := range slices.SortedFunc(maps.Keys(names), func(a, b string) int {
		if n := head(a) - head(b); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	}) {
		if before[name] != after[name] {
			all = append(all, Change{name, before[name], after[name]})
		}
	}
	return all
}

// Fields are the fields of a content by path, as texts.
func Fields(content any) map[string]string {
	out := map[string]string{}
	d := json.NewDecoder(bytes.NewReader(Canonical(content)))
	d.UseNumber()
	var tree map[string]any
	if d.Decode(&tree) == nil {
		flatten(out, "", tree)
	}
	return out
}

func flatten(out map[string]string, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			flatten(out, strings.TrimPrefix(path+"."+name, "."), item)
		}
	case []any:
		lines := make([]string, len(v))
		for i, item := range v {
			lines[i] = fmt.Sprint(item)
		}
		out[path] = strings.Join(lines, "\n")
	case nil:
	default:
		out[path] = fmt.Sprint(v)
	}
}
