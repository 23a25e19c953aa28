package publications_test

import (
	"errors"
	"testing"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/projections/view"
)

func TestOneTableAnswersForNowAndForThen(t *testing.T) {
	n := newNewsroom(t)
	n.draft("p1", "07/2026/QĐ-UBND", "Quy chế cổng thông tin", "Bản một")
	n.submit("p1")
	drafted := n.head()
	n.approve("p1", time.Time{})
	first := n.head()
	n.correct("p1", "Sai ngày hiệu lực")
	n.revise("p1", "07/2026/QĐ-UBND", "Quy chế cổng thông tin", "Bản hai")
	n.submit("p1")
	correcting := n.head()
	n.approve("p1", time.Time{})
	second := n.head()
	n.withdraw("p1")
	_, r := n.open()
	ctx := t.Context()

	if _, err := r.Publication(ctx, "p1", drafted); !errors.Is(err, view.ErrNotFound) {
		t.Errorf("a submitted draft shows: %v", err)
	}
	for at, want := range map[uint64]string{first: "Bản một", correcting: "Bản một", second: "Bản hai"} {
		p, err := r.Publication(ctx, "p1", at)
		if err != nil {
			t.Fatalf("at %d: %v", at, err)
		}
		if p.Content.Body != want || p.State != view.Published || p.ContentHash != publication.Hash(p.Content) {
			t.Errorf("at %d: %q %s", at, p.Content.Body, p.State)
		}
		if p.Later == nil || p.Later.State != view.Withdrawn || p.Later.Reason != "Ban hành nhầm" {
			t.Errorf("at %d it does not tell what came later: %+v", at, p.Later)
		}
		if p.Drafter != "an" || p.ApprovedBy != "binh" || p.Authority.Decision != "01/QĐ" {
			t.Errorf("at %d responsibility: %q %q %+v", at, p.Drafter, p.ApprovedBy, p.Authority)
		}
	}
	now, err := r.ByAddress(ctx, agencyID, "van-ban", "vb-p1", 0)
	if err != nil {
		t.Fatal(err)
	}
	if now.State != view.Withdrawn || now.Content.Body != "" || now.Reason != "Ban hành nhầm" || now.Title == "" || now.Later != nil {
		t.Errorf("tombstone: %+v", now)
	}
	versions, err := r.Versions(ctx, "p1", 0)
	if err != nil || len(versions) != 2 || versions[1].Reason != "Sai ngày hiệu lực" || versions[0].ReplacedAt.IsZero() {
		t.Errorf("versions %+v, %v", versions, err)
	}
	if then, _ := r.Versions(ctx, "p1", first); len(then) != 1 {
		t.Errorf("%d versions before the correction", len(then))
	}
	list := func(at uint64, states ...view.PublicState) int {
		page, err := r.Items(ctx, view.ItemFilter{States: states}, at)
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	if list(drafted) != 0 || list(first) != 1 || list(second) != 1 || list(0) != 0 || list(0, view.Withdrawn) != 1 {
		t.Error("lists do not agree with the pages")
	}
}

func TestDeadlinesAndTheirVerdicts(t *testing.T) {
	n := newNewsroom(t)
	n.draft("p1", "08/2026/QĐ-UBND", "Ban hành thứ Năm 26/02", "x") // due Monday 2 March
	n.submit("p1")
	_, r := n.open()
	open, err := r.Duties(t.Context(), view.DutyFilter{Open: true}, 0)
	if err != nil || len(open) != 1 || open[0].DueDate.String() != "2026-03-02" || open[0].Met {
		t.Fatalf("open duties %+v, %v", open, err)
	}
	if public, _ := r.Duties(t.Context(), view.DutyFilter{Public: true}, 0); len(public) != 0 {
		t.Error("the deadline of a draft is public")
	}
	list, err := r.WorkList(t.Context(), view.WorkFilter{})
	if err != nil || len(list) != 1 || list[0].Due.String() != "2026-03-02" || list[0].Title == "" {
		t.Fatalf("work list %+v, %v", list, err)
	}
	before := n.head()
	n.now = calendar.MustParse("2026-03-04").Start().Add(10 * time.Hour)
	n.approve("p1", time.Time{})
	_, r = n.open()
	met, err := r.Duties(t.Context(), view.DutyFilter{Public: true}, 0)
	if err != nil || len(met) != 1 || !met[0].Met || met[0].Verdict.DaysLate != 2 {
		t.Fatalf("met duties %+v, %v", met, err)
	}
	if then, err := r.Duties(t.Context(), view.DutyFilter{Open: true}, before); err != nil || len(then) != 1 || then[0].Met {
		t.Errorf("before it was met: %+v, %v", then, err)
	}
}

func TestEmbargoIsForTheScheduler(t *testing.T) {
	n := newNewsroom(t)
	n.draft("p1", "09/2026/QĐ-UBND", "Cấm vận", "x")
	n.submit("p1")
	at := n.now.Add(24 * time.Hour)
	n.approve("p1", at)
	_, r := n.open()
	if ids, _ := r.Embargoed(t.Context(), at.Add(-time.Second)); len(ids) != 0 {
		t.Errorf("due too early: %v", ids)
	}
	if ids, _ := r.Embargoed(t.Context(), at); len(ids) != 1 {
		t.Errorf("not due: %v", ids)
	}
	if _, err := r.Publication(t.Context(), "p1", 0); !errors.Is(err, view.ErrNotFound) {
		t.Errorf("public before its time: %v", err)
	}
}

func TestPagingNeitherSkipsNorRepeats(t *testing.T) {
	n := newNewsroom(t)
	want := 0
	for i := range 57 {
		n.life(i)
	}
	_, r := n.open()
	for _, order := range []view.Order{view.NewestFirst, view.RecentChange, view.ByIssue, view.ByTitle} {
		seen := map[string]bool{}
		var pages int
		for cursor := ""; ; {
			page, err := r.Items(t.Context(), view.ItemFilter{Order: order, Limit: 7, Cursor: cursor, States: []view.PublicState{view.Published, view.Archived, view.Withdrawn}}, 0)
			if err != nil {
				t.Fatal(err)
			}
			want = page.Total
			for _, it := range page.Items {
				if seen[it.ID] {
					t.Errorf("%s repeats %s", order, it.ID)
				}
				seen[it.ID] = true
			}
			if pages++; page.Next == "" {
				break
			}
			cursor = page.Next
		}
		if len(seen) != want || pages != (want+6)/7 {
			t.Errorf("order %q: saw %d of %d in %d pages", order, len(seen), want, pages)
		}
	}
	for _, cursor := range []string{"x", "e30", "eyJjIjoidGl0bGVfa2V5IiwiaWQiOiJhIn0"} {
		if _, err := r.Items(t.Context(), view.ItemFilter{Cursor: cursor}, 0); !errors.Is(err, view.ErrCursor) {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
}

func TestFiltersIgnoreAccents(t *testing.T) {
	n := newNewsroom(t)
	n.draft("p1", "07/2026/QĐ-UBND", "Quy chế quản lý đường thủy", "x")
	n.submit("p1")
	n.approve("p1", time.Time{})
	_, r := n.open()
	for _, f := range []view.ItemFilter{
		{Number: "07/2026/qd-ubnd"}, {Title: "duong thuy"}, {Title: "ĐƯỜNG"}, {Title: "Quy chế đường"}, {Year: 2026}, {Section: "van-ban"},
		{Agencies: []string{"other", agencyID}}, {Kinds: []publication.Kind{publication.LegalDocument}},
		{From: calendar.MustParse("2026-03-02"), To: calendar.MustParse("2026-03-02")},
	} {
		if page, err := r.Items(t.Context(), f, 0); err != nil || page.Total != 1 {
			t.Errorf("%+v: %d, %v", f, page.Total, err)
		}
	}
	for _, f := range []view.ItemFilter{
		{Number: "7/2026"}, {Title: "duong bo"}, {Title: "100%"}, {Title: "_"}, {Year: 2025}, {Section: "tin-tuc"}, {Agencies: []string{"other"}},
		{From: calendar.MustParse("2026-03-03")},
	} {
		page, err := r.Items(t.Context(), f, 0)
		if wantNone := f.Title != "_"; err != nil || wantNone && page.Total != 0 {
			t.Errorf("%+v: %d, %v", f, page.Total, err)
		}
	}
}

// TestReadModelAgreesWithTheAggregate compares, for many lives, what the reducers
// keep with what the aggregate folds.
func TestReadModelAgreesWithTheAggregate(t *testing.T) {
	n := newNewsroom(t)
	for i := range 66 {
		n.life(i)
	}
	runner, r := n.open()
	for id, events := range n.all {
		p := publication.Fold(events)
		w, err := r.Work(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if w.State != p.State() || w.Version != p.Version() || w.ContentHash != p.Hash() || w.Revision != int64(len(events)-1) {
			t.Errorf("%s: read model says %s v%d r%d, aggregate %s v%d r%d", id, w.State, w.Version, w.Revision, p.State(), p.Version(), len(events)-1)
		}
		versions := publication.Versions(events)
		got, err := r.Versions(t.Context(), id, 0)
		if err != nil && len(versions) > 0 {
			t.Fatal(err)
		}
		if len(got) != len(versions) {
			t.Errorf("%s: %d versions, aggregate has %d", id, len(got), len(versions))
		}
		for i := range got {
			if got[i].ContentHash != versions[i].ContentHash || got[i].Reason != versions[i].Reason {
				t.Errorf("%s version %d differs", id, i+1)
			}
		}
	}
	before, err := runner.StateHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := runner.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after, _ := runner.StateHash(t.Context()); after != before {
		t.Error("a rebuild gives other rows")
	}
}

// What was drafted is not shown about the time before its publication, and the
// tombstone of what was withdrawn holds none of its content.
func TestDutiesAndTombstonesShowWhatWasPublicThen(t *testing.T) {
	n := newNewsroom(t)
	n.draft("p1", "07/2026/QĐ-UBND", "Quy chế cổng thông tin", "Bản một")
	n.submit("p1")
	drafted := n.head()
	n.approve("p1", time.Time{})
	published := n.head()
	n.withdraw("p1")
	_, r := n.open()
	ctx := t.Context()
	if then, err := r.Duties(ctx, view.DutyFilter{Public: true}, drafted); err != nil || len(then) != 0 {
		t.Errorf("as of the draft: %+v, %v", then, err)
	}
	for at := drafted + 1; at <= published; at++ {
		_, err := r.Publication(ctx, "p1", at)
		duties, dutyErr := r.Duties(ctx, view.DutyFilter{Public: true}, at)
		if dutyErr != nil || (err == nil) != (len(duties) == 1) {
			t.Errorf("at %d: item %v, duties %+v, %v", at, err, duties, dutyErr)
		}
	}
	page, err := r.Items(ctx, view.ItemFilter{States: []view.PublicState{view.Withdrawn}}, 0)
	if err != nil || len(page.Items) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	if it := page.Items[0]; it.Title == "" || it.Summary != "" || len(it.Languages) != 0 || it.Attachments != 0 {
		t.Errorf("tombstone in a list: %+v", it)
	}
}

// A total that is kept is that of the rows there are: for each filter, each point
// and after each change.
func TestTotalsFollowTheRows(t *testing.T) {
	n := newNewsroom(t)
	n.draft("p1", "07/2026/QĐ-UBND", "Quy chế cổng thông tin", "Bản một")
	n.submit("p1")
	before := n.head()
	n.approve("p1", time.Time{})
	runner, r := n.open()
	total := func(f view.ItemFilter, at uint64) int {
		t.Helper()
		page, err := r.Items(t.Context(), f, at)
		if err != nil {
			t.Fatal(err)
		}
		if page.Total != len(page.Items) {
			t.Errorf("total %d of %d items", page.Total, len(page.Items))
		}
		return page.Total
	}
	for range 2 {
		if total(view.ItemFilter{}, 0) != 1 || total(view.ItemFilter{}, before) != 0 || total(view.ItemFilter{Title: "quy che"}, 0) != 1 ||
			total(view.ItemFilter{Title: "khac"}, 0) != 0 || total(view.ItemFilter{Title: "quy che"}, before) != 0 {
			t.Error("a filter or a point got another's total")
		}
	}
	n.withdraw("p1")
	if err := runner.ToEnd(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := total(view.ItemFilter{}, 0); got != 0 {
		t.Errorf("after the withdrawal: %d", got)
	}
}
