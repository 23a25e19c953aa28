package api

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/opendata/ckan"
	"minhbach/opendata/datajson"
	"minhbach/opendata/dcat"
	"minhbach/opendata/record"
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
