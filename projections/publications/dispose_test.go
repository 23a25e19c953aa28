package publications_test

import (
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/projections/view"
)

func (n *newsroom) archived(id string) {
	n.record(id, "an", []domain.Event{publication.Archived{Reason: "Hết hiệu lực"}})
}

func (n *newsroom) disposed(id string) {
	n.record(id, "system", []domain.Event{publication.Disposed{Disposal: publication.Disposal{
		List: "l-1", Class: "keep.other", Decision: "45/QĐ-UBND", On: calendar.MustParse("2031-06-30"), LegalVi: "Điều 15", LegalEn: "Article 15"}}})
}

// What was disposed of is a tombstone at every point, with its days and hashes, and
// no text of it is left in any table.
func TestDisposedIsATombstoneForEver(t *testing.T) {
	n := newNewsroom(t)
	file := strings.Repeat("ab", 32)
	n.draft("p1", "07/2026/QĐ-UBND", "Quy chế cổng", "Bản một qzxmot")
	n.withFile("p1", "07/2026/QĐ-UBND", "Bản một qzxmot", file)
	n.submit("p1")
	n.approve("p1", time.Time{})
	first := n.head()
	n.correct("p1", "Sai ngày")
	n.revise("p1", "07/2026/QĐ-UBND", "Quy chế cổng", "Bản hai qzxhai")
	n.submit("p1")
	n.approve("p1", time.Time{})
	n.draft("p2", "08/2026/QĐ-UBND", "Văn bản khác", "y")
	n.withFile("p2", "08/2026/QĐ-UBND", "y", file)
	n.archived("p1")
	archived := n.head()
	runner, r := n.open()
	ctx := t.Context()
	kept, err := r.Retained(ctx, nil)
	if err != nil || len(kept) != 1 || kept[0].ID != "p1" || kept[0].ArchivedAt.IsZero() || kept[0].Kind != "legal_document" {
		t.Fatalf("%+v %v", kept, err)
	}
	versions, _ := r.Versions(ctx, "p1", 0)
	n.disposed("p1")
	if err := runner.ToEnd(ctx); err != nil {
		t.Fatal(err)
	}
	for _, at := range []uint64{first, archived, n.head(), 0} {
		p, err := r.Publication(ctx, "p1", at)
		if err != nil || p.State != view.Withdrawn || p.Content.Body != "" || p.Summary != "" || p.Attachments != 0 || p.Disposal == nil || p.Disposal.Decision != "45/QĐ-UBND" || p.Title == "" {
			t.Errorf("at %d: %+v, %v", at, p, err)
		}
		if page, err := r.Items(ctx, view.ItemFilter{}, at); err != nil || page.Total != 0 {
			t.Errorf("at %d it is in lists: %+v, %v", at, page, err)
		}
	}
	after, err := r.Versions(ctx, "p1", 0)
	if err != nil || len(after) != 2 || after[0].ContentHash != versions[0].ContentHash || after[1].Event != versions[1].Event || after[0].PublishedAt != versions[0].PublishedAt {
		t.Errorf("%+v, %v", after, err)
	}
	for _, v := range after {
		one, err := r.Version(ctx, "p1", v.Number)
		if err != nil || one.Content.Body != "" || one.Content.Summary != "" || one.Content.Details.Document != nil {
			t.Errorf("version %d: %+v, %v", v.Number, one.Content, err)
		}
	}
	w, err := r.Work(ctx, "p1")
	if err != nil || w.State != publication.StateDisposed || w.Content.Body != "" || w.Live.Body != "" {
		t.Errorf("the desk: %+v, %v", w, err)
	}
	if uses, err := r.Uses(ctx, file, 5); err != nil || len(uses) != 1 || uses[0].Item.ID != "p1" || !strings.Contains(uses[0].Reason, "45/QĐ-UBND") {
		t.Errorf("the hash of its file: %+v, %v", uses, err)
	}
	if kept, err := r.Retained(ctx, []string{agencyID}); err != nil || len(kept) != 0 {
		t.Errorf("%+v, %v", kept, err)
	}
	if held, err := r.Holding(ctx, []string{file, versions[0].ContentHash}); err != nil || len(held) != 1 || !held[file] {
		t.Errorf("a draft names the file: %v, %v", held, err)
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

// Only what still names a file holds it.
func TestWhatHoldsAFile(t *testing.T) {
	n := newNewsroom(t)
	file := strings.Repeat("cd", 32)
	n.draft("p1", "07/2026/QĐ-UBND", "Có tệp", "x")
	n.withFile("p1", "07/2026/QĐ-UBND", "x", file)
	n.submit("p1")
	n.approve("p1", time.Time{})
	n.correct("p1", "Bỏ tệp")
	n.revise("p1", "07/2026/QĐ-UBND", "Có tệp", "bản không tệp")
	n.submit("p1")
	n.approve("p1", time.Time{})
	n.withdraw("p1")
	runner, r := n.open()
	if held, err := r.Holding(t.Context(), []string{file}); err != nil || !held[file] {
		t.Errorf("an earlier version of what was withdrawn: %v, %v", held, err)
	}
	n.archived("p1")
	n.disposed("p1")
	if err := runner.ToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	if held, err := r.Holding(t.Context(), []string{file}); err != nil || len(held) != 0 {
		t.Errorf("what was disposed of: %v, %v", held, err)
	}
}
