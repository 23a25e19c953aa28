package api

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhbach/opendata/ckan"
	"minhbach/opendata/feed"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// feedSize is how many entries CKAN's feeds have.
const feedSize = 20

// serveCatalogueFeed answers CKAN's feeds: of all datasets, of an agency, a topic, a
// keyword, or of a search.
func (s *service) serveCatalogueFeed(w http.ResponseWriter, r *http.Request) error {
	q := requestOf(r.Context())
	x, err := s.shelf(r.Context())
	if err != nil {
		return err
	}
	site := x.site(q.base)
	f := feed.Feed{Title: site.Title, Subtitle: site.Description, Link: q.base + "/du-lieu", Self: q.base + r.URL.RequestURI(), Lang: "vi", Author: site.Publisher.Name, Updated: x.modified}
	params, ok := s.feedOf(x, r, &f)
	if !ok {
		return errRoute.New("path", r.URL.Path)
	}
	asked, err := ckan.ReadSearch(params, s.now())
	if err != nil {
		return errCatalogue.New("reason", err.Error()).At("query")
	}
	docs, err := s.chosen(r.Context(), x, asked)
	if err != nil {
		return err
	}
	page := max(1, atoi(r.URL.Query().Get("page")))
	from := min((page-1)*feedSize, len(docs))
	for _, d := range docs[from:min(from+feedSize, len(docs))] {
		f.Entries = append(f.Entries, entryOf(site, d))
	}
	f.ID = "tag:" + hostOf(q.base) + ",2026:" + r.URL.Path
	if f.Author == "" {
		f.Author = site.Title
	}
	if f.Updated.IsZero() {
		f.Updated = time.Unix(0, 0).UTC()
	}
	if unchanged(w, r, x.tag("feed", q.base, r.URL.RequestURI()), x.modified) {
		return nil
	}
	var b bytes.Buffer
	if err := feed.WriteAtom(&b, f); err != nil {
		return err
	}
	return send(w, r, http.StatusOK, feed.AtomType, b.Bytes())
}

// feedOf reads from the address which datasets a feed follows.
func (s *service) feedOf(x *shelf, r *http.Request, f *feed.Feed) (ckan.Params, bool) {
	params := ckan.Params{"sort": "metadata_modified desc", "rows": strconv.Itoa(feedSize)}
	name := strings.TrimSuffix(r.PathValue("name"), ".atom")
	quoted := `:"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	switch _, rest, _ := strings.Cut(r.URL.Path, "/feeds/"); {
	case rest == "dataset.atom":
	case rest == "custom.atom":
		query := ckan.FromValues(r.URL.Query())
		params["q"], params["fq"] = query["q"], query["fq"]
		for _, key := range []string{"organization", "groups", "tags", "res_format", "license_id"} {
			for _, v := range query.List(key, "") {
				filters, _ := params["fq_list"].([]any)
				params["fq_list"] = append(filters, key+`:"`+strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v)+`"`)
			}
		}
		if sort := query.Text("sort"); sort != "" {
			params["sort"] = sort
		}
	case strings.HasPrefix(rest, "organization/"):
		p, ok := x.agency(name)
		if !ok {
			return nil, false
		}
		f.Title, f.Author = f.Title+" – "+p.Name, p.Name
		params["fq"] = `owner_org:"` + p.ID + `"`
	case strings.HasPrefix(rest, "group/"):
		t, ok := topic(name)
		if !ok {
			return nil, false
		}
		f.Title += " – " + t.Vi
		params["fq"] = "groups" + quoted
	case strings.HasPrefix(rest, "tag/"):
		all, _ := x.keywords()
		if !slices.Contains(all, name) {
			return nil, false
		}
		f.Title += " – " + name
		params["fq"] = "tags" + quoted
	}
	return params, true
}

// entryOf has the same id as in the feeds of the portals.
func entryOf(site record.Site, d *ckan.Doc) feed.Entry {
	whole := record.Record{Dataset: view.Dataset{DatasetItem: d.Item}, Publisher: d.Owner}
	return feed.Entry{
		ID: "urn:uuid:" + d.Item.ID, Title: d.Item.Title, Link: site.Landing(d.Item), Author: d.Owner.Name, Summary: d.Item.Summary,
		Categories: whole.Keywords("vi"), Published: d.Item.PublishedAt, Updated: d.Item.UpdatedAt,
	}
}

// hostOf is the host of an address, without the port.
func hostOf(base string) string {
	_, host, _ := strings.Cut(base, "://")
	if i := strings.LastIndex(host, ":"); i > strings.LastIndex(host, "]") {
		host = host[:i]
	}
	return strings.Trim(host, "[]")
}
