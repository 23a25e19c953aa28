package duty_test

import (
	"errors"
	"testing"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/rules"
)

func TestPromise(t *testing.T) {
	cal := calendar.VietNam()
	question := open(t, rules.QuestionAnswer, "2026-03-02")
	if v := question.Meet(day("2026-03-20"), cal); v.State != duty.Met {
		t.Fatalf("a progress notice in time meets the limit: %+v", v)
	}
	next, err := question.Promise(day("2026-03-20"), day("2026-04-10"), cal)
	if err != nil || next.DueDate != day("2026-04-10") || next.Trigger != duty.TriggerProgressNotice || next.TriggerDate != day("2026-03-20") || next.RuleID != question.RuleID || next.Subject != question.Subject {
		t.Errorf("%+v %v", next, err)
	}
	if v := next.Meet(day("2026-04-13"), cal); v.State != duty.Late || v.DaysLate != 1 {
		t.Errorf("the promise binds: %+v", v)
	}
	if moved, changed := next.Recompute(cal); changed || moved.DueDate != next.DueDate {
		t.Error("a promise does not move with the calendar")
	}
	for _, promised := range []calendar.Date{day("2026-03-19"), {}} {
		if _, err := question.Promise(day("2026-03-20"), promised, cal); !errors.Is(err, duty.ErrPromise) {
			t.Errorf("promised %q: %v", promised, err)
		}
	}
	if _, err := question.Promise(calendar.Date{}, day("2026-04-10"), cal); !errors.Is(err, duty.ErrPromise) {
		t.Error("a notice has a date")
	}
}

func TestFollowUp(t *testing.T) {
	cal := calendar.VietNam()
	petition := open(t, rules.Feedback, "2026-03-02")
	first, err := petition.FollowUp(rules.Default(), day("2026-03-23"), cal)
	if err != nil || first.DueDate != day("2026-03-30") || first.Limit != 7 || first.Trigger != duty.TriggerFollowUp {
		t.Fatalf("%+v %v", first, err)
	}
	second, err := first.FollowUp(rules.Default(), day("2026-04-20"), cal)
	if err != nil || second.DueDate != day("2026-04-28") { // the 27th is a day in lieu
		t.Errorf("%+v %v", second, err)
	}
	question := open(t, rules.QuestionAnswer, "2026-03-02")
	if _, err := question.FollowUp(rules.Default(), day("2026-03-23"), cal); !errors.Is(err, duty.ErrNoDeadline) {
		t.Errorf("the rule asks for none: %v", err)
	}
	strange := duty.Duty{RuleID: "R99", TriggerDate: day("2026-03-02")}
	if _, err := strange.FollowUp(rules.Default(), day("2026-03-23"), cal); !errors.Is(err, rules.ErrUnknownRule) {
		t.Errorf("%v", err)
	}
}

func TestRecompute(t *testing.T) {
	cal := calendar.VietNam()
	d := open(t, rules.DocumentByIssuer, "2026-11-20") // a Friday: due Wednesday 25, the 24th being off
	if d.DueDate != day("2026-11-25") {
		t.Fatal(d.DueDate)
	}
	if same, changed := d.Recompute(cal); changed || same != d {
		t.Errorf("nothing changed: %+v", same)
	}
	notice := func(date string, kind calendar.Kind) *calendar.Calendar {
		t.Helper()
		c, err := cal.With(calendar.Entry{Date: day(date), Kind: kind, LegalBasis: "Thông báo thử", DeclaredAt: day("2026-11-20")})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	off := notice("2026-11-23", calendar.SwappedOff)
	later, changed := d.Recompute(off)
	if !changed || later.DueDate != day("2026-11-26") || later.CalendarVersion != off.Version() {
		t.Errorf("a day off moves it later: %+v", later)
	}
	if back, changed := later.Recompute(cal); changed || back.DueDate != later.DueDate {
		t.Errorf("an announced date never moves earlier: %+v", back)
	}
	worked := notice("2026-11-21", calendar.SwappedWork)
	if kept, changed := d.Recompute(worked); changed || kept.DueDate != d.DueDate {
		t.Errorf("nor by a Saturday worked: %+v", kept)
	}
	statistics := open(t, rules.Statistics, "2026-12-28")
	declared := notice("2027-01-01", calendar.Holiday)
	if sure, changed := statistics.Recompute(declared); !changed || sure.Provisional || sure.DueDate != statistics.DueDate {
		t.Errorf("a declared year is no longer provisional: %+v", sure)
	}
	report := open(t, rules.AnnualReport, "2026-01-01")
	if kept, changed := report.Recompute(off); changed || kept.DueDate != report.DueDate {
		t.Errorf("a fixed date stays: %+v", kept)
	}
}
