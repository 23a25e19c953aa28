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
	for _, n := range g.nodes {
		b.WriteByte('\n')
		turtle(b, Term{iri: n.iri})
		for i, p := range n.properties() {
			if i > 0 {
				b.WriteString(" ;")
			}
			b.WriteString("\n    ")
			if p.term == Type {
				b.WriteByte('a')
			} else {
				turtle(b, p.term)
			}
			for j, o := range p.objects {
				if j > 0 {
					b.WriteByte(',')
				}
				b.WriteByte(' ')
				turtle(b, o)
			}
		}
		b.WriteString(" .\n")
	}
	return b.Flush()
}

func turtle(b *bufio.Writer, t Term) {
	if !t.literal {
		if prefix, name, ok := short(t.iri); ok {
			b.WriteString(prefix + ":" + name)
		} else {
			b.WriteString("<" + t.iri + ">")
		}
		return
	}
	b.WriteByte('"')
	_, _ = quoted.WriteString(b, t.text) // b keeps the first error for Flush
	b.WriteByte('"')
	switch {
	case t.lang != "":
		b.WriteString("@" + t.lang)
	case t.datatype != "":
		b.WriteString("^^")
		turtle(b, Term{iri: t.datatype})
	}
}

// quoted escapes what STRING_LITERAL_QUOTE leaves out (RDF 1.1 Turtle section 6.5).
var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)
