package rdf

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// WriteXML writes the graph as RDF 1.1 XML, each subject once, none nested.
func WriteXML(w io.Writer, g *Graph) error {
	b := bufio.NewWriter(w)
	b.WriteString(xml.Header + "<rdf:RDF")
	for _, p := range prefixes {
		fmt.Fprintf(b, "\n    xmlns:%s=%q", p.Name, p.IRI)
	}
	b.WriteString(">\n")
	for _, n := range g.nodes {
		properties := n.properties()
		element := "rdf:Description"
		if properties[0].term == Type {
			if prefix, name, ok := short(properties[0].objects[0].iri); ok {
				element = prefix + ":" + name
				properties[0].objects = properties[0].objects[1:]
			}
		}
		fmt.Fprintf(b, "  <%s rdf:about=\"%s\">\n", element, inXMLText(n.iri))
		for _, p := range properties {
			prefix, name, ok := short(p.term.iri)
			if !ok {
				return fmt.Errorf("rdf: %s cannot be an element of RDF/XML; use a vocabulary that has a prefix", p.term.iri)
			}
			for _, o := range p.objects {
				writeProperty(b, prefix+":"+name, o)
			}
		}
		fmt.Fprintf(b, "  </%s>\n", element)
	}
	b.WriteString("</rdf:RDF>\n")
	return b.Flush()
}

func writeProperty(b *bufio.Writer, name string, o Term) {
	if !o.literal {
		fmt.Fprintf(b, "    <%s rdf:resource=\"%s\"/>\n", name, inXMLText(o.iri))
		return
	}
	attribute := ""
	switch {
	case o.lang != "":
		attribute = ` xml:lang="` + inXMLText(o.lang) + `"`
	case o.datatype != "":
		attribute = ` rdf:datatype="` + inXMLText(o.datatype) + `"`
	}
	fmt.Fprintf(b, "    <%s%s>%s</%s>\n", name, attribute, inXMLText(o.text), name)
}

// inXMLText escapes text for content and attributes; line ends are kept as they are.
func inXMLText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
