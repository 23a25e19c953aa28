package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"minhbach/opendata/croissant"
	"minhbach/opendata/csvw"
	"minhbach/opendata/datapackage"
	"minhbach/opendata/dcat"
	"minhbach/opendata/record"
	"minhbach/opendata/schemaorg"
	"minhbach/projections/view"
)

// serveDataset answers /dataset/<name> with what Accept asks for (people get the page),
// and /dataset/<name>.<extension> with that description.
func (s *service) serveDataset(w http.ResponseWriter, r *http.Request) error {
	name, extension, dotted := strings.Cut(r.PathValue("name"), ".")
	if dotted {
		f, ok := dcat.FormatOf(extension)
		if !ok {
			return errDocument.New("name", "."+short(extension), "names", ".ttl, .rdf, .xml, .jsonld, .n3")
		}
		return s.describeRDF(w, r, name, f)
	}
	w.Header().Add("Vary", "Accept")
	return s.negotiated(w, r, name)
}

func (s *service) negotiated(w http.ResponseWriter, r *http.Request, name string) error {
	kind := prefers(r.Header.Get("Accept"), "text/html", "text/turtle", "application/rdf+xml", "application/ld+json", "text/n3")
	for _, f := range dcat.Formats() {
		if f.MediaType == kind {
			return s.describeRDF(w, r, name, f)
		}
	}
	d, x, err := s.whole(r, name)
	if err != nil {
		return err
	}
	base := requestOf(r.Context()).base
	http.Redirect(w, r, x.site(base).Landing(d.Dataset.DatasetItem), http.StatusSeeOther)
	return nil
}

// whole is a dataset by id or name, withdrawn ones among them.
func (s *service) whole(r *http.Request, name string) (record.Record, *shelf, error) {
	x, err := s.shelf(r.Context())
	if err != nil {
		return record.Record{}, nil, err
	}
	d, err := s.app.Queries.Datasets.Get(r.Context(), name, view.AsOf{})
	if err != nil {
		return record.Record{}, nil, err
	}
	return record.Record{Dataset: d, Publisher: x.on(requestOf(r.Context()).base, x.owner(d.Agency))}, x, nil
}

// describeRDF sends the document of one dataset, its versions included.
func (s *service) describeRDF(w http.ResponseWriter, r *http.Request, name string, f dcat.Format) error {
	d, x, err := s.whole(r, name)
	if err != nil {
		return err
	}
	base, status := requestOf(r.Context()).base, http.StatusOK
	if d.Dataset.State == view.Withdrawn {
		status = http.StatusGone // the description is a tombstone
	} else if d.Versions, err = s.app.Queries.Datasets.Versions(r.Context(), d.Dataset.ID, view.AsOf{}); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Location", x.site(base).Document(d.Dataset.Slug, f.Extension))
	var b bytes.Buffer
	if err := f.Write(&b, dcat.Dataset(x.site(base), d)); err != nil {
		return err
	}
	if status == http.StatusOK && unchanged(w, r, x.tag(b.String()), time.Time{}) {
		return nil
	}
	h.Add("Link", `<`+x.site(base).Landing(d.Dataset.DatasetItem)+`>; rel="describes"; type="text/html"`)
	return send(w, r, status, f.MediaType+"; charset=utf-8", b.Bytes())
}

var descriptions = []struct {
	name, mediaType string
	of              func(record.Site, record.Record) (any, bool)
}{
	{"croissant.jsonld", "application/ld+json", func(s record.Site, r record.Record) (any, bool) { return croissant.Of(s, r) }},
	{"datapackage.json", "application/json", func(s record.Site, r record.Record) (any, bool) { return datapackage.Of(s, r) }},
	{"csv-metadata.json", "application/csvm+json", func(s record.Site, r record.Record) (any, bool) { return csvw.Of(s, r) }},
	{"schema.jsonld", "application/ld+json", func(s record.Site, r record.Record) (any, bool) { return schemaorg.Of(s, r, "vi") }},
}

// serveDescription answers /dataset/<name>/<document>.
func (s *service) serveDescription(w http.ResponseWriter, r *http.Request) error {
	var names []string
	for _, x := range descriptions {
		names = append(names, x.name)
		if x.name != r.PathValue("document") {
			continue
		}
		d, shelf, err := s.whole(r, r.PathValue("name"))
		if err != nil {
			return err
		}
		v, ok := x.of(shelf.site(requestOf(r.Context()).base), d)
		if !ok {
			return errDocument.New("name", x.name, "names", ".ttl, .rdf, .jsonld")
		}
		body, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			return err
		}
		if unchanged(w, r, shelf.tag(string(body)), time.Time{}) {
			return nil
		}
		return send(w, r, http.StatusOK, x.mediaType+"; charset=utf-8", append(body, '\n'))
	}
	return errDocument.New("name", short(r.PathValue("document")), "names", strings.Join(names, ", "))
}

// serveResource answers the address of a distribution: people get the page of its
// dataset, programs that want RDF the description that contains it.
func (s *service) serveResource(w http.ResponseWriter, r *http.Request) error {
	d, err := s.app.Queries.Datasets.ByTable(r.Context(), r.PathValue("resource"))
	if err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept")
	return s.negotiated(w, r, d.ID)
}
