package datasets_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/dataset/quality"
	"minhbach/domain/fold"
	"minhbach/projections/view"
)

// shown is what the public should see of one dataset, folded the simplest way.
type shown struct {
	state                view.PublicState
	content              dataset.Content
	version, dataVersion int
	hash, reason, agency string
	first, updated       time.Time
	firstOn, reviewedOn  calendar.Date
	dataOn               calendar.Date
}

// foldTo plays the journal up to a position.
func (o *office) foldTo(position uint64) map[string]shown {
	hands, out, agency := map[string]dataset.Content{}, map[string]shown{}, map[string]string{}
	for _, e := range o.journal {
		if e.position > position {
			break
		}
		c, s := hands[e.id], out[e.id]
		public := func(version int, hash, reason string, on calendar.Date) {
			if version == 1 {
				s.first, s.firstOn = e.recorded, on
			}
			if version == 1 || c.Release.ID != s.content.Release.ID {
				s.dataVersion, s.dataOn = version, on
			}
			s.state, s.content, s.version, s.hash, s.reason, s.updated, s.agency = view.Published, c, version, hash, reason, e.recorded, agency[e.id]
			s.reviewedOn = on
			out[e.id] = s
		}
		switch event := e.event.(type) {
		case dataset.Drafted:
			agency[e.id] = event.Agency
		case dataset.Described:
			c.Description = event.Description
		case dataset.ReleaseAttached:
			c.Release = &event.Release
		case dataset.Published:
			public(event.Version, event.Content, "", event.On)
		case dataset.Revised:
			public(event.Version, event.Content, event.Reason, event.On)
		case dataset.RevisionDropped:
			c = s.content
		case dataset.Reviewed:
			s.reviewedOn = event.On
			out[e.id] = s
		case dataset.Withdrawn:
			s.state, s.reason, s.updated = view.Withdrawn, event.Reason, e.recorded
			out[e.id] = s
		case dataset.Archived:
			s.state, s.reason, s.updated = view.Archived, event.Reason, e.recorded
			out[e.id] = s
		}
		hands[e.id] = c
	}
	return out
}

// lives lets chance decide what happens to many datasets at once.
func (o *office) lives(rng *rand.Rand, datasets, steps int) {
	phase := map[string]string{}
	releases := 0
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	description := func(id string) dataset.Description {
		d := described(pick("Trường học", "Đường bộ", "Dân số", "Hộ nghèo") + " " + id)
		d.Topics = []string{dataset.Themes()[rng.IntN(12)].ID}
		d.Keywords = slices.Repeat([]string{pick("một", "hai", "ba")}, rng.IntN(2))
		d.Licence = pick("cc-by-4.0", "vn-open-data")
		d.PeriodFrom = calendar.MustParse(strconv.Itoa(2015+rng.IntN(5)) + "-01-01")
		d.PeriodTo = calendar.MustParse(strconv.Itoa(2020+rng.IntN(3)) + "-12-31")
		return d
	}
	attach := func(id string) {
		releases++
		r := release(fmt.Sprintf("r%d", releases), pick("csv", "xlsx", "geojson"), int64(rng.IntN(1000)))
		r.Change = dataset.Change(pick("new_data", "correction", "revision"))
		o.attach(id, r)
	}
	for range steps {
		id := fmt.Sprintf("d%03d", rng.IntN(datasets))
		o.now = o.now.Add(time.Duration(rng.IntN(48)) * time.Hour)
		switch phase[id] {
		case "":
			o.draft(id, description(id))
			attach(id)
			phase[id] = "draft"
		case "draft", "revision":
			switch n := rng.IntN(8); {
			case n == 0 && phase[id] == "revision":
				o.review(id)
			case n == 1 && phase[id] == "revision" && rng.IntN(4) == 0:
				o.withdraw(id)
				phase[id] = "gone"
			case n < 2:
				o.describe(id, description(id))
			case n < 4:
				attach(id)
			default:
				o.submit(id)
				phase[id] = pick("submitted", "submitted", "returned")
				if phase[id] == "returned" {
					o.record(id, "binh", dataset.Returned{Reason: "Chưa rõ"})
					phase[id] = "draft"
				}
			}
		case "submitted":
			o.approve(id, time.Time{})
			phase[id] = "public"
		case "public":
			switch n := rng.IntN(20); {
			case n < 12:
				o.revise(id)
				phase[id] = "revision"
				if n == 0 {
					o.describe(id, description(id))
					o.drop(id)
					phase[id] = "public"
				}
			case n < 16:
				o.review(id)
			case n == 16:
				o.withdraw(id)
				phase[id] = "gone"
			case n == 17:
				o.archive(id)
				phase[id] = "gone"
			}
		}
	}
}

// TestReadModelAgreesWithTheSimplestFold compares, for many lives and many points
// of them, every answer with what a walk over the events gives.
func TestReadModelAgreesWithTheSimplestFold(t *testing.T) {
	o := newOffice(t)
	rng := rand.New(rand.NewPCG(3, 6))
	o.lives(rng, 40, 900)
	runner, r := o.open()
	ctx := t.Context()
	for _, position := range []uint64{1, o.head() / 7, o.head() / 3, o.head() / 2, o.head() - 40, o.head()} {
		want := o.foldTo(position)
		for i := range 40 {
			id := fmt.Sprintf("d%03d", i)
			got, err := r.Dataset(ctx, id, position)
			s, public := want[id]
			if public != (err == nil) {
				t.Fatalf("%s at %d: %v, public %v", id, position, err, public)
			}
			if public {
				compare(t, position, got, s)
			}
		}
		for range 30 {
			compareList(t, r.Datasets, rng, want, position)
		}
	}
	for id, s := range o.foldTo(o.head()) {
		versions, err := r.Versions(ctx, id, 0)
		if err != nil || len(versions) != s.version {
			t.Errorf("%s: %d versions, want %d, %v", id, len(versions), s.version, err)
		}
	}
	before, err := runner.StateHash(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := runner.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if after, err := runner.StateHash(ctx); err != nil || after != before {
		t.Errorf("a rebuild gives other rows, %v", err)
	}
}

// TestWorkAgreesWithTheAggregate compares what staff see with what the commands
// decide on, after each of many lives.
func TestWorkAgreesWithTheAggregate(t *testing.T) {
	o := newOffice(t)
	o.lives(rand.New(rand.NewPCG(7, 1)), 60, 700)
	_, r := o.open()
	all := map[string]*dataset.Dataset{}
	last := map[string]int64{}
	for _, e := range o.journal {
		if all[e.id] == nil {
			all[e.id] = dataset.New()
			last[e.id] = -1
		}
		all[e.id].Apply(e.event)
		last[e.id]++
	}
	for id, d := range all {
		w, err := r.Work(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(w.Authors)
		if w.State != d.State() || w.Version != d.Version() || w.ContentHash != d.Hash() || w.Revision != last[id] || w.Agency != d.Agency() || w.Slug != d.Slug() ||
			!slices.Equal(w.Authors, d.Authors()) || w.FirstOn != d.FirstOn() || w.LastOn != d.LastOn() || w.ReviewedOn != d.ReviewedOn() {
			t.Errorf("%s: the read model has %+v, the aggregate %s v%d %v", id, w.DatasetWorkItem, d.State(), d.Version(), d.Authors())
		}
		public, hash := d.Public()
		if w.Public != nil && (dataset.Hash(*w.Public) != hash || dataset.Hash(public) != hash) || (w.Public != nil) != d.State().Public() {
			t.Errorf("%s: public content differs", id)
		}
		if d.Version() > 0 {
			one, err := r.Dataset(t.Context(), id, 0)
			if err != nil || one.DataVersion != d.DataVersion() || one.ContentHash != hash {
				t.Errorf("%s: data version %d, the aggregate has %d, %v", id, one.DataVersion, d.DataVersion(), err)
			}
		}
	}
}

func compare(t *testing.T, position uint64, got view.Dataset, s shown) {
	t.Helper()
	ok := got.State == s.state && got.Version == s.version && got.DataVersion == s.dataVersion && got.ContentHash == s.hash && got.Reason == s.reason &&
		got.PublishedAt.Equal(s.first) && got.UpdatedAt.Equal(s.updated) && got.Agency == s.agency && got.DataOn == s.dataOn && got.ReviewedOn == s.reviewedOn &&
		got.Title == s.content.Description.Title
	if s.state == view.Withdrawn {
		ok = ok && got.Content.Release == nil && got.Summary == "" && got.Rows == 0 && got.Band == ""
	} else {
		points, band := quality.AtPublication(s.content, s.firstOn)
		ok = ok && got.Content.Release.ID == s.content.Release.ID && got.Rows == s.content.Release.Rows && got.Quality == points && got.Band == band &&
			got.Content.Description.Title == s.content.Description.Title && got.Format == s.content.Release.Reading.Format
	}
	if !ok {
		t.Errorf("%s at %d:\n got %+v\nwant %+v", got.ID, position, got, s)
	}
}

// values of the facets of one dataset.
func (s shown) values() map[string][]string {
	out := map[string][]string{"agency": {s.agency}}
	if s.state == view.Withdrawn {
		return out
	}
	d := s.content.Description
	out["topic"], out["keyword"], out["licence"] = d.Topics, d.Keywords, []string{d.Licence}
	out["format"] = []string{s.content.Release.Reading.Format}
	_, band := quality.AtPublication(s.content, s.firstOn)
	out["band"] = []string{band}
	for y := d.PeriodFrom.Year(); y <= d.PeriodTo.Year(); y++ {
		out["year"] = append(out["year"], strconv.Itoa(y))
	}
	return out
}

func compareList(t *testing.T, list lister, rng *rand.Rand, want map[string]shown, position uint64) {
	t.Helper()
	f := view.DatasetFilter{Facets: true, FacetLimit: -1, Limit: 1000, Order: []view.Order{view.NewestFirst, view.RecentChange, view.ByTitle, view.ByID}[rng.IntN(4)]}
	some := func(values ...string) []string {
		if rng.IntN(4) > 0 {
			return nil
		}
		return values[:1+rng.IntN(len(values))]
	}
	f.Agencies, f.Topics = some("a-1", agencyID), some("y-te-suc-khoe", "giao-duc-dao-tao", "giao-thong-van-tai", "phap-luat-an-ninh", "van-hoa-du-lich")
	f.Keywords, f.Formats, f.Licences = some("hai", "ba"), some("xlsx", "csv"), some("vn-open-data")
	f.Bands = some("good", "excellent")
	for _, y := range some("2015", "2021") {
		n, _ := strconv.Atoi(y)
		f.Years = append(f.Years, n)
	}
	f.Words = strings.Join(some("truong", "hoc"), " ")
	for _, s := range some("withdrawn", "published", "archived") {
		f.States = append(f.States, view.PublicState(s))
	}
	if rng.IntN(4) == 0 {
		f.Changed = view.Span{From: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC)}
	}
	got, err := list(t.Context(), f, position)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	tally := map[string]map[string]int{}
	for id, s := range want {
		if !chosen(f, s) {
			continue
		}
		ids = append(ids, id)
		for facet, values := range s.values() {
			for _, v := range values {
				if tally[facet] == nil {
					tally[facet] = map[string]int{}
				}
				tally[facet][v]++
			}
		}
	}
	var found []string
	for _, it := range got.Items {
		found = append(found, it.ID)
	}
	slices.Sort(ids)
	slices.Sort(found)
	if got.Total != len(ids) || !slices.Equal(ids, found) {
		t.Errorf("at %d %+v:\n got %v\nwant %v", position, f, found, ids)
	}
	for facet, counts := range got.Facets {
		if len(counts) != len(tally[facet]) || !slices.IsSortedFunc(counts, func(a, b view.Count) int { return cmp.Compare(b.Count, a.Count) }) {
			t.Errorf("at %d %+v: facet %s %v, want %v", position, f, facet, counts, tally[facet])
		}
		for _, c := range counts {
			if tally[facet][c.Value] != c.Count {
				t.Errorf("at %d %+v: facet %s %v, want %v", position, f, facet, c, tally[facet])
			}
		}
	}
}

// chosen judges one dataset by a filter, field by field.
func chosen(f view.DatasetFilter, s shown) bool {
	states := f.States
	if len(states) == 0 {
		states = []view.PublicState{view.Published, view.Archived}
	}
	values := s.values()
	years := make([]string, len(f.Years))
	for i, y := range f.Years {
		years[i] = strconv.Itoa(y)
	}
	for facet, asked := range map[string][]string{"agency": f.Agencies, "topic": f.Topics, "keyword": f.Keywords, "format": f.Formats, "licence": f.Licences, "band": f.Bands, "year": years} {
		if len(asked) > 0 && !slices.ContainsFunc(asked, func(v string) bool { return slices.Contains(values[facet], v) }) {
			return false
		}
	}
	if !f.Changed.From.IsZero() && (s.updated.Before(f.Changed.From) || s.updated.After(f.Changed.To)) {
		return false
	}
	text := s.content.Description.Title
	if s.state != view.Withdrawn {
		text += " " + s.content.Description.Summary + " " + strings.Join(s.content.Description.Keywords, " ") + " Tên trường ten_truong Số lớp so_lop"
	}
	for _, word := range strings.Fields(f.Words) {
		if !slices.Contains(fold.Tokens(text), word) {
			return false
		}
	}
	return slices.Contains(states, s.state)
}
