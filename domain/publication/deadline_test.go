package publication

import (
	"testing"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/rules"
)

func planOf(approvedOn string) Content {
	c := story()
	c.Details.Plan = &Plan{Decision: "15/QĐ-UBND", ApprovedOn: day(approvedOn)}
	return c
}

func projectOf(approvedOn string) Content {
	c := story()
	c.Details.Project = &Project{Objective: "Nâng cấp đường", ApprovedOn: day(approvedOn), Status: "running"}
	return c
}

// ended drafts on the triggering day, publishes on another, and returns how the
// only deadline was opened and how it ended.
func ended(t *testing.T, kind Kind, c Content, trigger, publish string) (duty.Duty, DutyMet) {
	t.Helper()
	d := draftOf(kind, c)
	d.Now = at(trigger)
	s := given(t).happens(d, Submit{Deed: on(lan, at(publish))})
	a := approve(hoa, s.now().Submitted())
	a.Now = at(publish)
	a.Authority.From, a.Authority.To = day("2019-01-01"), day("2027-12-31")
	s.happens(a)
	if len(s.now().Obligations()) != 1 {
		t.Fatalf("obligations: %+v", s.now().Obligations())
	}
	var opened duty.Duty
	var met []DutyMet
	for _, e := range s.history {
		switch e := e.(type) {
		case DutyOpened:
			opened = e.Duty
		case DutyMet:
			met = append(met, e)
		}
	}
	if len(met) != 1 || s.now().Obligations()[0].Verdict == nil || *s.now().Obligations()[0].Verdict != met[0].Verdict {
		t.Fatalf("met: %+v", met)
	}
	return opened, met[0]
}

// The dates are those of the notices on days off of 2025 and 2026.
func TestDeadlinesOfArticle17(t *testing.T) {
	for _, c := range []struct {
		name          string
		kind          Kind
		content       func(string) Content
		trigger, due  string
		publish, rule string
		late          int
	}{
		{"on the swapped Saturday", LegalDocument, lawText, "2025-04-25", "2025-04-28", "2025-04-26", "R17.c1", 0},
		{"on the last day", LegalDocument, lawText, "2025-04-25", "2025-04-28", "2025-04-28", "R17.c1", 0},
		{"one day late", LegalDocument, lawText, "2025-04-25", "2025-04-28", "2025-04-29", "R17.c1", 1},
		{"over the holidays", AdministrativeDocument, lawText, "2025-04-29", "2025-05-06", "2025-05-06", "R17.c1", 0},
		{"late over the holidays", AdministrativeDocument, lawText, "2025-04-25", "2025-04-28", "2025-05-05", "R17.c1", 2},
		{"a plan before Tết 2025", PlanOrStrategy, planOf, "2025-01-24", "2025-02-14", "2025-02-14", "R17.d", 0},
		{"new year", LegalDocument, lawText, "2025-12-31", "2026-01-06", "2026-01-07", "R17.c1", 1},
		{"a plan before Tết 2026", PlanOrStrategy, planOf, "2026-02-13", "2026-03-06", "2026-03-09", "R17.d", 1},
		{"a project before Tết 2026", ProjectRecord, projectOf, "2026-02-13", "2026-03-06", "2026-03-06", "R17.d", 0},
		{"a tender before Tết 2026", Tender, projectOf, "2026-02-13", "2026-03-06", "2026-03-13", "R17.d", 5},
		{"guidance before Tết 2026", Dissemination, lawText, "2026-02-13", "2026-03-13", "2026-03-13", "R17.b", 0},
		{"compensated Hùng Kings", LegalDocument, lawText, "2026-04-24", "2026-04-29", "2026-04-29", "R17.c1", 0},
		{"National Day", LegalDocument, lawText, "2026-08-28", "2026-09-04", "2026-09-07", "R17.c1", 1},
		{"issued on a Sunday", LegalDocument, lawText, "2026-03-01", "2026-03-03", "2026-03-03", "R17.c1", 0},
		{"published on a late Sunday", LegalDocument, lawText, "2026-03-02", "2026-03-04", "2026-03-08", "R17.c1", 3},
		{"Culture Day", LegalDocument, lawText, "2026-11-23", "2026-11-26", "2026-11-27", "R17.c1", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			opened, met := ended(t, c.kind, c.content(c.trigger), c.trigger, c.publish)
			if opened.RuleID != c.rule || opened.DueDate != day(c.due) || opened.TriggerDate != day(c.trigger) ||
				opened.AgencyID != portal || opened.Subject != "publication-p-1" || opened.RuleVersion == "" || opened.CalendarVersion == "" {
				t.Errorf("opened %+v", opened)
			}
			want := duty.Met
			if c.late > 0 {
				want = duty.Late
			}
			if v := met.Verdict; v.State != want || v.DaysLate != c.late || v.Unit != rules.WorkingDays || v.MetOn != day(c.publish) {
				t.Errorf("verdict %+v, want %d days late", v, c.late)
			}
			if met.LegalBasisVi != opened.LegalBasisVi || met.LegalBasisEn == "" {
				t.Errorf("no legal article in %+v", met)
			}
		})
	}
}

func TestAChangedDateOpensTheDeadlineAgain(t *testing.T) {
	opened := func(issued string) DutyOpened {
		d, err := duty.Open(rules.Default(), calendar.VietNam(), "R17.c1", portal, "publication-p-1", "document.issued_on", day(issued))
		if err != nil {
			t.Fatal(err)
		}
		return DutyOpened{Duty: d}
	}
	details := func(c Content) DetailsRecorded {
		return DetailsRecorded{Details: c.Details, Author: Author{Account: "minh"}}
	}
	s := given(t).happens(draftOf(LegalDocument, lawText("2026-02-26")))
	s.when(revise(minh, lawText("2026-02-27"))).then(
		details(lawText("2026-02-27")), DutyDropped{RuleID: "R17.c1", Reason: DroppedDateChanged}, opened("2026-02-27"))

	undated := lawText("2026-02-26")
	undated.Details.Document.IssuedOn = calendar.Date{}
	s.when(revise(minh, undated)).then(details(undated), DutyDropped{RuleID: "R17.c1", Reason: DroppedDateRemoved})
	s.happens(revise(minh, undated)).when(revise(minh, lawText("2026-02-26"))).then(details(lawText("2026-02-26")), opened("2026-02-26"))

	same := lawText("2026-02-26")
	same.Details.Document.Signer = "Lê B"
	given(t).happens(draftOf(LegalDocument, lawText("2026-02-26"))).when(revise(minh, same)).then(details(same))

	t.Run("a discarded draft owes nothing", func(t *testing.T) {
		given(t).happens(draftOf(LegalDocument, lawText("2026-02-26"))).when(Discard{Deed: by(minh), Reason: "Trùng"}).then(
			Discarded{Reason: "Trùng"}, DutyDropped{RuleID: "R17.c1", Reason: DroppedDiscarded})
	})
}

func TestOnceMetADeadlineIsFrozen(t *testing.T) {
	s := given(t).happens(draftOf(LegalDocument, lawText("2026-02-26")), Submit{Deed: by(lan)})
	s.happens(approve(hoa, s.now().Submitted()))
	before := s.now().Obligations()
	s.happens(OpenCorrection{Deed: by(minh), Reason: "Sai ngày"}, revise(minh, lawText("2025-01-02")), Submit{Deed: by(minh)})
	s.happens(approve(hoa, s.now().Submitted()))
	after := s.now().Obligations()
	if len(after) != 1 || after[0].Duty != before[0].Duty || *after[0].Verdict != *before[0].Verdict {
		t.Errorf("%+v became %+v", before, after)
	}
	met := 0
	for _, e := range s.history {
		if e.EventType() == TypeDutyMet {
			met++
		}
	}
	if met != 1 {
		t.Errorf("met %d times", met)
	}
}

func TestNoRuleNoDeadline(t *testing.T) {
	s := given(t).happens(draftOf(LegalDocument, lawText("2018-12-03")), Submit{Deed: by(lan)})
	a := approve(hoa, s.now().Submitted())
	a.Calendar = nil // nothing to judge, so nothing is needed
	s.happens(a)
	for _, e := range s.history {
		if e.EventType() == TypeDutyOpened || e.EventType() == TypeDutyMet {
			t.Errorf("%+v", e)
		}
	}
}

func TestAnEmbargoDoesNotStopTheClock(t *testing.T) {
	s := given(t).happens(draftOf(LegalDocument, lawText("2026-03-02")), Submit{Deed: by(lan)})
	a := approve(hoa, s.now().Submitted())
	a.PublishAt = friday
	s.happens(a)
	if v := s.now().Obligations()[0].Verdict; v != nil {
		t.Fatalf("judged before publication: %+v", v)
	}
	r := Release{Deed: on(clock, friday), Content: s.now().Hash()}
	s.when(r).refused(ErrNoRules)
	r.Calendar = calendar.VietNam()
	s.happens(r)
	if v := s.now().Obligations()[0].Verdict; v == nil || v.State != duty.Late || v.DaysLate != 2 {
		t.Errorf("%+v", v)
	}
}

func TestReplayNeedsNeitherRulesNorCalendar(t *testing.T) {
	history := []domain.Event{
		DutyOpened{Duty: duty.Duty{RuleID: "R99.x", RuleVersion: "long gone", DueDate: day("2019-06-03")}},
		DutyMet{RuleID: "R99.x", Verdict: duty.Verdict{State: duty.Late, DaysLate: 7}},
	}
	if all := Fold(history).Obligations(); len(all) != 1 || all[0].Verdict.DaysLate != 7 {
		t.Errorf("%+v", all)
	}
}
