package api

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
)

// A hundred a page, with links that lead through, until a page without datasets.
func TestCataloguePages(t *testing.T) {
	_, h := newWorld(t, recordtest.Many(205)...)
	for extension, mediaType := range map[string]string{"ttl": "text/turtle", "rdf": "application/rdf+xml", "xml": "application/rdf+xml", "jsonld": "application/ld+json", "n3": "text/n3"} {
		seen := map[string]bool{}
		for page, want := range []int{100, 100, 5, 0} {
			w := call(h, "GET", "/catalog."+extension+"?page="+string(rune('1'+page)), "")
			if w.Code != 200 || w.Header().Get("Content-Type") != mediaType+"; charset=utf-8" {
				t.Fatalf("%s: %d %v", extension, w.Code, w.Header())
			}
			found := 0
			for _, r := range recordtest.Many(205) {
				name := "http://example.com/dataset/" + r.Dataset.Slug
				if text := w.Body.String(); strings.Contains(text, name+"/resource/") {
					if found++; seen[name] {
						t.Errorf("%s is on two pages", name)
					}
					seen[name] = true
				}
			}
			if found != want || !strings.Contains(w.Body.String(), "205") {
				t.Errorf("%s page %d: %d datasets", extension, page+1, found)
			}
		}
	}
	for query, want := range map[string]int{"?fq=organization:kesach": 103, "?modified_since=2025-03-04": 0, "?modified_since=2025-03-03": 205, "?q=name:tram-y-te-7": 1} {
		w := call(h, "GET", "/catalog.ttl"+query, "")
		if at := strings.Index(w.Body.String(), "totalItems"); at < 0 || !strings.Contains(w.Body.String()[at:at+24], jsonOf(want)) {
			t.Errorf("%s does not have %d: %.40s", query, want, w.Body.String()[max(at, 0):])
		}
	}
	for _, bad := range []string{"?fq=(", "?fq=a:b", "?modified_since=x"} {
		if w := call(h, "GET", "/catalog.ttl"+bad, ""); w.Code/100 != 4 || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("ETag") != "" {
			t.Errorf("%s: %d %v", bad, w.Code, w.Header())
		}
	}
}

func jsonOf(v any) string { b, _ := json.Marshal(v); return string(b) }

// Who has a document is not sent it again until something changes.
func TestCatalogueDocumentsAreConditional(t *testing.T) {
	x, h := ckanWorld(t)
	all := []string{"/catalog.ttl", "/catalog.jsonld?page=2", "/data.json", "/dataset/tram-y-te.rdf", "/dataset/tram-y-te/datapackage.json", "/feeds/dataset.atom"}
	tags := map[string]string{}
	for _, at := range all {
		full := call(h, "GET", at, "")
		tags[at] = full.Header().Get("ETag")
		if full.Code != 200 || tags[at] == "" || full.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d %v", at, full.Code, full.Header())
		}
		if w := call(h, "GET", at, "", "If-None-Match", tags[at]); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
			t.Errorf("%s: %d", at, w.Code)
		}
		if w := call(h, "HEAD", at, ""); w.Code != 200 || w.Header().Get("ETag") != tags[at] || w.Body.Len() != 0 {
			t.Errorf("HEAD %s: %d %v", at, w.Code, w.Header())
		}
	}
	x.records[1].Dataset.Position, x.records[1].Dataset.UpdatedAt, x.records[1].Dataset.Title = 9000, testNow, "Tên mới"
	for _, at := range all {
		if w := call(h, "GET", at, "", "If-None-Match", tags[at]); w.Code != 200 || w.Header().Get("ETag") == tags[at] {
			t.Errorf("%s after a change: %d", at, w.Code)
		}
	}
	since := call(h, "GET", "/catalog.ttl", "").Header().Get("Last-Modified")
	if w := call(h, "GET", "/catalog.ttl", "", "If-Modified-Since", since); since == "" || w.Code != http.StatusNotModified {
		t.Errorf("%q: %d", since, w.Code)
	}
}

// The address of a dataset answers people with its page and programs with what they
// ask for; that of something withdrawn says so.
func TestAddressesOfDatasets(t *testing.T) {
	_, h := ckanWorld(t)
	resource := record.DistributionID(recordtest.ID, "csv")
	for _, c := range []struct {
		at, accept string
		status     int
		kind       string // media type, or where it leads
	}{
		{"/dataset/san-luong-lua", "", 303, "http://example.com/cq/kesach/du-lieu/san-luong-lua"}, {"/dataset/san-luong-lua", "text/html,*/*;q=0.8", 303, "http://example.com/cq/kesach/du-lieu/san-luong-lua"},
		{"/dataset/san-luong-lua", "text/turtle", 200, "text/turtle"}, {"/dataset/san-luong-lua", "application/ld+json, text/turtle;q=0.5", 200, "application/ld+json"},
		{"/dataset/" + recordtest.ID, "application/rdf+xml", 200, "application/rdf+xml"}, {"/dataset/san-luong-lua.jsonld", "", 200, "application/ld+json"},
		{"/dataset/san-luong-lua.pdf", "", 404, "application/problem+json"}, {"/dataset/khong-co", "", 404, "application/problem+json"}, {"/dataset/khong-co.ttl", "", 404, "application/problem+json"},
		{"/dataset/da-go.ttl", "", 410, "text/turtle"}, {"/dataset/da-go", "", 303, "http://example.com/cq/kesach/du-lieu/da-go"}, {"/dataset/da-go/croissant.jsonld", "", 404, "application/problem+json"},
		{"/dataset/san-luong-lua/croissant.jsonld", "", 200, "application/ld+json"}, {"/dataset/san-luong-lua/datapackage.json", "", 200, "application/json"},
		{"/dataset/san-luong-lua/csv-metadata.json", "", 200, "application/csvm+json"}, {"/dataset/san-luong-lua/schema.jsonld", "", 200, "application/ld+json"},
		{"/dataset/san-luong-lua/nothing", "", 404, "application/problem+json"}, {"/dataset/san-luong-lua/resource/" + resource, "text/html", 303, "http://example.com/cq/kesach/du-lieu/san-luong-lua"},
		{"/dataset/san-luong-lua/resource/" + resource, "text/turtle", 200, "text/turtle"}, {"/dataset/san-luong-lua/resource/x", "", 404, "application/problem+json"},
		{"/catalog", "", 200, "text/turtle"}, {"/catalog", "text/html,application/xhtml+xml,*/*;q=0.8", 303, "http://example.com/du-lieu"}, {"/catalog", "application/rdf+xml", 200, "application/rdf+xml"},
	} {
		w := call(h, "GET", c.at, "", "Accept", c.accept)
		got, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		if c.status == 303 {
			got = w.Header().Get("Location")
		}
		if w.Code != c.status || got != c.kind {
			t.Errorf("%s for %q: %d %s, want %d %s", c.at, c.accept, w.Code, got, c.status, c.kind)
		}
	}
	if w := call(h, "GET", "/dataset/san-luong-lua.ttl", ""); !strings.Contains(w.Body.String(), "dct:identifier \"http://example.com/dataset/san-luong-lua\"") {
		t.Errorf("%.500s", w.Body)
	}
}

func TestDataJSONHasEveryDataset(t *testing.T) {
	_, h := ckanWorld(t)
	w := call(h, "GET", "/data.json", "")
	var c struct {
		ConformsTo string
		Dataset    []dict
	}
	if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil || len(c.Dataset) != 14 || c.ConformsTo == "" || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		t.Errorf("%v: %d datasets %v", err, len(c.Dataset), w.Header())
	}
}

func TestCatalogueFeeds(t *testing.T) {
	_, h := ckanWorld(t)
	for at, want := range map[string]int{"/feeds/dataset.atom": 14, "/feeds/organization/kesach.atom": 7, "/feeds/organization/" + districtID: 7, "/feeds/group/nong-nghiep-thuy-san.atom": 1,
		"/feeds/tag/l%C3%BAa.atom": 1, "/feeds/custom.atom?q=title:l%C3%BAa": 1, "/feeds/custom.atom?organization=kesach&groups=y-te-suc-khoe": 6, "/feeds/custom.atom?tags=x%22y": 0} {
		w := call(h, "GET", at, "")
		var f struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Entries []struct {
				ID string `xml:"id"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &f); w.Code != 200 || err != nil || len(f.Entries) != want || f.ID == "" {
			t.Errorf("%s: %d %v %d entries", at, w.Code, err, len(f.Entries))
		}
	}
	for _, at := range []string{"/feeds/organization/x.atom", "/feeds/group/x", "/feeds/tag/x.atom"} {
		if w := call(h, "GET", at, ""); w.Code != 404 {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
}

// Every address that a description of ours names is answered.
func TestPromisedAddressesAreServed(t *testing.T) {
	_, h := ckanWorld(t)
	r := recordtest.Full()
	site := record.Site{Base: "http://example.com"}
	all := []string{site.Catalogue(), site.URI(r.Dataset.Slug)}
	for _, name := range []string{"ttl", "rdf", "jsonld", "croissant.jsonld", "datapackage.json", "csv-metadata.json"} {
		all = append(all, site.Document(r.Dataset.Slug, name))
	}
	for _, d := range site.Distributions(r.Dataset) {
		all = append(all, site.URI(r.Dataset.Slug)+"/resource/"+d.ID)
	}
	for _, at := range all {
		if w := call(h, "GET", strings.TrimPrefix(at, site.Base), ""); w.Code >= 400 {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", http.NotFound)
	for _, p := range Patterns() {
		mux.Handle(p, h)
	}
	for _, at := range append(all, site.Base+"/data.json", site.Base+"/oai?verb=Identify", site.Base+"/feeds/dataset.atom", site.Base+"/feeds/tag/l%C3%BAa.atom", site.Base+"/api/3", site.Base+"/catalog.n3",
		site.Base+"/datastore/dump/"+record.DistributionID(recordtest.ID, "csv")+"?limit=1") {
		if w := call(mux, "GET", strings.TrimPrefix(at, site.Base), ""); w.Code >= 400 {
			t.Errorf("%s does not reach us: %d", at, w.Code)
		}
	}
}

func BenchmarkPackageSearch(b *testing.B) {
	_, h := newWorld(b, recordtest.Many(2000)...)
	b.ResetTimer()
	for b.Loop() {
		if w := call(h, "GET", "/api/3/action/package_search?fq=groups:y-te-suc-khoe&rows=20&facet.field=[%22organization%22,%22tags%22]", ""); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

func BenchmarkCataloguePage(b *testing.B) {
	_, h := newWorld(b, recordtest.Many(2000)...)
	b.ResetTimer()
	for b.Loop() {
		if w := call(h, "GET", "/catalog.ttl?page=3", ""); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}
