package croissant_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"minhbach/opendata/croissant"
	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
	"minhbach/opendata/record/recordtest/golden"
	"minhbach/projections/view"
)

func TestGoldens(t *testing.T) {
	for name, r := range map[string]record.Record{"full": recordtest.Full(), "minimal": recordtest.Minimal(), "awkward": recordtest.Awkward()} {
		d, ok := croissant.Of(recordtest.Site(), r)
		if !ok {
			t.Fatal("no description")
		}
		golden.Compare(t, name+".jsonld", d)
	}
}

// The rules of Croissant 1.0 that a reader refuses documents for.
func TestTheRulesOfTheFormat(t *testing.T) {
	for _, r := range recordtest.All() {
		d, _ := croissant.Of(recordtest.Site(), r)
		if d.Type != "sc:Dataset" || d.ConformsTo != croissant.Version || d.Name == "" || d.URL == "" || d.Description == "" {
			t.Errorf("%s: a mandatory property is empty: %+v", d.ID, d)
		}
		if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(d.Version) {
			t.Errorf("version %s is not MAJOR.MINOR.PATCH", d.Version)
		}
		if d.Creator.Type != "Organization" || d.Publisher.Type != "Organization" {
			t.Errorf("%s: readers take an Organization or a Person, nothing below", d.ID)
		}
		ids := map[string]bool{}
		once := func(id string) {
			if ids[id] || id == "" {
				t.Errorf("%s: @id %q is not unique", d.ID, id)
			}
			ids[id] = true
		}
		for _, f := range d.Files {
			once(f.ID)
			if f.URL == "" || f.Format == "" || (f.SHA256 == "" && !d.Live) {
				t.Errorf("%s: a file needs an address, a format and a hash unless the dataset is live: %+v", d.ID, f)
			}
			if !strings.Contains(f.URL, "version=") {
				t.Errorf("%s: %s changes with the next version", d.ID, f.URL)
			}
		}
		for _, set := range d.RecordSets {
			once(set.ID)
			for _, f := range set.Fields {
				once(f.ID)
				if !ids[f.Source.File.ID] || f.Source.Extract.Column != f.Name || !strings.HasPrefix(f.DataType, "sc:") {
					t.Errorf("%s: %+v", d.ID, f)
				}
			}
			for _, k := range set.Key {
				if !ids[k.ID] {
					t.Errorf("%s: the key %s is no field", d.ID, k.ID)
				}
			}
		}
	}
}

func TestTheHashDecidesWhetherTheDatasetIsLive(t *testing.T) {
	s := recordtest.Site()
	if d, _ := croissant.Of(s, recordtest.Full()); d.Live {
		t.Error("the CSV was made: the hash is known")
	}
	s.Made = nil
	if d, _ := croissant.Of(s, recordtest.Full()); !d.Live {
		t.Error("the CSV was not made: there is no hash")
	}
}

func TestWithoutATableThereIsNone(t *testing.T) {
	r := recordtest.Full()
	r.Dataset.Content.Release = nil
	if _, ok := croissant.Of(recordtest.Site(), r); ok {
		t.Error("no data")
	}
	r = recordtest.Full()
	r.Dataset.State = view.Withdrawn
	if _, ok := croissant.Of(recordtest.Site(), r); ok {
		t.Error("withdrawn")
	}
}

func TestItMayStandInAPage(t *testing.T) {
	d, _ := croissant.Of(recordtest.Site(), recordtest.Awkward())
	out, err := json.Marshal(d)
	if err != nil || strings.ContainsAny(string(out), "<>&") {
		t.Errorf("%v %s", err, out)
	}
}
