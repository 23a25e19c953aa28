package datapackage_test

import (
	"regexp"
	"strings"
	"testing"

	"minhbach/opendata/datapackage"
	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
	"minhbach/opendata/record/recordtest/golden"
	"minhbach/projections/view"
)

func TestGoldens(t *testing.T) {
	for name, r := range map[string]record.Record{"full": recordtest.Full(), "minimal": recordtest.Minimal(), "awkward": recordtest.Awkward()} {
		p, ok := datapackage.Of(recordtest.Site(), r)
		if !ok {
			t.Fatal("no description")
		}
		golden.Compare(t, name+".json", p)
	}
}

// What the profiles of version 1 and version 2 both demand.
func TestBothVersionsAreServed(t *testing.T) {
	name := regexp.MustCompile(`^[-a-z0-9._]+$`)
	for _, r := range recordtest.All() {
		p, _ := datapackage.Of(recordtest.Site(), r)
		if p.Profile != "data-package" || !strings.Contains(p.Schema, "/profiles/2.0/") || !name.MatchString(p.Name) {
			t.Errorf("%s: %s %s", p.Name, p.Profile, p.Schema)
		}
		if len(p.Resources) != 2 || p.Resources[0].Profile != "tabular-data-resource" || p.Resources[0].Type != "table" || p.Resources[1].Schema != nil {
			t.Errorf("%s: the table is first, the file second: %+v", p.Name, p.Resources)
		}
		for _, x := range p.Resources {
			if !name.MatchString(x.Name) || !strings.HasPrefix(x.Path, "https://") || !strings.Contains(x.Path, "version=") {
				t.Errorf("%s: %+v", p.Name, x)
			}
		}
		if len(p.Resources[0].Schema.Fields) != len(r.Dataset.Content.Release.Columns) {
			t.Errorf("%s: a column is missing", p.Name)
		}
		for _, c := range p.Contributors {
			if c.Title == "" || c.Role == "" || len(c.Roles) == 0 {
				t.Errorf("%s: %+v", p.Name, c)
			}
		}
	}
}

func TestTheOriginalCarriesItsHash(t *testing.T) {
	p, _ := datapackage.Of(recordtest.Site(), recordtest.Full())
	if x := p.Resources[1]; x.Hash != "sha256:"+strings.Repeat("ab", 32) || x.Bytes != 20480 {
		t.Errorf("%+v", x)
	}
	p, _ = datapackage.Of(recordtest.Site(), recordtest.Awkward())
	if x := p.Resources[1]; x.Hash != "" || x.Bytes != 0 {
		t.Errorf("what is no hash must not look like one: %+v", x)
	}
}

func TestWithoutDataThereIsNone(t *testing.T) {
	r := recordtest.Full()
	r.Dataset.Content.Release = nil
	if _, ok := datapackage.Of(recordtest.Site(), r); ok {
		t.Error("no data")
	}
	r = recordtest.Full()
	r.Dataset.State = view.Withdrawn
	if _, ok := datapackage.Of(recordtest.Site(), r); ok {
		t.Error("withdrawn")
	}
}
