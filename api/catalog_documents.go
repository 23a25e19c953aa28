package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/opendata/ckan"
	"minhbach/opendata/croissant"
	"minhbach/opendata/csvw"
	"minhbach/opendata/datajson"
	"minhbach/opendata/datapackage"
	"minhbach/opendata/dcat"
	"minhbach/opendata/record"
	"minhbach/opendata/schemaorg"
	"minhbach/projections/view"
)

// pageSize of the catalogue is what CKAN's clients count on.
const pageSize = 100

var errCatalogue = fault.Define(fault.Invalid, "catalogue.query",
	"Không đọc được điều kiện chọn bộ dữ liệu ({reason}); hãy viết như “organization:kesach” hoặc “metadata_modified:[2026-01-01T00:00:00Z TO *]”.",
	"The choice of datasets cannot be read ({reason}); write it like “organization:kesach” or “metadata_modified:[2026-01-01T00:00:00Z TO *]”.")

var errDocument = fault.Define(fault.NotFound, "catalogue.document",
	"Bộ dữ liệu không có tài liệu mô tả “{name}”; có: {names}.",
	"The dataset has no description “{name}”; there are: {names}.")

// serveCatalogue answers /catalog.<extension>, a page at a time; without an extension the
// format is that of Accept.
func (s *service) serveCatalogue(extension string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		base, extension := requestOf(r.Context()).base, extension
		if extension == "" {
			w.Header().Add("Vary", "Accept")
			switch prefers(r.Header.Get("Accept"), "text/turtle", "application/rdf+xml", "application/ld+json", "text/n3", "text/html") {
			case "text/html":
				http.Redirect(w, r, base+"/du-lieu", http.StatusSeeOther)
				return nil
			case "application/rdf+xml":
				extension = "rdf"
			case "application/ld+json":
				extension = "jsonld"
			case "text/n3":
				extension = "n3"
			default:
				extension = "ttl"
			}
		}
		f, _ := dcat.FormatOf(extension)
		x, err := s.shelf(r.Context())
		if err != nil {
			return err
		}
		query := r.URL.Query()
		key := "catalog/" + extension + "?" + base + "?" + query.Encode()
		if unchanged(w, r, x.tag(key, s.options.Version), x.modified) {
			return nil
		}
		body, err := x.page(key, func() ([]byte, error) { return s.cataloguePage(r, x, base, f, query) })
		if err != nil {
			w.Header().Del("ETag")
			return err
		}
		for _, other := range dcat.Formats() {
			w.Header().Add("Link", `<`+base+`/catalog.`+other.Extension+`>; rel="alternate"; type="`+other.MediaType+`"`)
		}
		return send(w, r, http.StatusOK, f.MediaType+"; charset=utf-8", body)
	}
}

// cataloguePage makes one page.
func (s *service) cataloguePage(r *http.Request, x *shelf, base string, f dcat.Format, query url.Values) ([]byte, error) {
	p := ckan.FromValues(query)
	number := max(1, atoi(query.Get("page")))
	asked := ckan.Params{"q": p["q"], "fq": p["fq"], "rows": strconv.Itoa(pageSize), "sort": "id asc"}
	if since := query.Get("modified_since"); since != "" {
		asked["fq_list"] = []any{`metadata_modified:["` + strings.ReplaceAll(since, `"`, "") + `" TO *]`}
	}
	q, err := ckan.ReadSearch(asked, s.now())
	if err != nil {
		return nil, errCatalogue.New("reason", err.Error()).At("query")
	}
	docs, err := s.chosen(r.Context(), x, q)
	if err != nil {
		return nil, err
	}
	total := len(docs)
	from := min((number-1)*pageSize, total)
	records, err := s.records(r.Context(), x, base, docs[from:min(from+pageSize, total)])
	if err != nil {
		return nil, err
	}
	query.Del("page")
	page := dcat.Page{Number: number, Size: pageSize, Total: total, URL: func(n int) string {
		query.Set("page", strconv.Itoa(n))
		return base + "/catalog." + f.Extension + "?" + query.Encode()
	}}
	var b bytes.Buffer
	err = f.Write(&b, dcat.Catalogue(x.site(base), page, records))
	return b.Bytes(), err
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n > 1<<30 {
		return 0
	}
	return n
}

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

// serveDataJSON streams the catalogue as /data.json.
func (s *service) serveDataJSON(w http.ResponseWriter, r *http.Request) error {
	base := requestOf(r.Context()).base
	x, err := s.shelf(r.Context())
	if err != nil {
		return err
	}
	if unchanged(w, r, "W/"+x.tag("data.json", base, s.options.Version), x.modified) {
		return nil
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if r.Method == http.MethodHead {
		return nil
	}
	err = datajson.Write(w, x.site(base), func(yield func(record.Record, error) bool) {
		for _, d := range x.docs {
			one, err := s.record(r.Context(), x, base, d)
			if isMissing(err) || err == nil && one.Dataset.State == view.Withdrawn {
				continue
			}
			if !yield(one, err) || err != nil {
				return
			}
		}
	})
	if err != nil {
		panic(http.ErrAbortHandler) // half a catalogue must not look like a whole one
	}
	return nil
}

// topic finds one of the twelve by id or name.
func topic(name string) (dataset.Term, bool) { return dataset.ThemeOf(name) }
