package schemaorg_test

import (
	"encoding/json"
	"strings"
	"testing"

	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
	"minhbach/opendata/record/recordtest/golden"
	"minhbach/opendata/schemaorg"
	"minhbach/projections/view"
)

func TestGoldens(t *testing.T) {
	s := recordtest.Site()
	for name, r := range map[string]record.Record{"full": recordtest.Full(), "minimal": recordtest.Minimal(), "awkward": recordtest.Awkward()} {
		for _, lang := range []string{"vi", "en"} {
			d, ok := schemaorg.Of(s, r, lang)
			if !ok {
				t.Fatal("no description")
			}
			golden.Compare(t, name+"."+lang+".jsonld", d)
		}
	}
	golden.Compare(t, "catalog.jsonld", schemaorg.Catalog(s, "vi", recordtest.All()))
}

// Google Dataset Search wants 50 to 5,000 characters.
func TestDescriptionsKeepWithinBounds(t *testing.T) {
	for _, words := range []int{0, 1, 5, 40, 3000, 20000} {
		for _, lang := range []string{"vi", "en"} {
			r := recordtest.Minimal()
			r.Dataset.Summary = strings.Repeat("lúa ", words)
			r.Dataset.Content.Description.Description = strings.Repeat("gạo", words)
			n := len([]rune(schemaorg.Description(r, lang)))
			if n < schemaorg.Shortest || n > schemaorg.Longest {
				t.Errorf("%d words: %d characters", words, n)
			}
		}
	}
}

func TestNothingEndsTheScriptElement(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		d, _ := schemaorg.Of(recordtest.Site(), recordtest.Awkward(), lang)
		out, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(out), "<>&\u2028") {
			t.Errorf("%s: %s", lang, out)
		}
		for _, address := range append([]string{d.BasedOn, d.Publisher.URL, d.License, d.URL}, d.Downloads[0].URL) {
			if strings.HasPrefix(address, "javascript:") {
				t.Errorf("an address that runs: %s", address)
			}
		}
	}
}

func TestStates(t *testing.T) {
	r := recordtest.Full()
	r.Dataset.State = view.Withdrawn
	if _, ok := schemaorg.Of(recordtest.Site(), r, "vi"); ok {
		t.Error("a withdrawn dataset must not be described")
	}
	r.Dataset.State = view.Archived
	if d, ok := schemaorg.Of(recordtest.Site(), r, "vi"); !ok || d.Status != "Archived" {
		t.Errorf("an archived one says so, got %q", d.Status)
	}
}
