package datajson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"regexp"
	"strings"
	"testing"

	"minhbach/domain/dataset"
	"minhbach/opendata/datajson"
	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
	"minhbach/opendata/record/recordtest/golden"
	"minhbach/projections/view"
)

func all(records []record.Record, end error) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
		if end != nil {
			yield(record.Record{}, end)
		}
	}
}

func TestGolden(t *testing.T) {
	var b bytes.Buffer
	if err := datajson.Write(&b, recordtest.Site(), all(recordtest.All(), nil)); err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "data.json", b.Bytes())
}

// The rules of schema v1.1 that bind everybody (project-open-data.cio.gov/v1.1/schema).
func TestRequiredFields(t *testing.T) {
	withdrawn := recordtest.Full()
	withdrawn.Dataset.State = view.Withdrawn
	var b bytes.Buffer
	if err := datajson.Write(&b, recordtest.Site(), all(append(recordtest.All(), withdrawn), nil)); err != nil {
		t.Fatal(err)
	}
	var catalogue struct {
		ConformsTo string           `json:"conformsTo"`
		Dataset    []map[string]any `json:"dataset"`
	}
	if err := json.Unmarshal(b.Bytes(), &catalogue); err != nil {
		t.Fatal(err)
	}
	if catalogue.ConformsTo != "https://project-open-data.cio.gov/v1.1/schema" || len(catalogue.Dataset) != 3 {
		t.Fatalf("%s, %d datasets", catalogue.ConformsTo, len(catalogue.Dataset))
	}
	interval := regexp.MustCompile(`^\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d$`)
	seen := map[any]bool{}
	for _, d := range catalogue.Dataset {
		for _, field := range []string{"title", "description", "keyword", "modified", "publisher", "contactPoint", "identifier", "accessLevel"} {
			if v := d[field]; v == nil || v == "" {
				t.Errorf("%v has no %s", d["identifier"], field)
			}
		}
		if seen[d["identifier"]] {
			t.Errorf("%v is listed twice", d["identifier"])
		}
		seen[d["identifier"]] = true
		if v, ok := d["temporal"]; ok && !interval.MatchString(v.(string)) {
			t.Errorf("temporal %v", v)
		}
		if !strings.HasPrefix(d["contactPoint"].(map[string]any)["hasEmail"].(string), "mailto:") {
			t.Errorf("contact %v", d["contactPoint"])
		}
		for _, x := range d["distribution"].([]any) {
			x := x.(map[string]any)
			if (x["downloadURL"] == nil) == (x["accessURL"] == nil) || (x["downloadURL"] != nil && x["mediaType"] == nil) {
				t.Errorf("a file has a downloadURL and a mediaType, an API an accessURL: %v", x)
			}
		}
	}
}

func TestEveryFrequencyButNeverHasAnInterval(t *testing.T) {
	for _, f := range dataset.Frequencies() {
		r := recordtest.Full()
		r.Dataset.Content.Description.Frequency = dataset.Frequency(f.ID)
		d, _ := datajson.Of(recordtest.Site(), r)
		if (d.Periodicity == "") != (f.ID == "never") {
			t.Errorf("%s is written %q", f.ID, d.Periodicity)
		}
	}
}

func TestAnErrorOfTheListStopsTheDocument(t *testing.T) {
	broken := errors.New("broken")
	var b bytes.Buffer
	if err := datajson.Write(&b, recordtest.Site(), all(recordtest.All(), broken)); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if json.Valid(b.Bytes()) {
		t.Error("a document that stopped must not look whole")
	}
}

func TestAnEmptyCatalogueIsADocument(t *testing.T) {
	var b bytes.Buffer
	if err := datajson.Write(&b, recordtest.Site(), all(nil, nil)); err != nil || !json.Valid(b.Bytes()) {
		t.Errorf("%v: %s", err, b.String())
	}
}
