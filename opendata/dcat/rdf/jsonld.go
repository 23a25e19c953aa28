package rdf

import (
	"bufio"
	"encoding/json"
	"io"
)

// WriteJSONLD writes the graph as JSON-LD 1.1: a flat @graph whose context holds
// prefixes only, so that nothing has to be fetched to read it.
func WriteJSONLD(w io.Writer, g *Graph) error {
	b := bufio.NewWriter(w)
	b.WriteString(`{"@context": {`)
	for i, p := range prefixes {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n  " + inJSON(p.Name) + ": " + inJSON(p.IRI))
	}
	b.WriteString("\n},\n\"@graph\": [")
	for i, n := range g.nodes {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n{\n  \"@id\": " + inJSON(n.iri))
		for _, p := range n.properties() {
			name := "@type"
			if p.term != Type {
				name = compact(p.term.iri)
			}
			b.WriteString(",\n  " + inJSON(name) + ": [")
			for j, o := range p.objects {
				if j > 0 {
					b.WriteString(", ")
				}
				if p.term == Type {
					b.WriteString(inJSON(compact(o.iri)))
				} else {
					jsonValue(b, o)
				}
			}
			b.WriteByte(']')
		}
		b.WriteString("\n}")
	}
	b.WriteString("\n]}\n")
	return b.Flush()
}

func jsonValue(b *bufio.Writer, o Term) {
	switch {
	case !o.literal:
		b.WriteString(`{"@id": ` + inJSON(o.iri) + `}`)
	case o.lang != "":
		b.WriteString(`{"@value": ` + inJSON(o.text) + `, "@language": ` + inJSON(o.lang) + `}`)
	case o.datatype != "":
		b.WriteString(`{"@value": ` + inJSON(o.text) + `, "@type": ` + inJSON(compact(o.datatype)) + `}`)
	default:
		b.WriteString(`{"@value": ` + inJSON(o.text) + `}`)
	}
}

// inJSON quotes text; <, > and & are escaped too, so that the document may stand in
// a page.
func inJSON(s string) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // no string can fail
	}
	return string(quoted)
}

func compact(iri string) string {
	if prefix, name, ok := short(iri); ok {
		return prefix + ":" + name
	}
	return iri
}
