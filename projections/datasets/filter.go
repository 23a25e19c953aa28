package datasets

import (
	"strings"

	"minhbach/domain/fold"
	"minhbach/projections/view"
)

// filter is a view.DatasetFilter as a condition.
type filter struct {
	where string
	args  []any
	// whole: nothing is asked but states and agencies, so an index of the order alone
	// gives a page of the present.
	whole bool
	index string // the one that answers the condition by itself
}

func conditions(f view.DatasetFilter, position uint64) filter {
	first, args := at(position)
	c := filter{args: args, whole: position == 0, index: "item_list"}
	where := []string{first}
	add := func(cond string, values ...any) {
		where, c.args = append(where, cond), append(c.args, values...)
	}
	in := func(column string, values []string) {
		if len(values) > 0 {
			add(column+" IN (SELECT value FROM json_each(?))", list(values))
		}
	}
	// counted asks for values by their lines in the facets column.
	counted := func(letter string, values []string) {
		if len(values) == 0 {
			return
		}
		c.whole = false
		any := make([]string, len(values))
		for i, v := range values {
			any[i] = "instr(facets, ?) > 0"
			c.args = append(c.args, "\n"+letter+v+"\n")
		}
		where = append(where, "("+strings.Join(any, " OR ")+")")
	}
	states := f.States
	if len(states) == 0 {
		states = []view.PublicState{view.Published, view.Archived}
	}
	names := make([]string, len(states))
	for i, s := range states {
		names[i] = string(s)
	}
	add("state IN ("+strings.TrimSuffix(strings.Repeat("?,", len(names)), ",")+")", anys(names)...)
	in("agency", f.Agencies)
	if len(f.Formats)+len(f.Licences)+len(f.Bands)+len(f.Years) > 0 || !f.Changed.From.IsZero() || !f.Changed.To.IsZero() {
		c.whole = false
	}
	in("format", f.Formats)
	in("licence", f.Licences)
	in("band", f.Bands)
	if len(f.Years) > 0 {
		add("year_from > 0 AND EXISTS (SELECT 1 FROM json_each(?) WHERE value BETWEEN year_from AND year_to)", list(f.Years))
	}
	if !f.Changed.From.IsZero() {
		add("updated_at >= ?", f.Changed.From.UnixMicro())
	}
	if !f.Changed.To.IsZero() {
		add("updated_at <= ?", f.Changed.To.UnixMicro())
	}
	counted("t", f.Topics)
	counted("k", f.Keywords)
	if len(f.IDs) > 0 {
		c.whole = false
		c.index = ""
		ids := list(f.IDs)
		add("(id IN (SELECT value FROM json_each(?)) OR slug IN (SELECT value FROM json_each(?)))", ids, ids)
	}
	for _, word := range fold.Tokens(f.Words) {
		c.whole = false
		if c.index != "" {
			c.index = "item_words"
		}
		add("instr(words, ?) > 0", " "+word)
	}
	c.where = strings.Join(where, " AND ")
	return c
}

func anys(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// from names the table with the index that the condition is for.
func (c filter) from(index string) string {
	if index == "" {
		return "item"
	}
	return "item INDEXED BY " + index
}
