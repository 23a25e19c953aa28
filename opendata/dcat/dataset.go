package dcat

import (
	"strconv"

	"minhbach/domain/dataset"
	"minhbach/opendata/dcat/rdf"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// dataset describes the dataset as it stands now and returns its name.
func (b *builder) dataset(r record.Record) rdf.Term {
	d := r.Dataset
	subject := rdf.IRI(b.site.URI(d.Slug))
	b.describe(subject, r)
	b.add(subject, "adms:identifier", b.identifier(subject, d.ID))
	b.add(subject, "dct:issued", stamp(d.PublishedAt))
	if d.State == view.Withdrawn {
		return subject
	}
	page := rdf.IRI(b.site.Landing(d.DatasetItem))
	b.is(page, "foaf:Document")
	b.add(subject, "dcat:landingPage", page)
	service := b.service(subject, r)
	for _, f := range b.site.Distributions(d) {
		at := b.site.URI(d.Slug) + "/resource/" + f.ID
		b.add(subject, "dcat:distribution", b.distribution(rdf.IRI(at), r, f, page, service))
	}
	return subject
}

// describe says of a dataset, or of one version of it, what is said of both.
func (b *builder) describe(subject rdf.Term, r record.Record) {
	d, text := r.Dataset, r.Dataset.Content.Description
	b.is(subject, "dcat:Dataset", "dcat:Resource")
	b.add(subject, "dct:identifier", rdf.Text(subject.String(), ""))
	b.add(subject, "dct:title", both(d.Title, d.TitleEn)...)
	if d.State == view.Withdrawn {
		b.add(subject, "dct:description", rdf.Text("Tập dữ liệu này đã được gỡ. "+d.Reason, "vi"), rdf.Text("This dataset was withdrawn.", "en"))
	} else {
		b.add(subject, "dct:description", both(r.Text("vi"), r.Text("en"))...)
	}
	b.add(subject, "dct:modified", stamp(d.UpdatedAt))
	b.add(subject, "dct:publisher", b.agency(r.Publisher))
	b.add(subject, "dcat:version", rdf.Text(strconv.Itoa(d.Version), ""))
	b.add(subject, "adms:versionNotes", rdf.Text(notes(d.Change, d.Reason), "vi"))
	if d.State == view.Withdrawn {
		return
	}
	for _, k := range r.Keywords("vi") {
		b.add(subject, "dcat:keyword", rdf.Text(k, "vi"))
	}
	b.add(subject, "dcat:theme", b.themes(d.Topics)...)
	b.add(subject, "dcat:contactPoint", b.contact(subject, r))
	b.add(subject, "dct:creator", b.creator(subject, r))
	b.add(subject, "dct:spatial", b.place(subject, r))
	b.add(subject, "dct:temporal", b.period(subject, text))
	b.add(subject, "dct:accrualPeriodicity", b.frequency(text.Frequency))
	b.add(subject, "dct:language", b.languages(d.TitleEn != "")...)
	b.add(subject, "dct:accessRights", b.public())
	b.add(subject, "dct:provenance", b.provenance(subject, text))
	b.add(subject, "dct:relation", rdf.IRI(text.SourceURL))
}

// notes say why a version replaced the one before, in one line.
func notes(change dataset.Change, reason string) string {
	what := map[dataset.Change]string{dataset.NewData: "Dữ liệu mới", dataset.Correction: "Đính chính", dataset.Revision: "Điều chỉnh"}[change]
	switch {
	case what == "" && reason == "":
		return ""
	case what == "":
		return "Cập nhật mô tả: " + reason
	case reason == "":
		return what + "."
	}
	return what + ": " + reason
}

func (b *builder) identifier(subject rdf.Term, id string) rdf.Term {
	x := subject.Part("id")
	b.is(x, "adms:Identifier")
	b.add(x, "skos:notation", rdf.Typed("urn:uuid:"+id, rdf.AnyURI))
	return x
}

func (b *builder) period(subject rdf.Term, d dataset.Description) rdf.Term {
	if d.PeriodFrom.IsZero() && d.PeriodTo.IsZero() {
		return rdf.Term{}
	}
	x := subject.Part("period")
	b.is(x, "dct:PeriodOfTime")
	b.add(x, "dcat:startDate", rdf.Typed(d.PeriodFrom.String(), rdf.Date))
	b.add(x, "dcat:endDate", rdf.Typed(d.PeriodTo.String(), rdf.Date))
	return x
}

func (b *builder) provenance(subject rdf.Term, d dataset.Description) rdf.Term {
	if d.Source == "" && d.Method == "" {
		return rdf.Term{}
	}
	x := subject.Part("provenance")
	b.is(x, "dct:ProvenanceStatement")
	for _, text := range []string{d.Source, d.Method} {
		b.add(x, "rdfs:label", rdf.Text(text, "vi"))
	}
	return x
}
