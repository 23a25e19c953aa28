package notice_test

import (
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/domaintest"
	"minhbach/domain/notice"
)

var (
	written = notice.Written{Notice: "n-1", Kind: notice.ForReview, To: notice.Recipient{Account: "acc-1"}, Sort: notice.Publication, About: "p-1", Agency: "a-1", Event: "e-1"}
	later   = time.Date(2026, 3, 2, 8, 10, 0, 0, time.UTC)
	admin   = domain.Actor{Account: "acc-9", Role: domain.Administrator}
)

type command = func(*notice.Notice) ([]domain.Event, error)

func given(t *testing.T, facts ...domain.Event) *domaintest.Scenario[*notice.Notice] {
	t.Helper()
	return domaintest.Given(t, notice.New(), facts...)
}

func write(w notice.Written) command {
	return func(n *notice.Notice) ([]domain.Event, error) { return n.Write(w) }
}

func deliver(n *notice.Notice) ([]domain.Event, error) { return n.Deliver() }

func put(n *notice.Notice) ([]domain.Event, error) { return n.Defer(later, "451 4.7.1") }

func fail(n *notice.Notice) ([]domain.Event, error) { return n.Fail("550 5.1.1") }

func reopen(by domain.Actor) command {
	return func(n *notice.Notice) ([]domain.Event, error) { return n.Reopen(by) }
}

func TestWrite(t *testing.T) {
	given(t).When(write(written)).Then(written)
	given(t, written).When(write(written)).Then()
	given(t, written, notice.Sent{Try: 1}).When(write(written)).Then()
	for _, spoil := range []func(*notice.Written){
		func(w *notice.Written) { w.Notice = "" }, func(w *notice.Written) { w.Kind = "" }, func(w *notice.Written) { w.Sort = "" },
		func(w *notice.Written) { w.About = "" }, func(w *notice.Written) { w.Event = "" }, func(w *notice.Written) { w.To = notice.Recipient{} },
		func(w *notice.Written) { w.To.Office = "a-1" },
	} {
		w := written
		spoil(&w)
		given(t).When(write(w)).Refused(notice.ErrIncomplete, "")
	}
}

func TestDeliver(t *testing.T) {
	s := given(t, written).When(deliver)
	s.Then(notice.Sent{Try: 1})
	if s.Root.Open() || s.Root.State() != notice.StateSent {
		t.Error(s.Root.State())
	}
	s.When(deliver).Then() // told late by another node
	s.When(put).Then()
	s.When(fail).Then()
	given(t).When(deliver).Refused(notice.ErrNotFound, "")
	given(t).When(put).Refused(notice.ErrNotFound, "")
	given(t).When(fail).Refused(notice.ErrNotFound, "")
}

func TestDeferUntilItFails(t *testing.T) {
	s := given(t, written)
	for try := 1; try < notice.MostTries; try++ {
		s.When(put).Then(notice.Deferred{Try: try, Until: later, Cause: "451 4.7.1"})
		if !s.Root.Open() {
			t.Fatal("a deferred notice is closed")
		}
	}
	s.When(put).Then(notice.Failed{Try: notice.MostTries, Cause: "451 4.7.1"})
	if s.Root.Open() || s.Root.Cause() != "451 4.7.1" {
		t.Error(s.Root.State(), s.Root.Cause())
	}
	s.When(reopen(admin)).Then(notice.Reopened{By: "acc-9"})
	s.When(put).Then(notice.Deferred{Try: 1, Until: later, Cause: "451 4.7.1"})
	if s.Root.Opened() != 1 {
		t.Error(s.Root.Opened())
	}
}

func TestReopen(t *testing.T) {
	given(t, written, notice.Failed{Try: 1}).When(reopen(admin)).Then(notice.Reopened{By: "acc-9"})
	given(t, written).When(reopen(domain.Actor{Account: domain.System})).Then(notice.Reopened{By: domain.System})
	given(t).When(reopen(admin)).Refused(notice.ErrNotFound, "")
	given(t, written, notice.Sent{Try: 1}).When(reopen(admin)).Refused(notice.ErrSent, "")
	for _, by := range []domain.Actor{{}, {Role: domain.Administrator}, {Account: "acc-2", Role: domain.BoardHead}} {
		given(t, written, notice.Failed{Try: 1}).When(reopen(by)).Refused(notice.ErrNotAllowed, "")
	}
}

func TestEveryFactHasASentence(t *testing.T) {
	for _, ev := range append(notice.Events(), notice.Failed{Cause: notice.CauseNoAddress}, written) {
		vi, en := notice.Describe(ev, "vi"), notice.Describe(ev, "en")
		if vi == "" || en == "" || vi == en || strings.Contains(vi+en, "%!") {
			t.Errorf("%s: %q, %q", ev.EventType(), vi, en)
		}
	}
	for _, k := range notice.Kinds() {
		if k.Label("vi") == "" || k.Label("vi") == k.Label("en") {
			t.Errorf("%s has no label", k)
		}
	}
	for _, s := range []notice.State{notice.StateNew, notice.StateWaiting, notice.StateDeferred, notice.StateSent, notice.StateFailed} {
		if s.Label("vi") == "" || s.Label("vi") == s.Label("en") {
			t.Errorf("%s has no label", s)
		}
	}
}
