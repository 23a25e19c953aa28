package dcat

import (
	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record"
)

// versions describes each version as a dataset of its own that never changes, and
// chains them (DCAT 3 section 11).
func (b *builder) versions(subject rdf.Term, r record.Record) {
	d := r.Dataset
	previous := rdf.Term{}
	for _, v := range r.Versions {
		x := rdf.IRI(b.site.VersionURI(d.ID, v.Number))
		then := record.Record{Publisher: r.Publisher, Dataset: d}
		text := v.Content.Description
		then.Dataset.Version, then.Dataset.Content, then.Dataset.UpdatedAt = v.Number, v.Content, v.PublishedAt
		then.Dataset.Change, then.Dataset.Reason = v.Change, v.Reason
		then.Dataset.Title, then.Dataset.TitleEn, then.Dataset.Summary, then.Dataset.SummaryEn = text.Title, text.TitleEn, text.Summary, text.SummaryEn
		then.Dataset.Topics, then.Dataset.Keywords = text.Topics, text.Keywords
		b.describe(x, then)
		b.add(x, "dct:issued", stamp(v.PublishedAt))
		b.add(x, "dcat:isVersionOf", subject)
		b.add(x, "dcat:previousVersion", previous)
		for _, f := range b.site.Distributions(then.Dataset) {
			if f.Original || f.Format == "csv" {
				f.URL = record.OfVersion(f.URL, v.Number)
				at := x.Part(f.ID)
				b.add(x, "dcat:distribution", b.distribution(at, then, f, x, rdf.IRI(b.site.API(d.ID))))
			}
		}
		b.add(subject, "dcat:hasVersion", x)
		if v.Number == d.Version {
			b.add(subject, "dcat:hasCurrentVersion", x)
			b.add(subject, "dcat:previousVersion", previous)
		}
		previous = x
	}
}
