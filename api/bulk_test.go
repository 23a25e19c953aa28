package api

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"minhbach/analytics"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

func unzip(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, entry := range z.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[entry.Name] = string(text)
	}
	return out
}

// Everything in one file: catalogue, descriptions, tables; the same state gives the
// same bytes, and nothing is made twice for one reader.
func TestBulkArchive(t *testing.T) {
	f := newFake()
	s := server(t, f)
	list, _ := get[Bulk](t, s, "/bulk")
	if list.Archives[0].Datasets != 1 || list.Archives[0].Rows != 4 {
		t.Errorf("%+v", list)
	}
	csv := call(s, "GET", dataPath+"/data.csv", "").Body.String()
	w := call(s, "GET", list.Archives[0].URL, "")
	files := unzip(t, w.Body.Bytes())
	var d Dataset
	if err := json.Unmarshal([]byte(files[dataSlug+"/dataset.json"]), &d); err != nil || d.ID != dataID || len(d.Dictionary) != 7 || d.Release.File.SHA256 != sha {
		t.Errorf("%v %s", err, files[dataSlug+"/dataset.json"])
	}
	var catalogue BulkCatalogue
	if err := json.Unmarshal([]byte(files["catalogue.json"]), &catalogue); err != nil || catalogue.Position != 99 || len(catalogue.Datasets) != 1 {
		t.Errorf("%v %s", err, files["catalogue.json"])
	}
	if files[dataSlug+"/data.csv"] != csv || len(files) != 3 || f.data.target.AsOf.Position != 99 {
		t.Errorf("%d files; %q", len(files), files[dataSlug+"/data.csv"])
	}
	if again := call(s, "GET", list.Archives[0].URL, ""); !bytes.Equal(again.Body.Bytes(), w.Body.Bytes()) {
		t.Error("the same state gives other bytes")
	}
	f.data.asked = 0
	if w := call(s, "GET", list.Archives[0].URL, "", "If-None-Match", w.Header().Get("ETag")); w.Code != http.StatusNotModified || f.data.asked != 0 {
		t.Errorf("%d, %d tables", w.Code, f.data.asked)
	}
	f.data.down = analytics.ErrEngine.New()
	if files := unzip(t, call(s, "GET", list.Archives[0].URL, "").Body.Bytes()); files[dataSlug+"/original.csv"] != "nội dung tệp" {
		t.Errorf("without tables: %v", files)
	}
	var kept bytes.Buffer
	f.data.down = nil
	if err := WriteBulk(t.Context(), f.App, "https://soctrang.gov.vn", &kept); err != nil || !strings.Contains(unzip(t, kept.Bytes())[dataSlug+"/dataset.json"], "https://soctrang.gov.vn/api/v1/datasets/") {
		t.Errorf("%v", err)
	}
	f.Queries.Datasets.List = func(context.Context, view.DatasetFilter) (view.Datasets, error) {
		d := dataItem()
		d.Bytes = 3 << 30
		return view.Datasets{Items: []view.DatasetItem{d}, Total: 1}, nil
	}
	if w := call(server(t, f), "GET", list.Archives[0].URL, ""); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d", w.Code)
	}
}

// The archive of last night is served with ranges; now=true makes a new one.
func TestKeptBulkArchive(t *testing.T) {
	f := newFake()
	h, err := New(f.App, Options{Log: slog.New(slog.DiscardHandler), Rate: Rate{PerSecond: -1}, Bulk: func(context.Context) (app.File, error) {
		return testFile{strings.NewReader("PK kept")}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if w := call(h, "GET", prefix+"/bulk/datasets.zip", "", "Range", "bytes=3-"); w.Code != http.StatusPartialContent || w.Body.String() != "kept" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := call(h, "GET", prefix+"/bulk/datasets.zip?now=true", ""); w.Code != 200 || len(unzip(t, w.Body.Bytes())) != 3 {
		t.Errorf("%d", w.Code)
	}
}

// The document of one dataset names its columns, is as it was, and passes redocly.
func TestOpenAPIOfOneDataset(t *testing.T) {
	r := httptest.NewRequest("GET", dataPath+"/openapi.json", nil)
	r.Host = "dulieu.soctrang.gov.vn"
	w := httptest.NewRecorder()
	server(t, newFake()).ServeHTTP(w, r)
	if w.Code != 200 || w.Header().Get("Content-Type") != openAPIMedia || w.Header().Get("ETag") == "" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	golden(t, "dataset-openapi.json", w.Body.Bytes())
	var doc struct {
		Paths map[string]struct {
			Get struct {
				Parameters []struct {
					Name   string
					Schema struct{ Items struct{ Enum []string } }
				}
			}
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, p := range doc.Paths["/rows"].Get.Parameters {
		if p.Name == "select" && !slices.Equal(p.Schema.Items.Enum, []string{"ten", "dan_so", "mat_do", "nong_thon", "ngay", "luc", "vi_tri", "_id"}) {
			t.Errorf("select takes %v", p.Schema.Items.Enum)
		}
	}
	redocly(t, "dataset-openapi.json")
}

// Every choice that the document of a dataset offers is one that the API takes.
func TestOpenAPIOfOneDatasetIsTrue(t *testing.T) {
	s := server(t, newFake())
	var doc struct {
		Paths map[string]struct {
			Get struct {
				Parameters []struct {
					Name, Example string
					Schema        struct {
						Enum  []string
						Items struct{ Enum []string }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(call(s, "GET", dataPath+"/openapi.json", "").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for path, item := range doc.Paths {
		if w := call(s, "GET", dataPath+path, ""); w.Code != 200 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		for _, p := range item.Get.Parameters {
			for _, value := range append(append(slices.Clone(p.Schema.Items.Enum), p.Schema.Enum...), p.Example) {
				if value == "" {
					continue
				}
				asked++
				if w := ask(s, path, map[string]string{p.Name: value}); w.Code != 200 {
					t.Errorf("%s?%s=%s: %d %s", path, p.Name, value, w.Code, w.Body)
				}
			}
		}
	}
	if asked < 60 {
		t.Errorf("only %d choices were tried", asked)
	}
}
