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
		if u.Host == "" {
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

// Escape percent-encodes what an IRI must not hold in Turtle (IRIREF of RDF 1.1
// Turtle section 6.5), and what is no UTF-8.
func Escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r <= ' ' || r == 0x7f || (r == utf8.RuneError && n == 1) || !inXML(r) || strings.ContainsRune("<>\"{}|^`\\", r) {
			for _, c := range []byte(s[i : i+n]) {
				b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
			}
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
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
	subjects []Term
	about    map[Term][]Triple
	seen     map[Triple]bool
}

// New makes an empty graph.
func New() *Graph { return &Graph{about: map[Term][]Triple{}, seen: map[Triple]bool{}} }

// Add states predicate and objects of a subject. Zero terms and what was already
// said are passed over.
func (g *Graph) Add(subject, predicate Term, objects ...Term) {
	if subject.IsZero() || subject.literal || predicate.IsZero() {
		return
	}
	for _, o := range objects {
		t := Triple{subject, predicate, o}
		if o.IsZero() || g.seen[t] {
			continue
		}
		g.seen[t] = true
		if _, known := g.about[subject]; !known {
			g.subjects = append(g.subjects, subject)
		}
		g.about[subject] = append(g.about[subject], t)
	}
}

// Has tells whether anything is said of a subject.
func (g *Graph) Has(subject Term) bool { return len(g.about[subject]) > 0 }

// Triples lists the statements, those of one subject together.
func (g *Graph) Triples() []Triple {
	var all []Triple
	for _, s := range g.subjects {
		all = append(all, g.about[s]...)
	}
	return all
}

// predicate and its objects, of one subject.
type predicate struct {
	term    Term
	objects []Term
}

// predicates of a subject in the order in which each was first used, types first.
func (g *Graph) predicates(subject Term) []predicate {
	var all []predicate
	at := map[Term]int{}
	for _, t := range g.about[subject] {
		i, ok := at[t.Predicate]
		if !ok {
			i = len(all)
			at[t.Predicate] = i
			all = append(all, predicate{term: t.Predicate})
		}
		all[i].objects = append(all[i].objects, t.Object)
	}
	for i, p := range all {
		if p.term == Type && i > 0 {
			copy(all[1:i+1], all[:i])
			all[0] = p
		}
	}
	return all
}
