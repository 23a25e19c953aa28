package datasets_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/projections/datasets"
	"minhbach/projections/view"
)

func TestOneTableAnswersForNowAndForThen(t *testing.T) {
	o := newOffice(t)
	o.draft("d0", described("Trường mầm non"))
	o.attach("d0", release("r1", "csv", 10))
	o.submit("d0")
	drafted := o.head()
	o.approve("d0", time.Time{})
	first := o.head()
	o.now = o.now.Add(48 * time.Hour)
	o.revise("d0")
	o.describe("d0", described("Trường mầm non và tiểu học"))
	r2 := release("r2", "xlsx", 25)
	r2.Change = dataset.Correction
	o.attach("d0", r2)
	o.submit("d0")
	revising := o.head()
	o.approve("d0", time.Time{})
	second := o.head()
	o.withdraw("d0")
	_, r := o.open()
	ctx := t.Context()

	if _, err := r.Dataset(ctx, "d0", drafted); !errors.Is(err, view.ErrNotFound) {
		t.Errorf("a submitted draft shows: %v", err)
	}
	if _, err := r.Versions(ctx, "d0", drafted); !errors.Is(err, view.ErrNotFound) {
		t.Errorf("a draft has versions: %v", err)
	}
	for at, want := range map[uint64]struct {
		title, release string
		version        int
		change         dataset.Change
	}{
		first: {"Trường mầm non", "r1", 1, dataset.NewData}, revising: {"Trường mầm non", "r1", 1, dataset.NewData},
		second: {"Trường mầm non và tiểu học", "r2", 2, dataset.Correction},
	} {
		d, err := r.Dataset(ctx, "bo-d0", at)
		if err != nil {
			t.Fatalf("at %d: %v", at, err)
		}
		if d.Title != want.title || d.Content.Description.Title != want.title || d.Content.Release.ID != want.release || d.Version != want.version ||
			d.DataVersion != want.version || d.Change != want.change || d.State != view.Published {
			t.Errorf("at %d: %+v", at, d)
		}
		if d.Later == nil || d.Later.State != view.Withdrawn || d.Later.Reason != "Công bố nhầm" || d.Later.At.IsZero() {
			t.Errorf("at %d it does not tell what came later: %+v", at, d.Later)
		}
		if d.ApprovedBy != "binh" || d.Authority.Decision != "01/QĐ" || d.ContentHash == "" {
			t.Errorf("at %d responsibility: %q %+v", at, d.ApprovedBy, d.Authority)
		}
	}
	now, err := r.Dataset(ctx, "d0", 0)
	if err != nil {
		t.Fatal(err)
	}
	if now.State != view.Withdrawn || now.Reason != "Công bố nhầm" || now.Title == "" || now.Later != nil || now.Version != 2 {
		t.Errorf("tombstone: %+v", now)
	}
	versions, err := r.Versions(ctx, "bo-d0", second)
	if err != nil || len(versions) != 2 || versions[1].Reason != "Sửa lần 2" || versions[0].ReplacedAt.IsZero() || !versions[1].ReplacedAt.IsZero() ||
		versions[0].Content.Release.ID != "r1" || versions[1].On.String() != "2026-03-04" || versions[1].DataVersion != 2 {
		t.Errorf("versions %+v, %v", versions, err)
	}
	if then, _ := r.Versions(ctx, "d0", first); len(then) != 1 || !then[0].ReplacedAt.IsZero() {
		t.Errorf("versions before the revision: %+v", then)
	}
	list := func(at uint64, states ...view.PublicState) int {
		page, err := r.Datasets(ctx, view.DatasetFilter{States: states}, at)
		if err != nil || page.Total != len(page.Items) {
			t.Fatalf("%+v, %v", page, err)
		}
		return page.Total
	}
	if list(drafted) != 0 || list(first) != 1 || list(second) != 1 || list(0) != 0 || list(0, view.Withdrawn) != 1 {
		t.Error("lists do not agree with the pages")
	}
}

// What is withdrawn leaves a title and a reason, wherever one looks from now.
func TestTombstonesHoldNothing(t *testing.T) {
	o := newOffice(t)
	d := described("Danh sách có nhầm lẫn")
	d.TitleEn, d.Keywords = "A mistaken list", []string{"bimat"}
	rel := release("r1", "csv", 3)
	rel.Columns[0].Title = "bimat"
	d.Summary, d.Description = "bimat", "bimat"
	o.publish("d0", d, rel)
	o.revise("d0")
	o.describe("d0", described("bimat trong bản sửa"))
	o.withdraw("d0")
	_, r := o.open()
	ctx := t.Context()
	one, err := r.Dataset(ctx, "d0", 0)
	if err != nil {
		t.Fatal(err)
	}
	page, err := r.Datasets(ctx, view.DatasetFilter{States: []view.PublicState{view.Withdrawn}, Facets: true}, 0)
	if err != nil || page.Total != 1 || page.Items[0].Title != "Danh sách có nhầm lẫn" || page.Items[0].TitleEn == "" {
		t.Fatalf("%+v, %v", page, err)
	}
	versions, err := r.Versions(ctx, "d0", 0)
	if err != nil || len(versions) != 1 {
		t.Fatalf("%+v, %v", versions, err)
	}
	v, err := r.Version(ctx, "bo-d0", 1)
	if err != nil || v.ContentHash == "" {
		t.Fatalf("%+v, %v", v, err)
	}
	for _, shown := range []any{one, page, versions, v} {
		if raw, err := json.Marshal(shown); err != nil || strings.Contains(string(raw), "bimat") {
			t.Errorf("it shows: %s %v", raw, err)
		}
	}
	if found, err := r.Datasets(ctx, view.DatasetFilter{Words: "bimat", States: []view.PublicState{view.Withdrawn, view.Published}}, 0); err != nil || found.Total != 0 {
		t.Errorf("it is found by its content: %+v, %v", found, err)
	}
	if w, err := r.Work(ctx, "d0"); err != nil || w.Public != nil || w.State != editorial.StateWithdrawn {
		t.Errorf("work: %+v, %v", w, err)
	}
	if ids, err := r.IDs(ctx); err != nil || !slices.Equal(ids, []string{"d0"}) {
		t.Errorf("ids %v, %v", ids, err)
	}
	o.archive("d0")
	_, r = o.open()
	if one, err = r.Dataset(ctx, "d0", 0); err != nil || one.State != view.Withdrawn {
		t.Errorf("archiving a tombstone makes it %s, %v", one.State, err)
	}
}

// A change of the description alone leaves the data where it was.
func TestDataVersion(t *testing.T) {
	o := newOffice(t)
	o.publish("d0", described("Một"), release("r1", "csv", 10))
	o.now = o.now.Add(24 * time.Hour)
	o.revise("d0")
	o.describe("d0", described("Hai"))
	o.submit("d0")
	o.approve("d0", time.Time{})
	o.now = o.now.Add(24 * time.Hour)
	o.revise("d0")
	o.attach("d0", release("r3", "csv", 30))
	o.submit("d0")
	before := o.head()
	o.approve("d0", time.Time{})
	_, r := o.open()
	two, err := r.Dataset(t.Context(), "d0", before)
	if err != nil || two.Version != 2 || two.DataVersion != 1 || two.Change != "" || two.DataOn.String() != "2026-03-02" || two.ReviewedOn.String() != "2026-03-03" {
		t.Errorf("%+v, %v", two, err)
	}
	three, err := r.Dataset(t.Context(), "d0", 0)
	if err != nil || three.Version != 3 || three.DataVersion != 3 || three.Change != dataset.NewData || three.DataOn.String() != "2026-03-04" || three.Rows != 30 {
		t.Errorf("%+v, %v", three, err)
	}
	if three.PublishedAt.Equal(three.UpdatedAt) || three.PublishedAt != two.PublishedAt {
		t.Errorf("published %v, updated %v", three.PublishedAt, three.UpdatedAt)
	}
}

func TestAReviewIsNoChange(t *testing.T) {
	o := newOffice(t)
	o.publish("d0", described("Một"), release("r1", "csv", 10))
	published := o.head()
	_, r := o.open()
	first, err := r.Dataset(t.Context(), "d0", 0)
	if err != nil {
		t.Fatal(err)
	}
	o.now = o.now.Add(180 * 24 * time.Hour)
	o.revise("d0")
	o.describe("d0", described("Đang sửa"))
	o.review("d0")
	_, r = o.open()
	now, err := r.Dataset(t.Context(), "d0", 0)
	if err != nil || now.ReviewedOn.String() != "2026-08-29" || now.Title != "Một" {
		t.Fatalf("%+v, %v", now, err)
	}
	if now.Position != first.Position || !now.UpdatedAt.Equal(first.UpdatedAt) || now.Version != 1 {
		t.Errorf("the review moved it: %+v", now.DatasetItem)
	}
	then, err := r.Dataset(t.Context(), "d0", published)
	if err != nil || then.ReviewedOn.String() != "2026-03-02" || then.Later != nil {
		t.Errorf("before the review: %+v, %v", then, err)
	}
}

func TestEmbargoIsForTheScheduler(t *testing.T) {
	o := newOffice(t)
	o.draft("d0", described("Cấm vận"))
	o.attach("d0", release("r1", "csv", 10))
	o.submit("d0")
	at := o.now.Add(24 * time.Hour)
	o.approve("d0", at)
	_, r := o.open()
	if ids, err := r.Embargoed(t.Context(), at.Add(-time.Second)); err != nil || len(ids) != 0 {
		t.Errorf("due too early: %v, %v", ids, err)
	}
	if ids, err := r.Embargoed(t.Context(), at); err != nil || !slices.Equal(ids, []string{"d0"}) {
		t.Errorf("not due: %v, %v", ids, err)
	}
	if _, err := r.Dataset(t.Context(), "d0", 0); !errors.Is(err, view.ErrNotFound) {
		t.Errorf("public before its time: %v", err)
	}
	o.release("d0")
	_, r = o.open()
	if ids, err := r.Embargoed(t.Context(), at); err != nil || len(ids) != 0 {
		t.Errorf("still waiting when public: %v, %v", ids, err)
	}
}

func TestWorkInHand(t *testing.T) {
	o := newOffice(t)
	rel := release("r1", "csv", 10)
	rel.Rejected, rel.Findings = 2, []dataset.Finding{{Column: "ten_truong", Kind: "phone", Count: 3}, {Column: "so_lop", Kind: "email", Count: 4}}
	o.draft("d0", described("Một"))
	o.attach("d0", rel)
	o.submit("d0")
	o.record("d0", "binh", dataset.PersonalDataCleared{Content: o.hash("d0"), Release: "r1", Reason: "Số của cơ quan", Authority: power()},
		dataset.ChecklistCompleted{Content: o.hash("d0"), Items: map[string]string{"a": "có"}, Authority: power()})
	_, r := o.open()
	ctx := t.Context()
	w, err := r.Work(ctx, "d0")
	if err != nil {
		t.Fatal(err)
	}
	if w.State != editorial.StateSubmitted || w.Title != "Một" || w.Rows != 10 || w.Rejected != 2 || w.Findings != 7 || w.Note != "Xin duyệt" ||
		!slices.Equal(w.Authors, []string{"an", "chi", "dung"}) || w.Cleared == nil || w.Checklist["a"] != "có" || w.ContentHash != o.hash("d0") || w.Public != nil || w.Revision != 5 {
		t.Errorf("work %+v", w)
	}
	o.record("d0", "binh", dataset.Returned{Reason: "Xem lại cột điện thoại"})
	_, r = o.open()
	if w, err = r.Work(ctx, "d0"); err != nil || w.Cleared != nil || w.Reason == "" || w.State != editorial.StateReturned {
		t.Errorf("returned: %+v, %v", w, err)
	}
	o.describe("d0", described("Hai"))
	o.record("d0", "an", dataset.ReleaseDetached{Release: "r1", Author: an})
	_, r = o.open()
	if w, err = r.Work(ctx, "d0"); err != nil || w.Checklist != nil || w.Content.Release != nil || w.Rows != 0 {
		t.Errorf("detached: %+v, %v", w, err)
	}
	if _, err := r.Work(ctx, "d9"); !errors.Is(err, view.ErrNotFound) {
		t.Errorf("work on nothing: %v", err)
	}

	o.publish("d1", described("Ba"), release("r2", "csv", 10))
	o.revise("d1")
	columns := release("r2", "csv", 10).Columns
	columns[0].Description = "Tên đầy đủ"
	o.attach("d1", release("r3", "csv", 12))
	o.record("d1", "an", dataset.ReleaseDetached{Release: "r3", Author: an}, dataset.ColumnsDescribed{Columns: columns, Author: an})
	_, r = o.open()
	w, err = r.Work(ctx, "d1")
	if err != nil || w.Content.Release == nil || w.Content.Release.ID != "r2" || w.Content.Release.Columns[0].Description == "" ||
		w.Public == nil || w.Public.Release.Columns[0].Description != "" || w.Reason != "Có số liệu mới" || w.FirstOn.IsZero() {
		t.Errorf("revision %+v, %v", w, err)
	}
	count := func(f view.DatasetWorkFilter) int {
		t.Helper()
		all, err := r.WorkList(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	o.drop("d1")
	_, r = o.open()
	if count(view.DatasetWorkFilter{}) != 1 || count(view.DatasetWorkFilter{All: true}) != 2 || count(view.DatasetWorkFilter{All: true, Agencies: []string{}}) != 0 ||
		count(view.DatasetWorkFilter{All: true, Agencies: []string{"a-1"}}) != 1 || count(view.DatasetWorkFilter{States: []editorial.State{editorial.StatePublished}}) != 1 ||
		count(view.DatasetWorkFilter{All: true, Limit: 1}) != 1 {
		t.Error("work lists")
	}
}

// Tables are rebuilt from this list: none that is needed is missing, none is there
// twice, and nothing that was given up.
func TestReleases(t *testing.T) {
	o := newOffice(t)
	o.publish("d0", described("Một"), release("r1", "csv", 10))
	o.revise("d0")
	o.describe("d0", described("Một, mô tả lại"))
	o.submit("d0")
	o.approve("d0", time.Time{})
	o.revise("d0")
	o.attach("d0", release("r2", "csv", 11))
	o.submit("d0")
	o.approve("d0", time.Time{})
	o.withdraw("d0")
	o.publish("d1", described("Hai"), release("r3", "csv", 10))
	o.revise("d1")
	o.attach("d1", release("r4", "csv", 13))
	o.draft("d2", described("Ba"))
	o.attach("d2", release("r5", "csv", 14))
	o.attach("d2", release("r6", "csv", 15))
	o.draft("d3", described("Bỏ"))
	o.attach("d3", release("r7", "csv", 16))
	o.record("d3", "an", dataset.Discarded{Reason: "Trùng"})
	o.publish("d4", described("Bốn"), release("r8", "csv", 10))
	o.revise("d4")
	o.attach("d4", release("r9", "csv", 10))
	o.drop("d4")
	_, r := o.open()
	all, err := r.Releases(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	type short struct {
		dataset, id string
		public      bool
	}
	var got []short
	for _, rel := range all {
		got = append(got, short{rel.Dataset, rel.ID, rel.Public})
		if rel.Data.ID != rel.ID || rel.Data.Rows == 0 || len(rel.Data.Reading.Columns) != 2 {
			t.Errorf("release without what makes its table: %+v", rel)
		}
	}
	want := []short{{"d0", "r1", true}, {"d0", "r2", true}, {"d1", "r3", true}, {"d1", "r4", false}, {"d2", "r6", false}, {"d4", "r8", true}}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	var _ []datasets.Release = all
}
