package dcat

import (
	"strconv"

	"minhbach/domain/dataset"
	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// Page is a part of the catalogue. Without URL the document is the whole of it.
type Page struct {
	Number int // from 1
	Size   int // datasets a page
	Total  int
	URL    func(number int) string // absolute
}

// Catalogue is one page of the catalogue: the catalogue itself and the datasets
// given, without their versions, which harvesters would take for datasets.
func Catalogue(s record.Site, p Page, records []record.Record) *rdf.Graph {
	b := &builder{site: s, g: rdf.New()}
	b.page(p)
	x := b.catalogue()
	b.is(x, "dcat:Catalog", "dcat:Resource")
	b.add(x, "dct:identifier", rdf.Text(s.Catalogue(), ""))
	b.add(x, "dct:title", both(s.Title, s.TitleEn)...)
	b.add(x, "dct:description", rdf.Text(s.Description, "vi"))
	b.add(x, "dct:publisher", b.agency(s.Publisher))
	b.add(x, "dct:language", b.languages(true)...)
	b.add(x, "dct:license", b.licence("vn-open-data"))
	b.add(x, "dct:issued", stamp(s.Issued))
	b.add(x, "dct:modified", stamp(s.Modified))
	b.add(x, "dct:conformsTo", b.profile())
	home := rdf.IRI(s.Base + "/")
	b.is(home, "foaf:Document")
	b.add(x, "foaf:homepage", home)
	name, code := s.Spatial, s.SpatialCode
	if name == "" && code == "" {
		name, code = s.Publisher.Name, s.Publisher.Code
	}
	b.add(x, "dct:spatial", b.location(x, name, code))
	b.add(x, "dcat:themeTaxonomy", b.taxonomies()...)
	for _, r := range records {
		if r.Dataset.State == view.Withdrawn {
			continue
		}
		d := b.dataset(r)
		b.add(x, "dcat:dataset", d)
		if r.Dataset.Content.Release != nil {
			b.add(x, "dcat:service", rdf.IRI(s.API(r.Dataset.ID)))
		}
		b.add(x, "dcat:record", b.record(d, r))
	}
	return b.g
}

// page says where the other pages are, in the words of both kinds of harvesters:
// hydra:PagedCollection as CKAN has it, hydra:PartialCollectionView as Hydra has it.
func (b *builder) page(p Page) {
	if p.URL == nil {
		return
	}
	last := max(1, (p.Total+p.Size-1)/max(1, p.Size))
	here := rdf.IRI(p.URL(p.Number))
	b.is(here, "hydra:PagedCollection", "hydra:PartialCollectionView")
	b.add(here, "hydra:totalItems", rdf.Typed(strconv.Itoa(p.Total), rdf.Integer))
	b.add(here, "hydra:itemsPerPage", rdf.Typed(strconv.Itoa(p.Size), rdf.Integer))
	link := func(number int, names ...string) {
		for _, name := range names {
			b.add(here, name, rdf.IRI(p.URL(number)))
		}
	}
	link(1, "hydra:first", "hydra:firstPage")
	link(last, "hydra:last", "hydra:lastPage")
	if p.Number > 1 {
		link(p.Number-1, "hydra:previous", "hydra:previousPage")
	}
	if p.Number < last {
		link(p.Number+1, "hydra:next", "hydra:nextPage")
	}
}

// record tells when the entry came into the catalogue and when it changed last.
func (b *builder) record(subject rdf.Term, r record.Record) rdf.Term {
	d := r.Dataset
	x := subject.Part("record")
	b.is(x, "dcat:CatalogRecord")
	b.add(x, "foaf:primaryTopic", subject)
	b.add(x, "dct:issued", stamp(d.PublishedAt))
	b.add(x, "dct:modified", stamp(d.UpdatedAt))
	b.add(x, "dct:conformsTo", b.profile())
	switch {
	case d.State == view.Withdrawn:
		b.add(x, "adms:status", b.concept(changeType+"deleted", "Đã gỡ", "Deleted"))
	case d.Version > 1:
		b.add(x, "adms:status", b.concept(changeType+"updated", "Đã cập nhật", "Updated"))
	default:
		b.add(x, "adms:status", b.concept(changeType+"created", "Mới", "Created"))
	}
	return x
}

func (b *builder) profile() rdf.Term {
	x := rdf.IRI(Profile)
	b.is(x, "dct:Standard")
	b.add(x, "rdfs:label", rdf.Text("DCAT-AP 3.0.1", ""))
	return x
}

// taxonomies are the EU's themes and our topics, the latter whole.
func (b *builder) taxonomies() []rdf.Term {
	eu, own := rdf.IRI(dataThemes), b.catalogue().Part("topics")
	b.is(eu, "skos:ConceptScheme")
	b.add(eu, "dct:title", rdf.Text("Data theme", "en"))
	b.is(own, "skos:ConceptScheme")
	b.add(own, "dct:title", both("Lĩnh vực dữ liệu", "Topics")...)
	for _, t := range dataset.Themes() {
		b.themes([]string{t.ID})
	}
	return []rdf.Term{eu, own}
}
