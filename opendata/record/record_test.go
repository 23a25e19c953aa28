package record_test

import (
	"strings"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
	"minhbach/projections/view"
)

// Clients keep these: they must never change.
func TestIdentifiersAreForEver(t *testing.T) {
	for format, want := range map[string]string{"original": "b2d4774a-c872-57a2-bac2-010a2898f69b", "csv": "7179da2a-79f0-5de4-928d-6daaad52217b"} {
		if got := record.DistributionID(recordtest.ID, format); got != want {
			t.Errorf("%s: %s, want %s", format, got, want)
		}
	}
	s := recordtest.Site()
	for got, want := range map[string]string{
		s.URI("san-luong-lua"):                               "https://dulieu.example/dataset/san-luong-lua",
		s.VersionURI("a/b", 3):                               "https://dulieu.example/api/v1/datasets/a%2Fb/versions/3",
		s.Agency("a"):                                        "https://dulieu.example/api/v1/agencies/a",
		s.Catalogue():                                        "https://dulieu.example/catalog",
		s.Document("lua", "ttl"):                             "https://dulieu.example/dataset/lua.ttl",
		s.Document("lua", "jsonld"):                          "https://dulieu.example/dataset/lua.jsonld",
		s.Document("lua", "croissant.jsonld"):                "https://dulieu.example/dataset/lua/croissant.jsonld",
		record.OfVersion("https://x.example/a", 2):           "https://x.example/a?version=2",
		record.OfVersion("https://x.example/a?b=c", 2):       "https://x.example/a?b=c&version=2",
		s.Landing(recordtest.Full().Dataset.DatasetItem):     "https://sonn.dulieu.example/du-lieu/san-luong-lua",
		(record.Site{}).Landing(view.DatasetItem{Slug: "a"}): "/dataset/a",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestDistributions(t *testing.T) {
	s := recordtest.Site()
	all := s.Distributions(recordtest.Full().Dataset)
	var formats []string
	for _, d := range all {
		formats = append(formats, d.Format)
		if (d.SHA256 != "") != (d.Original || d.Format == "csv") {
			t.Errorf("%s: a hash is stated where it is known, got %q", d.Format, d.SHA256)
		}
	}
	if got := strings.Join(formats, " "); got != "xlsx csv excel xlsx json ndjson parquet geojson" {
		t.Errorf("the original is first: %s", got)
	}
	if got := len(s.Distributions(recordtest.Minimal().Dataset)); got != 7 {
		t.Errorf("without geometry there is no GeoJSON: %d forms", got)
	}
	if s.Distributions(view.Dataset{}) != nil {
		t.Error("without data there are no forms")
	}
}

func TestFallbacks(t *testing.T) {
	r := recordtest.Minimal()
	if c := r.Contact(); c.Unit != "Tỉnh Sóc Trăng" || c.Email != "vanphong@dulieu.example" || c.Phone == "" {
		t.Errorf("contact %+v", c)
	}
	if name, code := r.Spatial(); name != "Tỉnh Sóc Trăng" || code != "94" {
		t.Errorf("place %s %s", name, code)
	}
	if k := r.Keywords("en"); len(k) != 1 || k[0] != "Health" {
		t.Errorf("keywords %v", k)
	}
	if r.Title("en") != r.Dataset.Title || r.Text("en") != "" || r.TextOr("en") != "Các trạm y tế xã." {
		t.Errorf("%q %q %q", r.Title("en"), r.Text("en"), r.TextOr("en"))
	}
	r.Dataset.Content.Description.Contact = dataset.Contact{Unit: "Phòng A"}
	if c := r.Contact(); c.Unit != "Phòng A" || c.Email != "vanphong@dulieu.example" || c.Phone != "" {
		t.Errorf("the agency's telephone is not that of a unit: %+v", c)
	}
	if l, ok := recordtest.Site().Licence("vn-open-data"); !ok || l.URI != "https://dulieu.example/catalog#licence-vn-open-data" {
		t.Errorf("licence %+v", l)
	}
}

func TestIntervalsAndStamps(t *testing.T) {
	from, to := calendar.MustParse("2024-01-01"), calendar.MustParse("2024-12-31")
	for got, want := range map[string]string{
		record.Interval(from, to, ".."):                                                "2024-01-01/2024-12-31",
		record.Interval(from, calendar.Date{}, ".."):                                   "2024-01-01/..",
		record.Interval(calendar.Date{}, to, ""):                                       "/2024-12-31",
		record.Interval(calendar.Date{}, calendar.Date{}, "..") + "-":                  "-",
		record.Stamp(time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("+07", 7*3600))): "2026-01-01T20:04:05Z",
		record.Stamp(time.Time{}) + "+":                                                "+",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCitations(t *testing.T) {
	s := recordtest.Site()
	if got, want := s.Citation(recordtest.Full(), "en"), "Department of Agriculture and Environment (2025). Rice production by district, version 3. Available at https://dulieu.example/dataset/san-luong-lua"; got != want {
		t.Errorf("%s", got)
	}
	for _, r := range recordtest.All() {
		entry := s.BibTeX(r)
		if strings.Count(entry, "{") != strings.Count(entry, "}") || strings.Count(entry, "\n") != 6 || strings.ContainsAny(entry, "\x00\u2028") {
			t.Errorf("%s", entry)
		}
	}
}

func FuzzBibTeX(f *testing.F) {
	f.Add("a}b{\\%", "x")
	f.Fuzz(func(t *testing.T, title, name string) {
		r := recordtest.Minimal()
		r.Dataset.Title, r.Publisher.Name = title, name
		depth := 0
		for _, c := range recordtest.Site().BibTeX(r) {
			switch c {
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth < 0 {
				t.Fatalf("%q ends the entry", title)
			}
		}
		if depth != 0 {
			t.Errorf("%q leaves the entry open", title)
		}
	})
}
