package ingest

import (
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// assembler makes a cell of one top-level column of a row. Nested columns are put
// together from their repetition and definition levels (the record assembly of the
// Dremel paper, as in the Parquet format) and written as JSON text.
type assembler struct {
	name               string
	optional, repeated bool
	leaf               *leafReader
	children           []*assembler
	first, end         int // leaf columns below, as a range
	list, dict         bool
}

func newAssembler(c *parquet.Column, leaves *int) *assembler {
	a := &assembler{name: c.Name(), optional: c.Optional(), repeated: c.Repeated(), first: *leaves}
	if c.Leaf() {
		a.leaf = newLeafReader(c.Type())
		*leaves++
		a.end = *leaves
		return a
	}
	for _, child := range c.Columns() {
		a.children = append(a.children, newAssembler(child, leaves))
	}
	a.end = *leaves
	inner := len(a.children) == 1 && a.children[0].repeated
	if t := c.Type().LogicalType(); t != nil && inner {
		_, a.list = t.Value.(*format.ListType)
		_, a.dict = t.Value.(*format.MapType)
	}
	return a
}

// cell reads the values of one row; nothing of values is used up by the other
// columns.
func (a *assembler) cell(values [][]parquet.Value, max int) (cell, error) {
	if a.first == a.end {
		return cell{}, nil
	}
	if a.leaf != nil && !a.repeated {
		v := values[a.first]
		if len(v) != 1 {
			return cell{}, errParquet
		}
		if v[0].IsNull() {
			return cell{}, nil
		}
		if c := a.leaf.cell(v[0]); len(c.text) <= max {
			return c, nil
		}
		return cell{}, errLongValue
	}
	rest := values[a.first:a.end]
	if len(rest[0]) == 0 {
		return cell{}, errParquet
	}
	if a.optional && rest[0][0].DefinitionLevel() == 0 {
		return cell{}, nil
	}
	w := &jsonAssembly{rest: slices.Clone(rest), base: a.first, max: max}
	w.value(a, 0, 0)
	if w.err != nil {
		return cell{}, w.err
	}
	text := tidy(string(w.out))
	if isGeometry([]byte(text)) {
		return cell{text: text, value: geometry(text)}, nil
	}
	return cell{text: text}, nil
}

// jsonAssembly writes one nested value as JSON.
type jsonAssembly struct {
	rest [][]parquet.Value // of the leaf columns, not yet used
	base int
	max  int
	out  []byte
	err  error
}

// peek is the next value of the first leaf below a.
func (w *jsonAssembly) peek(a *assembler) (parquet.Value, bool) {
	if v := w.rest[a.first-w.base]; len(v) > 0 {
		return v[0], true
	}
	return parquet.Value{}, false
}

// drop uses up one value of every leaf below a.
func (w *jsonAssembly) drop(a *assembler) {
	for i := a.first; i < a.end; i++ {
		if v := w.rest[i-w.base]; len(v) > 0 {
			w.rest[i-w.base] = v[1:]
		}
	}
}

func (w *jsonAssembly) value(a *assembler, definition, repetition int) {
	if a.first == a.end { // a group without columns
		w.out = append(w.out, "null"...)
		return
	}
	if w.err != nil {
		return
	}
	if len(w.out) > w.max {
		w.err = errLongValue
		return
	}
	switch {
	case a.optional:
		definition++
	case a.repeated:
		w.array(a, definition+1, repetition+1)
		return
	}
	next, ok := w.peek(a)
	if !ok {
		w.err = errParquet
		return
	}
	if next.DefinitionLevel() < definition {
		w.out = append(w.out, "null"...)
		w.drop(a)
		return
	}
	w.inner(a, definition, repetition)
}

// array writes the elements of a repeated node.
func (w *jsonAssembly) array(a *assembler, definition, repetition int) {
	next, ok := w.peek(a)
	w.out = append(w.out, '[')
	if !ok {
		w.err = errParquet
		return
	}
	if next.DefinitionLevel() < definition {
		w.drop(a)
		w.out = append(w.out, ']')
		return
	}
	for first := true; w.err == nil; first = false {
		if !first {
			if next, ok = w.peek(a); !ok || next.RepetitionLevel() < repetition {
				break
			}
			w.out = append(w.out, ',')
		}
		w.inner(a, definition, repetition)
	}
	w.out = append(w.out, ']')
}

// inner writes a node that is there.
func (w *jsonAssembly) inner(a *assembler, definition, repetition int) {
	switch {
	case a.leaf != nil:
		v, ok := w.peek(a)
		if !ok {
			w.err = errParquet
			return
		}
		w.out = a.leaf.appendJSON(w.out, v)
		w.drop(a)
	case a.list || a.dict: // the group in between is a matter of the format
		w.value(a.children[0], definition, repetition)
	case len(a.children) == 1 && (a.children[0].name == "element" || a.children[0].name == "array_element" || a.children[0].name == "item") && a.repeated:
		w.value(a.children[0], definition, repetition)
	default:
		w.out = append(w.out, '{')
		for i, c := range a.children {
			if i > 0 {
				w.out = append(w.out, ',')
			}
			w.out = appendQuoted(w.out, c.name)
			w.out = append(w.out, ':')
			w.value(c, definition, repetition)
		}
		w.out = append(w.out, '}')
	}
}
