package dcat

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/dataset"
	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record"
)

// Controlled vocabularies that DCAT-AP 3.0.1 section 10 asks for.
const (
	authority          = "http://publications.europa.eu/resource/authority/"
	fileType           = authority + "file-type/"
	distributionStatus = authority + "distribution-status/"
	availabilityStable = authority + "planned-availability/STABLE"
	accessPublic       = authority + "access-right/PUBLIC"
	language           = authority + "language/"
	dataThemes         = authority + "data-theme"
	publisherType      = "http://purl.org/adms/publishertype/"
	licenceType        = "http://purl.org/adms/licencetype/"
	changeType         = "http://purl.org/adms/changetype/"
)

// euThemes are the names that the EU's list gives its themes.
var euThemes = map[string]string{
	"AGRI": "Agriculture, fisheries, forestry and food", "ECON": "Economy and finance", "EDUC": "Education, culture and sport",
	"ENVI": "Environment", "GOVE": "Government and public sector", "HEAL": "Health", "JUST": "Justice, legal system and public safety",
	"REGI": "Regions and cities", "SOCI": "Population and society", "TECH": "Science and technology", "TRAN": "Transport",
}

// concept names a term of a vocabulary and labels it.
func (b *builder) concept(iri, vi, en string) rdf.Term {
	x := rdf.IRI(iri)
	b.is(x, "skos:Concept")
	b.add(x, "skos:prefLabel", both(vi, en)...)
	return x
}

// themes are the topics twice: as harvesters know them and as readers see them.
func (b *builder) themes(topics []string) []rdf.Term {
	var all []rdf.Term
	for _, id := range topics {
		t, ok := dataset.ThemeOf(id)
		if !ok {
			continue
		}
		known := b.concept(t.URI, "", euThemes[strings.TrimPrefix(t.URI, dataThemes+"/")])
		b.add(known, "skos:inScheme", rdf.IRI(dataThemes))
		own := b.concept(b.catalogue().Part("topic-"+t.ID).String(), t.Vi, t.En)
		b.add(own, "skos:inScheme", b.catalogue().Part("topics"))
		b.add(own, "skos:closeMatch", known)
		all = append(all, known, own)
	}
	return all
}

func (b *builder) licence(id string) rdf.Term {
	l, ok := b.site.Licence(id)
	if !ok {
		return rdf.Term{}
	}
	x := rdf.IRI(l.URI)
	b.is(x, "dct:LicenseDocument")
	b.add(x, "rdfs:label", both(l.Vi, l.En)...)
	switch id {
	case "cc0-1.0", "pddl-1.0":
		b.add(x, "dct:type", b.concept(licenceType+"PublicDomain", "Phạm vi công cộng", "Work in the public domain"))
	default:
		b.add(x, "dct:type", b.concept(licenceType+"Attribution", "Phải ghi nguồn", "Attribution"))
	}
	return x
}

func (b *builder) frequency(id dataset.Frequency) rdf.Term {
	f, ok := dataset.FrequencyOf(id)
	if !ok {
		return rdf.Term{}
	}
	x := rdf.IRI(f.URI)
	b.is(x, "dct:Frequency")
	b.add(x, "rdfs:label", both(f.Vi, f.En)...)
	return x
}

func (b *builder) languages(english bool) []rdf.Term {
	all := []rdf.Term{rdf.IRI(language + "VIE")}
	if english {
		all = append(all, rdf.IRI(language+"ENG"))
	}
	for _, x := range all {
		b.is(x, "dct:LinguisticSystem")
	}
	return all
}

func (b *builder) public() rdf.Term {
	x := rdf.IRI(accessPublic)
	b.is(x, "dct:RightsStatement")
	b.add(x, "rdfs:label", both("Công khai", "Public")...)
	return x
}

// place is where the data belongs to. Box and centre are stated only where the
// operator supplied them.
func (b *builder) place(subject rdf.Term, r record.Record) rdf.Term {
	name, code := r.Spatial()
	return b.location(subject, name, code)
}

func (b *builder) location(subject rdf.Term, name, code string) rdf.Term {
	if name == "" && code == "" {
		return rdf.Term{}
	}
	x := subject.Part("place")
	if code != "" {
		x = b.catalogue().Part("place-" + code)
	}
	var p record.Place
	known := false
	if b.site.Place != nil {
		if p, known = b.site.Place(code); known && !rdf.IRI(p.URI).IsZero() {
			x = rdf.IRI(p.URI)
		}
	}
	b.is(x, "dct:Location")
	b.add(x, "skos:prefLabel", rdf.Text(name, "vi"))
	b.add(x, "dct:identifier", rdf.Text(code, ""))
	if known {
		w, s, e, n := degrees(p.West), degrees(p.South), degrees(p.East), degrees(p.North)
		b.add(x, "dcat:bbox", rdf.Typed(fmt.Sprintf("POLYGON((%s %s,%s %s,%s %s,%s %s,%s %s))", w, s, e, s, e, n, w, n, w, s), rdf.WKT))
		b.add(x, "dcat:centroid", rdf.Typed(fmt.Sprintf("POINT(%s %s)", degrees((p.West+p.East)/2), degrees((p.South+p.North)/2)), rdf.WKT))
	}
	return x
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func stamp(t time.Time) rdf.Term { return rdf.Typed(record.Stamp(t), rdf.DateTime) }
