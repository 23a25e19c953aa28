package publication

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

// DiffContent lists the fields in which two contents differ, in reading order. It
// does not compare inside a text.
func DiffContent(a, b Content) []Change {
	before, after := fields(a), fields(b)
	names := maps.Clone(before)
	maps.Copy(names, after)
	var all []Change
	for _, name := range slices.SortedFunc(maps.Keys(names), byReading) {
		if before[name] != after[name] {
			all = append(all, Change{name, before[name], after[name]})
		}
	}
	return all
}

var reading = []string{"language", "title", "summary", "body", "details", "metadata", "attachments", "translations"}

func byReading(a, b string) int {
	head := func(s string) int {
		top, _, _ := strings.Cut(s, ".")
		return slices.Index(reading, top)
	}
	if n := head(a) - head(b); n != 0 {
		return n
	}
	return strings.Compare(a, b)
}

func fields(c Content) map[string]string {
	out := map[string]string{}
	for i, a := range c.Attachments {
		line := a.Name + " – " + a.Title + " (" + a.MediaType + fmt.Sprintf(", %d byte, SHA-256 %s)", a.Size, a.SHA256)
		if i > 0 {
			line = out["attachments"] + "\n" + line
		}
		out["attachments"] = line
	}
	c.Attachments = nil
	d := json.NewDecoder(bytes.NewReader(canonical(c)))
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
