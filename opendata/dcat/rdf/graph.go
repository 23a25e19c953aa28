// Package rdf holds a small RDF graph and writes it as Turtle, RDF/XML and
// JSON-LD.
//
// It promises that the three say the same triples, in the order in which they were
// added, whatever text is put in: characters that one of the syntaxes cannot carry
// become U+FFFD when a term is made, and what is no absolute IRI becomes none.
//
// It is no RDF library: there are no blank nodes, so that every thing has a name
// that stays, and nothing is read.
package rdf

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// Term is an IRI or a literal. The zero Term is none; adding it adds nothing.
type Term struct {
	iri      string
	text     string
	lang     string
	datatype string
	literal  bool
}

// IRI names a thing: http, https, mailto, tel or urn. Text that is none of these
// gives the zero Term. Other schemes are left out because a JSON-LD reader would
// take geo:1,2 for a name of the prefix geo.
func IRI(s string) Term {
	s = Escape(strings.TrimSpace(s))
	u, err := url.Parse(s)
	if err != nil {
		return Term{}
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" || strings.ContainsAny(u.Host, "[]") && !strings.HasPrefix(u.Host, "[") {
			return Term{}
		}
	case "mailto", "tel", "urn":
		if u.Opaque == "" {
			return Term{}
		}
	default:
		return Term{}
	}
	return Term{iri: s}
}

// Part names a part of a thing, within the fragment of its address.
func (t Term) Part(name string) Term {
	if t.literal || t.iri == "" {
		return Term{}
	}
	name = strings.ReplaceAll(name, "#", "%23")
	if strings.Contains(t.iri, "#") {
		return IRI(t.iri + "-" + name)
	}
	return IRI(t.iri + "#" + name)
}

// Escape percent-encodes what a URI must not hold (RFC 3986 section 2): controls,
// spaces, everything that is not ASCII, delimiters out of their place, and a percent
// sign that encodes nothing. What is a URI already stays as it is.
func Escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	host := 0 // within "//" and the next slash, where an IPv6 address has brackets
	fragment := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		bad := c <= ' ' || c >= 0x7f || strings.IndexByte("<>\"{}|^`\\", c) >= 0
		switch c {
		case '/':
			host++
		case '?':
			host = 3
		case '#':
			bad, fragment, host = fragment, true, 3
		case '[', ']':
			bad = host != 2
		case '%':
			bad = i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])
		}
		if bad {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// Text is a literal in a language; without a language it is a plain string. Empty
// text gives the zero Term.
func Text(text, lang string) Term {
	if strings.TrimSpace(text) == "" {
		return Term{}
	}
	return Term{text: clean(text), lang: lang, literal: true}
}

// Typed is a literal of a datatype; empty text gives the zero Term.
func Typed(text, datatype string) Term {
	if text == "" {
		return Term{}
	}
	return Term{text: clean(text), datatype: datatype, literal: true}
}

// IsZero tells that there is no term.
func (t Term) IsZero() bool { return t == Term{} }

// String is the IRI, or the text of a literal.
func (t Term) String() string {
	if t.literal {
		return t.text
	}
	return t.iri
}

// clean keeps what all three syntaxes can carry: the characters of XML 1.0
// (section 2.2), which leave out most controls.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !inXML(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func inXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || (r >= 0x20 && r <= 0xD7FF) || (r >= 0xE000 && r <= 0xFFFD) || (r >= 0x10000 && r <= utf8.MaxRune)
}

// Triple is one statement. Its predicate is one of a known vocabulary.
type Triple struct {
	Subject   Term
	Predicate Term
	Object    Term
}

// Graph is a set of triples with an order.
type Graph struct {
	nodes []*node
	about map[string]*node // by IRI
}

// node is what is said of one subject.
type node struct {
	iri  string
	said []statement
	seen map[statement]bool // once there are many
}

type statement struct{ predicate, object Term }

// many statements are looked up in a map, few are compared one by one.
const many = 64

// New makes an empty graph.
func New() *Graph { return &Graph{about: map[string]*node{}} }

// Add states predicate and objects of a subject. Zero terms and what was already
// said are passed over.
func (g *Graph) Add(subject, predicate Term, objects ...Term) {
	if subject.IsZero() || subject.literal || predicate.IsZero() {
		return
	}
	n := g.about[subject.iri]
	for _, o := range objects {
		if o.IsZero() {
			continue
		}
		if n == nil {
			n = &node{iri: subject.iri}
			g.about[n.iri] = n
			g.nodes = append(g.nodes, n)
		}
		n.add(statement{predicate, o})
	}
}

func (n *node) add(s statement) {
	if n.seen == nil && len(n.said) < many {
		if !slices.Contains(n.said, s) {
			n.said = append(n.said, s)
		}
		return
	}
	if n.seen == nil {
		n.seen = make(map[statement]bool, 2*many)
		for _, known := range n.said {
			n.seen[known] = true
		}
	}
	if !n.seen[s] {
		n.seen[s] = true
		n.said = append(n.said, s)
	}
}

// Has tells whether anything is said of a subject.
func (g *Graph) Has(subject Term) bool { return g.about[subject.iri] != nil }

// Triples lists the statements, those of one subject together.
func (g *Graph) Triples() []Triple {
	var all []Triple
	for _, n := range g.nodes {
		for _, s := range n.said {
			all = append(all, Triple{Term{iri: n.iri}, s.predicate, s.object})
		}
	}
	return all
}

// property is a predicate and its objects, of one subject.
type property struct {
	term    Term
	objects []Term
}

// properties of a subject in the order in which each was first used, types first.
func (n *node) properties() []property {
	all := make([]property, 0, 16)
	for _, s := range n.said {
		i := slices.IndexFunc(all, func(p property) bool { return p.term.iri == s.predicate.iri })
		if i < 0 {
			i = len(all)
			all = append(all, property{term: s.predicate})
		}
		all[i].objects = append(all[i].objects, s.object)
	}
	for i, p := range all {
		if p.term == Type && i > 0 {
			copy(all[1:i+1], all[:i])
			all[0] = p
		}
	}
	return all
}
