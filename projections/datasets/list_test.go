package datasets_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/projections/view"
)

// shelf publishes datasets that differ in everything one can filter by.
func shelf(t testing.TB) *office {
	o := newOffice(t)
	themes := dataset.Themes()
	for i := range 60 {
		d := described(fmt.Sprintf("Bộ dữ liệu số %d", i))
		d.Topics = []string{themes[i%12].ID, themes[(i+1)%12].ID}
		d.Keywords = []string{fmt.Sprintf("từ %d", i%5), "chung"}
		if i%4 == 0 {
			d.Licence, d.Keywords = "vn-open-data", nil
		}
		d.PeriodFrom = calendar.MustParse(fmt.Sprintf("%d-01-01", 2010+i%10))
		d.PeriodTo = calendar.MustParse(fmt.Sprintf("%d-12-31", 2012+i%10))
		format := []string{"csv", "xlsx", "json"}[i%3]
		id := fmt.Sprintf("d%02d", i)
		o.publish(id, d, release("r"+id, format, int64(i+1)))
		switch {
		case i%20 == 7:
			o.withdraw(id)
		case i%20 == 11:
			o.archive(id)
		}
	}
	o.draft("d99", described("Bản nháp"))
	return o
}

func TestPagingNeitherSkipsNorRepeats(t *testing.T) {
	o := shelf(t)
	_, r := o.open()
	every := []view.PublicState{view.Published, view.Archived, view.Withdrawn}
	for _, position := range []uint64{0, o.head(), o.head() / 2} {
		for _, f := range []view.DatasetFilter{{States: every}, {}, {Agencies: []string{"a-1", agencyID}}, {Words: "bo"}, {Formats: []string{"csv"}}} {
			for _, order := range []view.Order{view.NewestFirst, view.RecentChange, view.ByTitle, view.ByID, view.ByRelevance} {
				var whole []string
				f.Order, f.Limit, f.Offset = order, 7, 0
				for pages := 0; ; pages++ {
					page, err := r.Datasets(t.Context(), f, position)
					if err != nil {
						t.Fatal(err)
					}
					for _, it := range page.Items {
						if slices.Contains(whole, it.ID) {
							t.Errorf("%q repeats %s", order, it.ID)
						}
						whole = append(whole, it.ID)
					}
					if f.Offset += 7; len(page.Items) == 0 {
						if len(whole) != page.Total || page.Total == 0 || pages != (page.Total+6)/7 {
							t.Errorf("order %q of %+v at %d: saw %d of %d in %d pages", order, f, position, len(whole), page.Total, pages)
						}
						break
					}
				}
				f.Offset, f.Limit = 0, 1000
				once, err := r.Datasets(t.Context(), f, position)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.EqualFunc(once.Items, whole, func(it view.DatasetItem, id string) bool { return it.ID == id }) {
					t.Errorf("order %q: one page says otherwise than many", order)
				}
				for i := 1; i < len(once.Items); i++ {
					a, b := once.Items[i-1], once.Items[i]
					wrong := order == view.NewestFirst && a.PublishedAt.Before(b.PublishedAt) || order == view.RecentChange && a.UpdatedAt.Before(b.UpdatedAt) ||
						order == view.ByID && a.ID > b.ID
					if wrong {
						t.Errorf("order %q: %s before %s", order, a.ID, b.ID)
					}
				}
			}
		}
	}
	if _, err := r.Datasets(t.Context(), view.DatasetFilter{Order: view.ByIssue}, 0); err == nil {
		t.Error("an order that datasets do not have is taken")
	}
}

func TestTitlesAreInVietnameseOrder(t *testing.T) {
	o := newOffice(t)
	for i, title := range []string{"Đường bộ", "Dân số", "Phường 10", "Phường 2", "Âm nhạc", "An ninh"} {
		o.publish(fmt.Sprintf("d%d", i), described(title), release(fmt.Sprintf("r%d", i), "csv", 1))
	}
	_, r := o.open()
	page, err := r.Datasets(t.Context(), view.DatasetFilter{Order: view.ByTitle}, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range page.Items {
		got = append(got, it.Title)
	}
	if want := []string{"An ninh", "Âm nhạc", "Dân số", "Đường bộ", "Phường 2", "Phường 10"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestWordsIgnoreAccents(t *testing.T) {
	o := newOffice(t)
	d := described("Đường thủy nội địa")
	d.TitleEn, d.Keywords = "Inland waterways", []string{"bến đò"}
	o.publish("d0", d, release("r0", "csv", 1))
	_, r := o.open()
	for words, want := range map[string]int{
		"duong thuy": 1, "ĐƯỜNG": 1, "thủy": 1, "thu\u0309y": 1, "inland": 1, "ben do": 1, "ten truong": 1, "so_lop": 1, "thuy ben": 1, "noi dia tom": 1,
		"duong bo": 0, "uong": 0, "100%": 0, "_": 1, "": 1, "bimat": 0,
	} {
		page, err := r.Datasets(t.Context(), view.DatasetFilter{Words: words}, 0)
		if err != nil || page.Total != want || len(page.Items) != want {
			t.Errorf("%q finds %d, want %d, %v", words, page.Total, want, err)
		}
	}
}

func TestNamedDatasetsKeepTheirOrder(t *testing.T) {
	o := shelf(t)
	_, r := o.open()
	ids := func(f view.DatasetFilter, position uint64) (out []string) {
		t.Helper()
		page, err := r.Datasets(t.Context(), f, position)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range page.Items {
			out = append(out, it.ID)
		}
		return out
	}
	named := []string{"d20", "bo-d03", "khong-co", "d07", "d15", "d03", "d99", "d40"}
	if got := ids(view.DatasetFilter{IDs: named}, 0); !slices.Equal(got, []string{"d20", "d03", "d15", "d40"}) {
		t.Errorf("named: %v", got)
	}
	if got := ids(view.DatasetFilter{IDs: named, Order: view.ByRelevance, Limit: 2, Offset: 1}, 0); !slices.Equal(got, []string{"d03", "d15"}) {
		t.Errorf("the second page: %v", got)
	}
	if got := ids(view.DatasetFilter{IDs: named, Order: view.ByID}, 0); !slices.Equal(got, []string{"d03", "d15", "d20", "d40"}) {
		t.Errorf("in another order: %v", got)
	}
	if got := ids(view.DatasetFilter{IDs: named, States: []view.PublicState{view.Withdrawn}}, 0); !slices.Equal(got, []string{"d07"}) {
		t.Errorf("tombstones: %v", got)
	}
	if got := ids(view.DatasetFilter{IDs: named, Words: "so 15"}, 0); !slices.Equal(got, []string{"d15"}) {
		t.Errorf("with words: %v", got)
	}
}

func TestCountsAlone(t *testing.T) {
	o := shelf(t)
	_, r := o.open()
	page, err := r.Datasets(t.Context(), view.DatasetFilter{Limit: -1, Facets: true, FacetLimit: 2}, 0)
	if err != nil || len(page.Items) != 0 || page.Total != 57 || page.Position != o.head() {
		t.Fatalf("%+v, %v", page, err)
	}
	for _, name := range []string{"agency", "topic", "keyword", "format", "licence", "band", "year"} {
		values, ok := page.Facets[name]
		if !ok || len(values) == 0 || len(values) > 2 {
			t.Errorf("facet %s: %v", name, values)
		}
		for _, c := range values {
			if c.Count <= 0 || c.Value == "" {
				t.Errorf("facet %s: %v", name, values)
			}
		}
	}
	all, err := r.Keywords(t.Context(), 0)
	if err != nil || len(all) != 6 || all[0] != (view.Count{Value: "chung", Count: 42}) {
		t.Errorf("keywords %v, %v", all, err)
	}
}

// A count that is kept is that of the rows there are: for each filter, each point
// and after each change.
func TestCountsFollowTheRows(t *testing.T) {
	o := newOffice(t)
	o.publish("d0", described("Một"), release("r0", "csv", 1))
	before := o.head()
	runner, r := o.open()
	count := func(f view.DatasetFilter, at uint64) (int, int) {
		t.Helper()
		f.Facets = true
		page, err := r.Datasets(t.Context(), f, at)
		if err != nil {
			t.Fatal(err)
		}
		keywords := page.Facets["keyword"]
		if len(keywords) == 0 {
			return page.Total, 0
		}
		defer func() { keywords[0].Count = -1 }() // what is handed out is the caller's
		return page.Total, keywords[0].Count
	}
	check := func(f view.DatasetFilter, at uint64, want int) {
		t.Helper()
		if total, keywords := count(f, at); total != want || keywords != want {
			t.Errorf("%+v at %d: %d, keyword %d, want %d", f, at, total, keywords, want)
		}
	}
	for range 2 {
		check(view.DatasetFilter{}, 0, 1)
		check(view.DatasetFilter{Words: "mot"}, 0, 1)
		check(view.DatasetFilter{Words: "hai"}, 0, 0)
		check(view.DatasetFilter{}, 1, 0)
	}
	o.publish("d1", described("Hai"), release("r1", "csv", 1))
	o.now = o.now.Add(time.Hour)
	if err := runner.ToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	check(view.DatasetFilter{}, 0, 2)
	check(view.DatasetFilter{Words: "hai"}, 0, 1)
	check(view.DatasetFilter{}, before, 1)
}
