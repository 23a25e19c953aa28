package quality_test

import (
	"slices"
	"strings"
	"testing"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/dataset/quality"
	"minhbach/domain/publication"
)

// full is a dataset about which nothing is missing.
func full() dataset.Content {
	return dataset.Content{
		Description: dataset.Description{
			Title: "Cơ sở giáo dục mầm non", Summary: "Danh sách trường, lớp mầm non theo xã.",
			Description: strings.Repeat("Mỗi dòng là một trường. ", 5), Topics: []string{"giao-duc-dao-tao"}, Keywords: []string{"trường học"},
			Spatial: "Huyện Kế Sách", PeriodFrom: calendar.MustParse("2025-01-01"), PeriodTo: calendar.MustParse("2025-12-31"),
			Licence: "cc-by-4.0", Frequency: "annual", Contact: dataset.Contact{Unit: "Phòng Giáo dục", Email: "phonggd@example.vn"},
		},
		Release: &dataset.Release{
			ID: "r1", File: publication.Attachment{Name: "truong.csv", Size: 1200}, Rows: 3,
			Columns: []dataset.Column{{Name: "ten", Title: "Tên", Type: dataset.Text, Description: "Tên trường"}},
		},
	}
}

var facts = quality.Facts{Published: calendar.MustParse("2026-03-02"), Today: calendar.MustParse("2026-06-01")}

func TestNothingMissingIsEveryPoint(t *testing.T) {
	mqa := quality.MQA(full(), facts)
	if mqa.Points != 405 || mqa.Max != 405 || mqa.Band != quality.Excellent || len(mqa.Fixes()) != 0 {
		t.Errorf("MQA %d of %d, %s, still to fix %v", mqa.Points, mqa.Max, mqa.Band, mqa.Fixes())
	}
	want := map[string]int{quality.Findability: 100, quality.Accessibility: 100, quality.Interoperability: 110, quality.Reusability: 75, quality.Contextuality: 20}
	for _, g := range mqa.Groups() {
		if g.Max != want[g.ID] || g.Points != g.Max || g.Vi == "" || g.En == "" {
			t.Errorf("dimension %+v, want %d", g, want[g.ID])
		}
		delete(want, g.ID)
	}
	if len(want) != 0 {
		t.Errorf("dimensions missing: %v", want)
	}
	u := quality.ByUdata(full(), facts)
	if u.Points != 9 || u.Ratio() != 1 || u.Band != "" {
		t.Errorf("udata %d of %d: %v", u.Points, u.Max, u.Fixes())
	}
}

// What is taken away costs exactly its criteria, and the list of what to fix names
// them, dearest first.
func TestEachGapCostsItsCriteria(t *testing.T) {
	cases := map[string]struct {
		take  func(*dataset.Content, *quality.Facts)
		mqa   []string
		udata []string
	}{
		"keywords": {func(c *dataset.Content, _ *quality.Facts) { c.Description.Keywords = nil }, []string{"mqa.keywords"}, nil},
		"topics":   {func(c *dataset.Content, _ *quality.Facts) { c.Description.Topics = []string{"khong-co"} }, []string{"mqa.themes"}, nil},
		"place":    {func(c *dataset.Content, _ *quality.Facts) { c.Description.Spatial = "" }, []string{"mqa.spatial"}, []string{"udata.spatial"}},
		"place by its code": {func(c *dataset.Content, _ *quality.Facts) {
			c.Description.Spatial, c.Description.SpatialCode = "", "943"
		}, nil, nil},
		"period": {func(c *dataset.Content, _ *quality.Facts) {
			c.Description.PeriodFrom, c.Description.PeriodTo = calendar.Date{}, calendar.Date{}
		}, []string{"mqa.temporal"}, []string{"udata.temporal"}},
		"licence":              {func(c *dataset.Content, _ *quality.Facts) { c.Description.Licence = "" }, []string{"mqa.licence", "mqa.licence_vocabulary", "mqa.rights"}, []string{"udata.licence"}},
		"the national licence": {func(c *dataset.Content, _ *quality.Facts) { c.Description.Licence = "vn-open-data" }, []string{"mqa.licence_vocabulary"}, nil},
		"contact":              {func(c *dataset.Content, _ *quality.Facts) { c.Description.Contact = dataset.Contact{} }, []string{"mqa.contact"}, nil},
		"summary":              {func(c *dataset.Content, _ *quality.Facts) { c.Description.Summary, c.Description.Description = "", "" }, []string{"mqa.dcat_ap"}, []string{"udata.description"}},
		"short words":          {func(c *dataset.Content, _ *quality.Facts) { c.Description.Description = "" }, nil, []string{"udata.description"}},
		"frequency":            {func(c *dataset.Content, _ *quality.Facts) { c.Description.Frequency = "" }, nil, []string{"udata.frequency", "udata.in_time"}},
		"a column's words":     {func(c *dataset.Content, _ *quality.Facts) { c.Release.Columns[0].Description = "" }, nil, []string{"udata.documented"}},
		"file size":            {func(c *dataset.Content, _ *quality.Facts) { c.Release.File.Size = 0 }, []string{"mqa.size"}, nil},
		"publication":          {func(_ *dataset.Content, f *quality.Facts) { f.Published = calendar.Date{} }, []string{"mqa.issued", "mqa.modified"}, nil},
		"data": {func(c *dataset.Content, _ *quality.Facts) { c.Release = nil },
			[]string{"mqa.access_url", "mqa.download_works", "mqa.download_url", "mqa.format", "mqa.open_format", "mqa.machine_readable", "mqa.media_type", "mqa.format_vocabulary", "mqa.size"},
			[]string{"udata.in_time", "udata.open_format", "udata.available", "udata.documented"}},
		"being late": {func(_ *dataset.Content, f *quality.Facts) { f.Today = calendar.MustParse("2027-03-04") }, nil, []string{"udata.in_time"}},
	}
	for name, c := range cases {
		content, f := full(), facts
		c.take(&content, &f)
		for _, yard := range []struct {
			name string
			s    quality.Score
			full int
			want []string
		}{{"MQA", quality.MQA(content, f), 405, c.mqa}, {"udata", quality.ByUdata(content, f), 9, c.udata}} {
			var got []string
			lost, last := 0, 1000
			for _, fix := range yard.s.Fixes() {
				got = append(got, fix.ID)
				if fix.FixVi == "" || fix.FixEn == "" || fix.Met || fix.Max-fix.Points > last {
					t.Errorf("%s, %s: %+v", name, yard.name, fix)
				}
				last = fix.Max - fix.Points
				lost += last
			}
			if !slices.Equal(got, yard.want) || yard.s.Points != yard.full-lost || yard.s.Max != yard.full {
				t.Errorf("without %s %s gives %d and asks for %v; want %v", name, yard.name, yard.s.Points, got, yard.want)
			}
		}
	}
}

func TestBands(t *testing.T) {
	for points, want := range map[int]string{405: "excellent", 351: "excellent", 350: "good", 221: "good", 220: "sufficient", 121: "sufficient", 120: "poor", 0: "poor"} {
		if got := quality.BandOf(points); got != want {
			t.Errorf("%d points are %s, want %s", points, got, want)
		}
	}
	var ids []string
	for _, b := range quality.Bands() {
		ids = append(ids, b.ID)
	}
	if !slices.Equal(ids, []string{"excellent", "good", "sufficient", "poor"}) {
		t.Errorf("bands %v", ids)
	}
}

// The score that is stored with a version is the one a page shows without a day.
func TestWithoutADay(t *testing.T) {
	points, band := quality.AtPublication(full(), facts.Published)
	if points != 405 || band != quality.Excellent {
		t.Errorf("at publication: %d, %s", points, band)
	}
	f := facts
	f.Today = calendar.Date{}
	if u := quality.ByUdata(full(), f); u.Max != 8 || u.Ratio() != 1 {
		t.Errorf("udata without a day: %d of %d", u.Points, u.Max)
	}
	if empty := quality.MQA(dataset.Content{}, quality.Facts{}); empty.Points != 25 || empty.Band != quality.Poor {
		t.Errorf("of an empty dataset: %d, %s", empty.Points, empty.Band)
	}
	if (quality.Score{}).Ratio() != 0 {
		t.Error("the ratio of no criteria")
	}
}

func TestDue(t *testing.T) {
	on := calendar.MustParse("2026-03-02")
	for name, c := range map[string]struct {
		frequency dataset.Frequency
		next      string
		updated   string
		want      string
	}{
		"by the frequency":                     {"monthly", "", "2026-03-02", "2026-04-02"},
		"since the last data":                  {"weekly", "", "2026-05-01", "2026-05-08"},
		"as announced":                         {"monthly", "2026-07-01", "2026-05-01", "2026-07-01"},
		"announced without a rhythm":           {"irregular", "2026-07-01", "2026-05-01", "2026-07-01"},
		"the announced one has come":           {"quarterly", "2026-05-01", "2026-05-01", "2026-08-01"},
		"nobody knows":                         {"irregular", "", "2026-05-01", ""},
		"never again":                          {"never", "", "2026-05-01", ""},
		"from publication, without data since": {"daily", "", "", "2026-03-03"},
	} {
		content := full()
		content.Description.Frequency = c.frequency
		f := quality.Facts{Published: on}
		if c.next != "" {
			content.Description.NextDue = calendar.MustParse(c.next)
		}
		if c.updated != "" {
			f.Updated = calendar.MustParse(c.updated)
		}
		due, dated := quality.Due(content, f)
		if due.String() != c.want || dated != (c.want != "") {
			t.Errorf("%s: %s %v, want %q", name, due, dated, c.want)
		}
	}
}

func TestLabels(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range append(quality.MQA(full(), facts).Criteria, quality.ByUdata(full(), facts).Criteria...) {
		if seen[c.ID] || c.Label("vi") == "" || c.Label("en") == "" || c.Label("vi") == c.Label("en") {
			t.Errorf("criterion %+v", c)
		}
		seen[c.ID] = true
	}
	gap := quality.MQA(dataset.Content{}, facts).Fixes()[0]
	if gap.ID != "mqa.access_url" || gap.Fix("vi") == gap.Fix("en") || gap.Fix("vi") == "" {
		t.Errorf("the first thing to fix: %+v", gap)
	}
}
