package dcat

import (
	"regexp"
	"strings"

	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record"
)

// agency describes the governing agency that publishes.
func (b *builder) agency(p record.Publisher) rdf.Term {
	x := rdf.IRI(b.site.Agency(p.ID))
	if b.g.Has(x) {
		return x
	}
	b.is(x, "foaf:Agent", "foaf:Organization")
	b.add(x, "foaf:name", both(p.Name, p.NameEn)...)
	b.add(x, "dct:identifier", rdf.Text(p.Code, ""))
	b.add(x, "dct:type", b.kind(p))
	home := rdf.IRI(p.Homepage)
	b.is(home, "foaf:Document")
	b.add(x, "foaf:homepage", home)
	b.add(x, "foaf:mbox", mailto(p.Email))
	b.add(x, "foaf:phone", tel(p.Phone))
	return x
}

// kind is the level of authority (ADMS publisher types). A unit below the district
// level or a district is local; the province and its departments are regional. A
// city may be either: the codes of provinces have two digits.
func (b *builder) kind(p record.Publisher) rdf.Term {
	switch kind := strings.ToLower(p.Type); {
	case strings.HasPrefix(kind, "huyện"), strings.HasPrefix(kind, "quận"), strings.HasPrefix(kind, "thị"), strings.HasPrefix(kind, "xã"),
		strings.HasPrefix(kind, "phường"), strings.HasPrefix(kind, "đặc khu"), strings.HasPrefix(kind, "thành phố") && len(p.Code) > 2:
		return b.concept(publisherType+"LocalAuthority", "Cơ quan cấp cơ sở", "Local authority")
	}
	return b.concept(publisherType+"RegionalAuthority", "Cơ quan cấp tỉnh", "Regional authority")
}

// creator is the unit that makes the data, where it is named.
func (b *builder) creator(subject rdf.Term, r record.Record) rdf.Term {
	name := rdf.Text(r.Dataset.Content.Description.Creator, "vi")
	if name.IsZero() {
		return rdf.Term{}
	}
	x := subject.Part("creator")
	b.is(x, "foaf:Agent", "foaf:Organization")
	b.add(x, "foaf:name", name)
	b.add(x, "dct:type", b.kind(r.Publisher))
	return x
}

// contact is the unit to ask.
func (b *builder) contact(subject rdf.Term, r record.Record) rdf.Term {
	c := r.Contact()
	x := subject.Part("contact")
	b.is(x, "vcard:Organization", "vcard:Kind")
	b.add(x, "vcard:fn", rdf.Text(c.Unit, "vi"))
	b.add(x, "vcard:hasEmail", mailto(c.Email))
	b.add(x, "vcard:hasTelephone", tel(c.Phone))
	return x
}

// address as people write it; comments and quotes (RFC 5322) are not.
var address = regexp.MustCompile(`^[A-Za-z0-9.!#$&'*+/=?_~-]+@[A-Za-z0-9.-]+$`)

func mailto(s string) rdf.Term {
	if !address.MatchString(s) {
		return rdf.Term{}
	}
	return rdf.IRI("mailto:" + strings.NewReplacer("#", "%23", "?", "%3F", "/", "%2F").Replace(s))
}

// tel keeps what RFC 3966 allows in a number; visual separators go.
func tel(number string) rdf.Term {
	return rdf.IRI("tel:" + strings.Map(func(r rune) rune {
		if r == '+' || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, number))
}
