package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"minhbach/internal/app"
)

// The archive is served with ranges, and not again to who has it.
func TestBulkArchive(t *testing.T) {
	f := newFake()
	s := server(t, f)
	list, _ := get[Bulk](t, s, "/bulk")
	if list.Archives[0].Datasets != 1 || list.Archives[0].Rows != 4 {
		t.Errorf("%+v", list)
	}
	if w := call(s, "GET", list.Archives[0].URL, "", "Range", "bytes=3-"); w.Code != http.StatusPartialContent || w.Body.String() != "kept" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	w := call(s, "GET", list.Archives[0].URL, "")
	if w.Code != http.StatusOK || w.Body.String() != "PK kept" || w.Header().Get("Content-Disposition") == "" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := call(s, "GET", list.Archives[0].URL, "", "If-None-Match", w.Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Errorf("%d", w.Code)
	}
	f.Queries.Datasets.Bulk = func(context.Context) (app.File, string, error) { return nil, "", app.ErrBulkLarge.New("max", 4) }
	if w := call(server(t, f), "GET", list.Archives[0].URL, ""); w.Code != http.StatusRequestEntityTooLarge {
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
