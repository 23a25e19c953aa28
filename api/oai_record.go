package api

import (
	"bytes"
	"slices"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/opendata/dcat"
	"minhbach/opendata/dublincore"
	"minhbach/opendata/oaipmh"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

var errNoRecord = &oaipmh.Error{Code: oaipmh.IDDoesNotExist, Message: "Nothing public has or had this identifier."}

// thing finds what an identifier names: a dataset or a publication.
func (c *oaiCall) thing() (*view.Dataset, *view.Publication, error) {
	id, ours := oaipmh.Local(c.host, c.request.Identifier)
	if !ours {
		return nil, nil, errNoRecord
	}
	d, err := c.app.Queries.Datasets.Get(c, id, view.AsOf{})
	if err == nil && d.ID == id {
		return &d, nil, nil
	}
	if err != nil && !isMissing(err) {
		return nil, nil, err
	}
	p, err := c.app.Queries.Publication(c, id, view.AsOf{})
	if err == nil && p.ID == id {
		return nil, &p, nil
	}
	if err != nil && !isMissing(err) {
		return nil, nil, err
	}
	return nil, nil, errNoRecord
}

func (c *oaiCall) formats() error {
	if c.request.Identifier == "" {
		c.answer.Formats(oaipmh.DC, oaipmh.DCAT)
		return nil
	}
	d, _, err := c.thing()
	if err != nil {
		return err
	}
	if d == nil {
		c.answer.Formats(oaipmh.DC)
		return nil
	}
	c.answer.Formats(oaipmh.DC, oaipmh.DCAT)
	return nil
}

func (c *oaiCall) one() error {
	d, p, err := c.thing()
	if err != nil {
		return err
	}
	prefix := c.request.Prefix
	if prefix != oaipmh.DC.Prefix && (prefix != oaipmh.DCAT.Prefix || d == nil) {
		return &oaipmh.Error{Code: oaipmh.CannotDisseminateFormat, Message: "The formats are oai_dc for everything and dcat for datasets."}
	}
	var r oaipmh.Record
	if d != nil {
		r, err = c.datasetRecord(*d)
	} else {
		r, err = c.publicationRecord(*p)
	}
	if err != nil {
		return err
	}
	c.answer.Record(r)
	return nil
}

func (c *oaiCall) datasetHeader(d view.DatasetItem) oaipmh.Header {
	return oaipmh.Header{
		Identifier: oaipmh.Identifier(c.host, d.ID), Changed: d.UpdatedAt, Deleted: d.State == view.Withdrawn,
		Sets: []string{setDataset, setAgency + d.Agency},
	}
}

func (c *oaiCall) publicationHeader(it view.Item) oaipmh.Header {
	return oaipmh.Header{
		Identifier: oaipmh.Identifier(c.host, it.ID), Changed: it.UpdatedAt, Deleted: it.State == view.Withdrawn,
		Sets: []string{setKind + string(it.Kind), setAgency + it.Agency},
	}
}

// datasetRecord is a dataset in the format of the request.
func (c *oaiCall) datasetRecord(d view.Dataset) (oaipmh.Record, error) {
	out := oaipmh.Record{Header: c.datasetHeader(d.DatasetItem)}
	if out.Deleted {
		return out, nil
	}
	site := record.NewSite(c.base, c.tree, d.PublishedAt, d.UpdatedAt)
	x := shelf{tree: c.tree}
	r := record.Record{Dataset: d, Publisher: x.on(c.base, x.owner(d.Agency))}
	if c.request.Prefix != oaipmh.DCAT.Prefix {
		out.Metadata = oaipmh.DublinCore(coreOfDataset(site, r))
		return out, nil
	}
	var b bytes.Buffer
	rdf, _ := dcat.FormatOf("rdf")
	err := rdf.Write(&b, dcat.Dataset(site, r))
	out.Metadata = oaipmh.Inner(b.Bytes())
	return out, err
}

func (c *oaiCall) publicationRecord(p view.Publication) (oaipmh.Record, error) {
	out := oaipmh.Record{Header: c.publicationHeader(p.Item)}
	if out.Deleted {
		return out, nil
	}
	owner, ok := c.tree.ByID(p.Agency)
	if !ok {
		owner = c.tree.Ended[p.Agency].Agency
	}
	core := coreOf(p, itemOf(p.Item, c.tree), owner, c.base)
	if len(core.Identifier) == 1 && strings.HasPrefix(core.Identifier[0].Text, "/") {
		core.Identifier[0].Text = c.base + core.Identifier[0].Text
	}
	if c := p.Content; c.Details.Document != nil {
		core.Identifier = append(core.Identifier, dublincore.Text(c.Details.Document.Number)...)
	}
	out.Metadata = oaipmh.DublinCore(core)
	return out, nil
}

// coreOfDataset maps a dataset to the fifteen elements.
func coreOfDataset(s record.Site, r record.Record) dublincore.Record {
	d, about := r.Dataset, r.Dataset.Content.Description
	in := func(lang string, texts ...string) []dublincore.Value {
		all := dublincore.Text(texts...)
		for i := range all {
			all[i].Lang = lang
		}
		return all
	}
	out := dublincore.Record{
		Title: append(in("vi", d.Title), in("en", d.TitleEn)...), Description: append(in("vi", r.Text("vi")), in("en", r.Text("en"))...),
		Creator: dublincore.Text(about.Creator), Publisher: dublincore.Text(r.Publisher.Name), Source: dublincore.Text(about.Source, about.SourceURL),
		Date:       append(dublincore.Day("issued", d.PublishedAt), dublincore.Day("modified", d.UpdatedAt)...),
		Identifier: append(dublincore.URI("", s.URI(d.Slug)), dublincore.URI("", s.Landing(d.DatasetItem))...),
		Language:   dublincore.Text("vi"), Type: dublincore.Text("Dataset"), Relation: dublincore.URI("", s.Catalogue()),
	}
	if len(out.Creator) == 0 {
		out.Creator = out.Publisher
	}
	for _, id := range d.Topics {
		if t, ok := dataset.ThemeOf(id); ok {
			out.Subject = append(append(out.Subject, in("vi", t.Vi)...), in("en", t.En)...)
		}
	}
	out.Subject = append(out.Subject, dublincore.Text(d.Keywords...)...)
	place, _ := r.Spatial()
	out.Coverage = dublincore.Text(place, record.Interval(d.PeriodFrom, d.PeriodTo, ".."))
	if l, ok := s.Licence(d.Licence); ok {
		out.Rights = append(in("vi", l.Vi), dublincore.URI("", l.URI)...)
	}
	var types []string
	for _, x := range s.Distributions(d) {
		if !slices.Contains(types, x.MediaType) {
			types = append(types, x.MediaType)
		}
	}
	out.Format = dublincore.Text(types...)
	return out
}
