package ingest

import (
	"strconv"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/domain/fold"
)

// naming gives columns names for programs: snake case of the title in ASCII,
// unique in the table.
type naming map[string]bool

// maxName is the longest name of a column.
const maxName = 63

func (n naming) name(title string, position int) string {
	base := strings.ReplaceAll(fold.Slug(title), "-", "_")
	switch {
	case base == "":
		base = "cot_" + strconv.Itoa(position)
	case base[0] >= '0' && base[0] <= '9':
		base = "c_" + base
	}
	base = clip(base, maxName)
	name := base
	for i := 2; n[name]; i++ {
		suffix := "_" + strconv.Itoa(i)
		name = clip(base, maxName-len(suffix)) + suffix
	}
	n[name] = true
	return name
}

func clip(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.TrimRight(s, "_")
}

// label fills in the title and name of a column, noting what had to be made up.
func (n naming) label(title string, position int, seen map[string]bool) (c dataset.Column, notes []dataset.Note) {
	at := strconv.Itoa(position)
	if title == "" {
		title = "Cột " + at
		notes = append(notes, note("header_empty", "position", at, "title", title))
	}
	c = dataset.Column{Title: title, Name: n.name(title, position), Unit: unitIn(title)}
	if key := strings.ToLower(title); seen[key] {
		notes = append(notes, note("header_duplicate", "title", title, "position", at, "name", c.Name))
	} else {
		seen[key] = true
	}
	return c, notes
}
