package rdf

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteTurtle writes the graph as RDF 1.1 Turtle, which is also valid Notation 3.
func WriteTurtle(w io.Writer, g *Graph) error {
	b := bufio.NewWriter(w)
	for _, p := range prefixes {
		fmt.Fprintf(b, "@prefix %s: <%s> .\n", p.Name, p.IRI)
	}
	for _, s := range g.subjects {
		fmt.Fprintf(b, "\n%s", turtle(s))
		for i, p := range g.predicates(s) {
			if i > 0 {
				b.WriteString(" ;")
			}
			name := turtle(p.term)
			if p.term == Type {
				name = "a"
			}
			fmt.Fprintf(b, "\n    %s ", name)
			for j, o := range p.objects {
				if j > 0 {
					b.WriteString(", ")
				}
				b.WriteString(turtle(o))
			}
		}
		b.WriteString(" .\n")
	}
	return b.Flush()
}

func turtle(t Term) string {
	if !t.literal {
		if prefix, name, ok := short(t.iri); ok {
			return prefix + ":" + name
		}
		return "<" + t.iri + ">"
	}
	out := `"` + quoted.Replace(t.text) + `"`
	switch {
	case t.lang != "":
		return out + "@" + t.lang
	case t.datatype != "":
		return out + "^^" + turtle(Term{iri: t.datatype})
	}
	return out
}

// quoted escapes what STRING_LITERAL_QUOTE leaves out (RDF 1.1 Turtle section 6.5).
var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)
