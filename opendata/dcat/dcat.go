// Package dcat describes the catalogue and its datasets as DCAT-AP 3.0.1 has it.
//
// It promises every mandatory property, and every recommended one that the
// publisher or the operator gave something for; where a publisher said nothing,
// the publisher's own contact, place and topics stand in, and nothing is invented.
// dct:identifier is the address that names the dataset, in every format and version.
// What deviates from the profile, and why, is in opendata/CONFORMANCE.md.
//
// It reads nothing and answers no requests: Catalogue and Dataset make graphs of
// what they are given, Write spells them.
package dcat

import (
	"io"

	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record"
)

// Profile is the specification that the documents follow.
const Profile = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"

// Format is a way of writing a graph.
type Format struct {
	Extension string // as in /catalog.ttl
	MediaType string
	write     func(io.Writer, *rdf.Graph) error
}

var formats = []Format{
	{"ttl", "text/turtle", rdf.WriteTurtle},
	{"rdf", "application/rdf+xml", rdf.WriteXML},
	{"jsonld", "application/ld+json", rdf.WriteJSONLD},
	{"xml", "application/rdf+xml", rdf.WriteXML}, // as CKAN's clients ask for it
	{"n3", "text/n3", rdf.WriteTurtle},           // Turtle is a part of Notation 3
}

// Formats lists the formats, the first one being the default.
func Formats() []Format { return append([]Format(nil), formats...) }

// FormatOf finds a format by the extension of an address.
func FormatOf(extension string) (Format, bool) {
	for _, f := range formats {
		if f.Extension == extension {
			return f, true
		}
	}
	return Format{}, false
}

// Write spells a graph.
func (f Format) Write(w io.Writer, g *rdf.Graph) error { return f.write(w, g) }

// Dataset is the document of one dataset, with every version that the record has.
func Dataset(s record.Site, r record.Record) *rdf.Graph {
	b := &builder{site: s, g: rdf.New()}
	subject := b.dataset(r)
	b.versions(subject, r)
	b.record(subject, r)
	return b.g
}

// builder adds to one graph.
type builder struct {
	site record.Site
	g    *rdf.Graph
}

func (b *builder) catalogue() rdf.Term { return rdf.IRI(b.site.Catalogue()) }

func (b *builder) add(subject rdf.Term, predicate string, objects ...rdf.Term) {
	b.g.Add(subject, rdf.Name(predicate), objects...)
}

// is states the classes of a thing.
func (b *builder) is(subject rdf.Term, classes ...string) {
	for _, c := range classes {
		b.g.Add(subject, rdf.Type, rdf.Name(c))
	}
}

// both is a text in Vietnamese and, where there is one, in English.
func both(vi, en string) []rdf.Term {
	if en == vi {
		en = ""
	}
	return []rdf.Term{rdf.Text(vi, "vi"), rdf.Text(en, "en")}
}
