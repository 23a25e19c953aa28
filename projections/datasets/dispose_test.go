package datasets_test

import (
	"strings"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/projections/view"
)

// What was disposed of is a tombstone at every point, and needs no table and no file
// any more; hashes still lead to it.
func TestDisposedIsATombstoneForEver(t *testing.T) {
	o := newOffice(t)
	file := strings.Repeat("c3", 32)
	r1 := release("r1", "csv", 3)
	r1.File.SHA256 = file
	o.draft("d1", described("Trường học qzx"))
	o.attach("d1", r1)
	o.submit("d1")
	o.approve("d1", time.Time{})
	first := o.head()
	o.revise("d1")
	o.describe("d1", described("Trường học, tên mới"))
	o.submit("d1")
	o.approve("d1", time.Time{})
	o.archive("d1")
	archived := o.head()
	runner, r := o.open()
	ctx := t.Context()
	if kept, err := r.Retained(ctx, []string{agencyOf("d1")}); err != nil || len(kept) != 1 || kept[0].ID != "d1" || kept[0].ArchivedAt.IsZero() || kept[0].Title == "" {
		t.Fatalf("%+v %v", kept, err)
	}
	if held, err := r.Holding(ctx, []string{file}); err != nil || !held[file] {
		t.Errorf("%v %v", held, err)
	}
	versions, _ := r.Versions(ctx, "d1", 0)
	o.record("d1", "system", dataset.Disposed{Disposal: dataset.Disposal{List: "l-1", Decision: "45/QĐ", On: calendar.MustParse("2031-06-30")}})
	if err := runner.ToEnd(ctx); err != nil {
		t.Fatal(err)
	}
	for _, at := range []uint64{first, archived, o.head(), 0} {
		d, err := r.Dataset(ctx, "bo-d1", at)
		if err != nil || d.State != view.Withdrawn || d.Content.Release != nil || d.Summary != "" || d.Rows != 0 || len(d.Keywords) != 0 || d.Disposal == nil || d.Title == "" {
			t.Errorf("at %d: %+v, %v", at, d, err)
		}
		list, err := r.Datasets(ctx, view.DatasetFilter{Facets: true}, at)
		if err != nil || list.Total != 0 {
			t.Errorf("at %d it is in lists: %+v, %v", at, list, err)
		}
	}
	after, err := r.Versions(ctx, "d1", 0)
	if err != nil || len(after) != 2 || after[0].ContentHash != versions[0].ContentHash || after[1].Event != versions[1].Event {
		t.Errorf("%+v, %v", after, err)
	}
	if w, err := r.Work(ctx, "d1"); err != nil || w.State != editorial.StateDisposed || w.Content.Release != nil || w.Public != nil && w.Public.Description.Summary != "" {
		t.Errorf("the desk: %+v, %v", w, err)
	}
	if uses, err := r.Uses(ctx, file, 5); err != nil || len(uses) != 2 || uses[0].Dataset.State != view.Withdrawn || !strings.Contains(uses[0].Reason, "45/QĐ") {
		t.Errorf("the hash of its file: %+v, %v", uses, err)
	}
	if all, err := r.Releases(ctx); err != nil || len(all) != 0 {
		t.Errorf("tables are wanted: %+v, %v", all, err)
	}
	if held, err := r.Holding(ctx, []string{file}); err != nil || len(held) != 0 {
		t.Errorf("%v %v", held, err)
	}
	before, err := runner.StateHash(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := runner.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if again, err := runner.StateHash(ctx); err != nil || again != before {
		t.Errorf("a rebuild gives other rows: %v", err)
	}
}
