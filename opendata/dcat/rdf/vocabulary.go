package rdf

import "strings"

// Prefix is a namespace and the short name by which the syntaxes call it.
type Prefix struct{ Name, IRI string }

// prefixes of the vocabularies that the catalogue uses, in the order written.
var prefixes = []Prefix{
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
	{"xsd", "http://www.w3.org/2001/XMLSchema#"},
	{"dcat", "http://www.w3.org/ns/dcat#"},
	{"dct", "http://purl.org/dc/terms/"},
	{"foaf", "http://xmlns.com/foaf/0.1/"},
	{"vcard", "http://www.w3.org/2006/vcard/ns#"},
	{"adms", "http://www.w3.org/ns/adms#"},
	{"skos", "http://www.w3.org/2004/02/skos/core#"},
	{"spdx", "http://spdx.org/rdf/terms#"},
	{"dcatap", "http://data.europa.eu/r5r/"},
	{"geo", "http://www.opengis.net/ont/geosparql#"},
	{"hydra", "http://www.w3.org/ns/hydra/core#"},
}

// Prefixes lists the namespaces.
func Prefixes() []Prefix { return append([]Prefix(nil), prefixes...) }

// namespaces by prefix.
var namespaces = func() map[string]string {
	all := map[string]string{}
	for _, p := range prefixes {
		all[p.Name] = p.IRI
	}
	return all
}()

// Name is a term of one of the vocabularies: Name("dct:title"). An unknown prefix
// is a fault of the program.
func Name(qname string) Term {
	prefix, local, _ := strings.Cut(qname, ":")
	namespace, ok := namespaces[prefix]
	if !ok {
		panic("rdf: no prefix for " + qname)
	}
	return Term{iri: namespace + local}
}

// Type is rdf:type.
var Type = Name("rdf:type")

// Datatypes in use.
var (
	Date               = Name("xsd:date").iri
	DateTime           = Name("xsd:dateTime").iri
	Integer            = Name("xsd:integer").iri
	NonNegativeInteger = Name("xsd:nonNegativeInteger").iri
	HexBinary          = Name("xsd:hexBinary").iri
	AnyURI             = Name("xsd:anyURI").iri
	WKT                = Name("geo:wktLiteral").iri
)

// short splits an IRI of a vocabulary into prefix and local name, where that is a
// QName in XML and a prefixed name in Turtle.
func short(iri string) (prefix, name string, ok bool) {
	for _, p := range prefixes {
		if rest, found := strings.CutPrefix(iri, p.IRI); found && plain(rest) {
			return p.Name, rest, true
		}
	}
	return "", "", false
}

func plain(name string) bool {
	for i := range len(name) {
		c := name[i] | 0x20
		if (c < 'a' || c > 'z') && (i == 0 || !strings.ContainsRune("0123456789_-", rune(name[i]))) {
			return false
		}
	}
	return name != ""
}
