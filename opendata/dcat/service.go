package dcat

import (
	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record"
)

// service describes the API by which rows of the dataset are asked for; none
// without data.
func (b *builder) service(dataset rdf.Term, r record.Record) rdf.Term {
	d := r.Dataset
	if d.Content.Release == nil {
		return rdf.Term{}
	}
	address := b.site.API(d.ID)
	x := rdf.IRI(address)
	b.is(x, "dcat:DataService", "dcat:Resource")
	en := ""
	if d.TitleEn != "" {
		en = "Data API: " + d.TitleEn
	}
	b.add(x, "dct:title", both("API dữ liệu: "+d.Title, en)...)
	b.add(x, "dct:description", both("Lọc, sắp xếp, nhóm và tải dữ liệu của tập này, ở mọi phiên bản.", "Filters, orders, groups and downloads this dataset, in any version.")...)
	b.add(x, "dct:identifier", rdf.Text(address, ""))
	b.add(x, "dcat:endpointURL", x)
	b.add(x, "dcat:endpointDescription", rdf.IRI(address+"/openapi.json"))
	b.add(x, "dcat:servesDataset", dataset)
	b.add(x, "dct:publisher", b.agency(r.Publisher))
	b.add(x, "dcat:contactPoint", b.contact(dataset, r))
	b.add(x, "dcat:theme", b.themes(d.Topics)...)
	for _, k := range r.Keywords("vi") {
		b.add(x, "dcat:keyword", rdf.Text(k, "vi"))
	}
	openapi := rdf.IRI("https://spec.openapis.org/oas/v3.1.0")
	b.is(openapi, "dct:Standard")
	b.add(openapi, "rdfs:label", rdf.Text("OpenAPI 3.1", ""))
	b.add(x, "dct:conformsTo", openapi)
	b.add(x, "dct:license", b.licence(d.Content.Description.Licence))
	b.add(x, "dct:accessRights", b.public())
	return x
}
