package subject_test

import (
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/duty"
	"minhbach/domain/rules"
	"minhbach/domain/subject"
)

func TestARequestOpensItsDeadlines(t *testing.T) {
	s := given(t).When(ask(one))
	s.Then(requested(t))
	if got := s.Root.Due(); got != d("2026-03-04") {
		t.Errorf("the answer is due on %s", got)
	}
	for rule, want := range map[*duty.Duty]string{s.Root.Request().Acknowledge: "2026-03-04", s.Root.Execute(): "2026-03-17"} {
		if rule.DueDate != d(want) {
			t.Errorf("%s is due on %s, want %s", rule.RuleID, rule.DueDate, want)
		}
	}
	third := given(t).When(ask(one, func(c *subject.Ask) { c.ThirdParty = true }))
	if e := third.Root.Execute(); e == nil || e.RuleID != rules.ErasureThirdParty || e.DueDate != d("2026-03-23") { // 22 March is a Sunday
		t.Errorf("with a third party: %+v", e)
	}
}

// R00.1: the day on which a request arrived chooses the rule. Before 2026 the law
// named no number of days.
func TestTheDayOfArrivalChoosesTheRule(t *testing.T) {
	s := given(t).When(ask(one, func(c *subject.Ask) { c.ReceivedOn = d("2025-12-31") }))
	if s.Err != nil || s.Root.Execute() != nil || s.Root.Request().Acknowledge != nil || !s.Root.Due().IsZero() {
		t.Fatalf("%v, %+v", s.Err, s.Root.Execute())
	}
	s.When(acknowledge(one, now)).Then(subject.Acknowledged{By: "acc-one"})
	s.When(extend(one, subject.Volume)).Refused(subject.ErrNoPeriod, "")
	s.When(order(two, now))
	if s.Err != nil || s.Events[0].(subject.ErasureOrdered).LegalVi != "Điều 21, Luật 67/2006/QH11" {
		t.Errorf("%v %+v", s.Err, s.Events)
	}
}

func TestWhatARequestMayNotSay(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*subject.Ask)
		path   string
	}{
		"a name for a number":    {func(c *subject.Ask) { c.Reference = "Nguyễn Thị Lan" }, "reference"},
		"a name behind a number": {func(c *subject.Ask) { c.Reference = "12/CV-SNV của bà Lan" }, "reference"},
		"small letters":          {func(c *subject.Ask) { c.Reference = "12/lan" }, "reference"},
		"no capacity":            {func(c *subject.Ask) { c.Capacity = "" }, "capacity"},
		"free text as a basis":   {func(c *subject.Ask) { c.Basis = "vì bà Lan muốn" }, "basis"},
		"tomorrow":               {func(c *subject.Ask) { c.ReceivedOn = d("2026-03-03") }, "received_on"},
	} {
		s := given(t).When(ask(one, c.change))
		if s.Err == nil || len(s.Events) > 0 || !strings.Contains(s.Err.Error(), c.path) {
			t.Errorf("%s: %v", name, s.Err)
		}
	}
	for _, number := range []string{"", "45/QĐ-UBND", "123/2026/CV-SNV", "7", "12/2026/QĐ-TA2"} {
		if s := given(t).When(ask(one, func(c *subject.Ask) { c.Reference = number })); s.Err != nil {
			t.Errorf("%q: %v", number, s.Err)
		}
	}
}

func TestOnlyAdministratorsAct(t *testing.T) {
	for _, by := range []domain.Actor{clerk, {}, {Role: domain.Administrator}} {
		given(t).When(ask(by)).Refused(subject.ErrNotAllowed, "")
		given(t, requested(t)).When(acknowledge(by, now)).Refused(subject.ErrNotAllowed, "")
		given(t, requested(t), acknowledged()).When(order(by, now)).Refused(subject.ErrNotAllowed, "")
		given(t).When(restrict(by, subject.Objection)).Refused(subject.ErrNotAllowed, "")
		given(t).When(hold(by, "h1", subject.Retention, "2026-12-31")).Refused(subject.ErrNotAllowed, "")
	}
	given(t, requested(t), acknowledged(), ordered()).When(complete(two)).Refused(subject.ErrNotAllowed, "")
}

func TestNobodyErasesAlone(t *testing.T) {
	asked := func() *scenario { return given(t, requested(t), acknowledged()) }
	asked().When(order(one, now)).Refused(subject.ErrFourEyes, "")
	asked().When(order(owner, now)).Refused(subject.ErrSelf, "")
	asked().When(order(two, now)).Then(ordered())
	asked().When(refuse(owner, subject.Retention, "")).Refused(subject.ErrSelf, "")

	// At the command line it counts in whose name a deed is done.
	inName := func(account string) domain.Actor {
		return domain.Actor{Account: domain.System, Role: domain.Administrator, OnBehalfOf: account}
	}
	asked().When(order(inName("acc-one"), now)).Refused(subject.ErrFourEyes, "")
	asked().When(order(inName(lan), now)).Refused(subject.ErrSelf, "")
	asked().When(order(inName("acc-two"), now)).Then(ordered())
	byOperator := requested(t)
	byOperator.By = domain.System
	given(t, byOperator, acknowledged()).When(order(domain.Actor{Account: domain.System, Role: domain.Administrator}, now)).Refused(subject.ErrFourEyes, "")
}

func TestAHoldStandsAgainstTheOrder(t *testing.T) {
	s := given(t, requested(t), acknowledged()).When(hold(one, "h1", subject.Proceedings, "2026-03-31"))
	s.Then(held("2026-03-31"))
	s.When(hold(one, "h1", subject.Proceedings, "2026-03-31")).Refused(subject.ErrHoldTaken, "")
	s.When(order(two, now)).Refused(subject.ErrHeld, "")
	s.When(release(owner, "h1")).Refused(subject.ErrSelf, "")
	s.When(release(one, "h2")).Refused(subject.ErrNoHold, "hold")
	s.When(order(two, now.AddDate(0, 1, 0))) // 2 April: it has ended by itself
	if s.Err != nil {
		t.Error(s.Err)
	}
	s = given(t, requested(t), acknowledged(), held("2026-03-31")).When(release(two, "h1"))
	s.Then(subject.HoldLifted{Hold: "h1", By: "acc-two"})
	s.When(order(two, now)).Then(ordered())

	given(t).When(hold(one, "h", subject.Retention, "")).Refused(subject.ErrDate, "until")
	given(t).When(hold(one, "h", subject.Retention, "2026-03-01")).Refused(subject.ErrUntil, "until")
	given(t).When(hold(one, "h", subject.Retention, "2036-03-03")).Refused(subject.ErrUntil, "until")
	given(t).When(hold(one, "h", "vì vậy", "2026-12-31")).Refused(subject.ErrChoice, "ground")
}

func TestARefusalNamesItsGround(t *testing.T) {
	given(t, requested(t), acknowledged()).When(refuse(two, subject.Retention, "")).Then(refused())
	given(t, requested(t), acknowledged()).When(refuse(two, "", "")).Refused(subject.ErrChoice, "ground")
	given(t, requested(t)).When(refuse(two, subject.LegalDuty, "theo lời bà Lan")).Refused(subject.ErrReference, "reference")
	for _, g := range subject.Grounds() {
		for _, lang := range []string{"vi", "en"} {
			if g.Cite(lang) == "" {
				t.Errorf("%s has no legal basis in %s", g, lang)
			}
		}
	}
	s := given(t, requested(t), acknowledged(), refused()).When(notify(one, subject.ByLetter))
	s.Then(subject.Notified{By: "acc-one", Channel: subject.ByLetter})
	s.When(notify(one, subject.ByLetter)).Refused(subject.ErrNotifiedBefore, "")
	s.When(ask(one)).Then(requested(t)) // a ground may end, and the person may ask again
	if s.Root.Notified() || s.Root.Extended() {
		t.Error("the new request begins with what was done about the old one")
	}
}

func TestOneExtension(t *testing.T) {
	longer := *owed(t, rules.ErasureExtension, "2026-03-17", subject.TypeErasureExtended)
	s := given(t, requested(t), acknowledged()).When(extend(one, subject.Complexity))
	s.Then(subject.ErasureExtended{By: "acc-one", Cause: subject.Complexity, Execute: longer})
	if s.Root.Due() != d("2026-04-01") || s.Root.Due() != longer.DueDate {
		t.Errorf("due on %s", s.Root.Due())
	}
	s.When(extend(one, subject.Volume)).Refused(subject.ErrExtended, "")
	given(t, requested(t), acknowledged()).When(extend(one, "lười")).Refused(subject.ErrChoice, "cause")
}

func TestLateIsSaid(t *testing.T) {
	s := given(t, requested(t)).When(acknowledge(two, time.Date(2026, 3, 5, 1, 0, 0, 0, time.UTC)))
	v := s.Events[0].(subject.Acknowledged).Verdict
	if v == nil || v.State != duty.Late || v.DaysLate != 1 {
		t.Errorf("%+v", v)
	}
	if got := subject.Describe(s.Events[0], "vi"); got != "Đã phản hồi người yêu cầu, trễ hạn (hạn ngày 04/03/2026)." {
		t.Error(got)
	}
}

func TestRestriction(t *testing.T) {
	s := given(t).When(restrict(one, subject.CorrectionAsked))
	s.Then(subject.Restricted{By: "acc-one", Cause: subject.CorrectionAsked})
	s.When(restrict(one, subject.Objection)).Then()
	s.When(lift(two)).Then(subject.RestrictionLifted{By: "acc-two"})
	s.When(lift(two)).Refused(subject.ErrNotRestricted, "")
	given(t).When(restrict(one, "")).Refused(subject.ErrChoice, "cause")
}

func TestCompletionIsTheSystemsAndMayBeRepeated(t *testing.T) {
	s := given(t, requested(t), acknowledged(), ordered()).When(complete(clock))
	s.Then(erased())
	s.When(complete(clock)).Then()
	given(t, requested(t), acknowledged()).When(complete(clock)).Refused(subject.ErrState, "")
}

func TestWhoReadWhat(t *testing.T) {
	look := func(c subject.View) command {
		return func(s *subject.Subject) ([]domain.Event, error) { return s.View(c) }
	}
	c := subject.View{By: clerk, Fields: []subject.Field{subject.LoginField, subject.NameField}, Purpose: subject.Administration}
	given(t).When(look(c)).Then(subject.Viewed{Fields: c.Fields, Purpose: c.Purpose})
	given(t, requested(t), acknowledged(), ordered(), erased()).When(look(c)).Then(subject.Viewed{Fields: c.Fields, Purpose: c.Purpose})
	for _, bad := range []struct {
		c    subject.View
		code string
	}{
		{subject.View{By: clerk, Purpose: subject.Inspection}, "subject.nothing_read"},
		{subject.View{By: clerk, Fields: []subject.Field{"Nguyễn Thị Lan"}, Purpose: subject.Inspection}, "subject.choice"},
		{subject.View{By: clerk, Fields: c.Fields, Purpose: "tò mò"}, "subject.choice"},
		{subject.View{Fields: c.Fields, Purpose: c.Purpose}, "subject.not_allowed"},
	} {
		if s := given(t).When(look(bad.c)); s.Err == nil || !strings.Contains(s.Err.Error(), bad.code) {
			t.Errorf("%+v: %v", bad.c, s.Err)
		}
	}
	list := subject.Consult{By: clerk, Fields: c.Fields, Purpose: c.Purpose, People: 12}
	given(t).When(func(s *subject.Subject) ([]domain.Event, error) { return s.Consult(list) }).
		Then(subject.DirectoryConsulted{Fields: c.Fields, Purpose: c.Purpose, People: 12})
}

func TestEveryFactAndChoiceHasItsWords(t *testing.T) {
	for _, ev := range subject.Events() {
		vi, en := subject.Describe(ev, "vi"), subject.Describe(ev, "en")
		if vi == "" || en == "" || vi == en || strings.Contains(vi+en, "%!") {
			t.Errorf("%s: %q, %q", ev.EventType(), vi, en)
		}
	}
	type labelled interface{ Label(lang string) string }
	var all []labelled
	add := func(v labelled) { all = append(all, v) }
	for _, v := range subject.States() {
		add(v)
	}
	for _, v := range subject.Commands() {
		add(v)
	}
	for _, v := range subject.Capacities() {
		add(v)
	}
	for _, v := range subject.Bases() {
		add(v)
	}
	for _, v := range subject.Grounds() {
		add(v)
	}
	for _, v := range subject.Causes() {
		add(v)
	}
	for _, v := range subject.Restrainings() {
		add(v)
	}
	for _, v := range subject.Channels() {
		add(v)
	}
	for _, v := range subject.Fields() {
		add(v)
	}
	for _, v := range subject.Purposes() {
		add(v)
	}
	for _, v := range all {
		if v.Label("vi") == "" || v.Label("en") == "" || v.Label("vi") == v.Label("en") {
			t.Errorf("%v: %q, %q", v, v.Label("vi"), v.Label("en"))
		}
	}
	if got := subject.Describe(requested(t), "vi"); got != "Nhận yêu cầu xóa dữ liệu cá nhân ngày 02/03/2026; người yêu cầu: chính chủ thể dữ liệu; căn cứ: chủ thể dữ liệu yêu cầu và chấp nhận rủi ro, văn bản số 12/2026/CV-SNV." {
		t.Error(got)
	}
}
