package publications_test

import (
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/domain/rules"
	"minhbach/projections/view"
)

func (n *newsroom) withFile(id, number, body, sha256 string) {
	n.t.Helper()
	n.do(id, "an", func(p *publication.Publication) ([]domain.Event, error) {
		c := document(number, "Có tệp", body, calendar.MustParse("2026-02-26"))
		c.Attachments = []publication.Attachment{{SHA256: sha256, Name: "ban-ky.pdf", MediaType: "application/pdf", Size: 9}}
		return p.Revise(publication.Revise{Deed: n.deed("an", domain.Editor), Content: c, Rules: rules.Default(), Calendar: calendar.VietNam()})
	})
}

// A hash leads to every public version that it stands for, and to no draft.
func TestHashesLeadToWhatWasPublic(t *testing.T) {
	n := newNewsroom(t)
	one, two := strings.Repeat("a1", 32), strings.Repeat("a1", 16)+strings.Repeat("b2", 16) // they begin alike
	n.draft("p1", "07/2026/QĐ-UBND", "Có tệp", "Bản một")
	n.withFile("p1", "07/2026/QĐ-UBND", "Bản một", one)
	n.submit("p1")
	_, r := n.open()
	if uses, err := r.Uses(t.Context(), one, 10); err != nil || len(uses) != 0 {
		t.Fatalf("a draft's file is found: %+v %v", uses, err)
	}
	n.approve("p1", time.Time{})
	n.correct("p1", "Thêm tệp")
	n.withFile("p1", "07/2026/QĐ-UBND", "Bản hai", one)
	n.submit("p1")
	n.approve("p1", time.Time{})
	n.draft("p2", "08/2026/QĐ-UBND", "Tệp khác", "x")
	n.withFile("p2", "08/2026/QĐ-UBND", "x", two)
	n.submit("p2")
	n.approve("p2", time.Time{})
	n.withdraw("p2")
	_, r = n.open()
	uses, err := r.Uses(t.Context(), one, 10)
	if err != nil || len(uses) != 2 || uses[0].Version != 1 || uses[1].Version != 2 || uses[0].File != "ban-ky.pdf" || uses[0].ReplacedAt.IsZero() || !uses[1].ReplacedAt.IsZero() {
		t.Fatalf("%+v %v", uses, err)
	}
	versions, err := r.Versions(t.Context(), "p1", 0)
	if err != nil || uses[0].Event == "" || uses[0].Event != versions[0].Event || versions[0].Event == versions[1].Event {
		t.Errorf("events %q and %+v %v", uses[0].Event, versions, err)
	}
	if p, err := r.Publication(t.Context(), "p1", versions[0].Position); err != nil || p.Event != versions[0].Event {
		t.Errorf("%q %v", p.Event, err)
	}
	content, err := r.Uses(t.Context(), versions[0].ContentHash, 10)
	if err != nil || len(content) != 1 || content[0].File != "" || content[0].Version != 1 || content[0].Item.Version != 2 {
		t.Errorf("content: %+v %v", content, err)
	}
	gone, err := r.Uses(t.Context(), two, 10)
	if err != nil || len(gone) != 1 || gone[0].Item.State != view.Withdrawn || gone[0].Reason != "Ban hành nhầm" {
		t.Errorf("withdrawn: %+v %v", gone, err)
	}
	if few, err := r.Uses(t.Context(), one, 1); err != nil || len(few) != 1 {
		t.Errorf("at most one: %+v %v", few, err)
	}
	if none, err := r.Uses(t.Context(), "không phải mã băm", 10); err != nil || len(none) != 0 {
		t.Errorf("%+v %v", none, err)
	}
}
