package rdf

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// Readers of just what the writers write, made from the specifications and not
// from the writers, so that a fault of one does not hide in the other.

const (
	rdfNS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xmlNS = "http://www.w3.org/XML/1998/namespace"
)

// readXML reads RDF/XML without nesting (RDF 1.1 XML Syntax, section 2).
func readXML(r io.Reader) ([]Triple, error) {
	var all []Triple
	var subject Term
	d := xml.NewDecoder(r)
	depth := 0
	attribute := func(e xml.StartElement, space, local string) string {
		for _, a := range e.Attr {
			if a.Name.Space == space && a.Name.Local == local {
				return a.Value
			}
		}
		return ""
	}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		switch e := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			name := Term{iri: e.Name.Space + e.Name.Local}
			if depth++; depth == 2 {
				subject = Term{iri: attribute(e, rdfNS, "about")}
				if name.iri != rdfNS+"Description" {
					all = append(all, Triple{subject, Term{iri: rdfNS + "type"}, name})
				}
			}
			if depth < 3 {
				continue
			}
			object := Term{iri: attribute(e, rdfNS, "resource")}
			if object.iri == "" {
				object = Term{literal: true, lang: attribute(e, xmlNS, "lang"), datatype: attribute(e, rdfNS, "datatype")}
				var content struct {
					Text string `xml:",chardata"`
				}
				if err := d.DecodeElement(&content, &e); err != nil {
					return nil, err
				}
				depth--
				object.text = content.Text
			}
			all = append(all, Triple{subject, name, object})
		}
	}
}

// readJSONLD reads a flat @graph with prefixes (JSON-LD 1.1 section 4).
func readJSONLD(r io.Reader) ([]Triple, error) {
	var doc struct {
		Context map[string]string            `json:"@context"`
		Graph   []map[string]json.RawMessage `json:"@graph"`
	}
	if err := json.NewDecoder(r).Decode(&doc); err != nil {
		return nil, err
	}
	expand := func(s string) Term {
		prefix, rest, _ := strings.Cut(s, ":")
		if ns, ok := doc.Context[prefix]; ok && !strings.HasPrefix(rest, "//") {
			return Term{iri: ns + rest}
		}
		return Term{iri: s}
	}
	var all []Triple
	for _, node := range doc.Graph {
		var id string
		if err := json.Unmarshal(node["@id"], &id); err != nil {
			return nil, err
		}
		for name, raw := range node {
			switch name {
			case "@id":
			case "@type":
				var types []string
				if err := json.Unmarshal(raw, &types); err != nil {
					return nil, err
				}
				for _, t := range types {
					all = append(all, Triple{expand(id), Term{iri: rdfNS + "type"}, expand(t)})
				}
			default:
				var values []map[string]string
				if err := json.Unmarshal(raw, &values); err != nil {
					return nil, err
				}
				for _, v := range values {
					o := expand(v["@id"])
					if text, ok := v["@value"]; ok {
						o = Term{literal: true, text: text, lang: v["@language"]}
						if v["@type"] != "" {
							o.datatype = expand(v["@type"]).iri
						}
					}
					all = append(all, Triple{expand(id), expand(name), o})
				}
			}
		}
	}
	return all, nil
}

// turtleReader reads Turtle without blank nodes and lists (RDF 1.1 Turtle section 6).
type turtleReader struct {
	rest     string
	prefixes map[string]string
}

func readTurtle(r io.Reader) (all []Triple, err error) {
	bytes, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	t := &turtleReader{string(bytes), map[string]string{}}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v at %.40q", p, t.rest)
		}
	}()
	for t.space(); t.rest != ""; t.space() {
		if t.eat("@prefix") {
			t.space()
			name, _, _ := strings.Cut(t.rest, ":")
			t.rest = t.rest[len(name)+1:]
			t.prefixes[name] = t.term().iri
			t.must(".")
			continue
		}
		subject := t.term()
		for {
			predicate := t.term()
			for {
				all = append(all, Triple{subject, predicate, t.term()})
				if t.space(); !t.eat(",") {
					break
				}
			}
			if t.space(); !t.eat(";") {
				break
			}
		}
		t.must(".")
	}
	return all, nil
}

func (t *turtleReader) space() { t.rest = strings.TrimLeft(t.rest, " \t\r\n") }

func (t *turtleReader) eat(s string) bool {
	rest, ok := strings.CutPrefix(t.rest, s)
	t.rest = rest
	return ok
}

func (t *turtleReader) must(s string) {
	if t.space(); !t.eat(s) {
		panic("want " + s)
	}
}

func (t *turtleReader) term() Term {
	t.space()
	switch {
	case t.eat("a "):
		return Term{iri: rdfNS + "type"}
	case t.eat("<"):
		iri, rest, ok := strings.Cut(t.rest, ">")
		if !ok || strings.ContainsAny(iri, "<\"{}|^`\\ \n") {
			panic("bad IRI " + iri)
		}
		t.rest = rest
		return Term{iri: iri}
	case t.eat(`"`):
		return t.text()
	}
	end := strings.IndexAny(t.rest, " ;,\n")
	prefix, name, ok := strings.Cut(t.rest[:end], ":")
	ns, known := t.prefixes[prefix]
	if !ok || !known {
		panic("want a term")
	}
	t.rest = t.rest[end:]
	return Term{iri: ns + name}
}

func (t *turtleReader) text() Term {
	o := Term{literal: true}
	for i := 0; ; i++ {
		switch c := t.rest[i]; c {
		case '\n', '\r':
			panic("line end in a string")
		case '\\':
			i++
			o.text += map[byte]string{'n': "\n", 'r': "\r", 't': "\t", '"': `"`, '\\': `\`}[t.rest[i]]
			continue
		case '"':
			t.rest = t.rest[i+1:]
			if t.eat("@") {
				end := strings.IndexAny(t.rest, " ,;")
				o.lang, t.rest = t.rest[:end], t.rest[end:]
			} else if t.eat("^^") {
				o.datatype = t.term().iri
			}
			return o
		default:
			o.text += string([]byte{c})
		}
	}
}
