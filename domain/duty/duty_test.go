package duty_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/fault"
	"minhbach/domain/rules"
)

func day(s string) calendar.Date { return calendar.MustParse(s) }

func open(t *testing.T, rule, on string) duty.Duty {
	t.Helper()
	d, err := duty.Open(rules.Default(), calendar.VietNam(), rule, "agency-1", "publication-1", "document.issued_on", day(on))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOpen(t *testing.T) {
	for _, c := range []struct {
		rule, on, due string
		provisional   bool
	}{
		{rules.DocumentByIssuer, "2026-08-28", "2026-09-04", false},
		{rules.DocumentInScope, "2026-02-13", "2026-03-06", false},
		{rules.Dissemination, "2026-02-13", "2026-03-13", false},
		{rules.PlanOrProject, "2025-01-24", "2025-02-14", false},
		{rules.QuestionAnswer, "2026-02-13", "2026-03-13", false},
		{rules.Feedback, "2026-01-28", "2026-02-23", false},
		{rules.ScienceProject, "2026-04-20", "2026-05-21", false},
		{rules.Statistics, "2026-12-28", "2027-01-12", true},
		{rules.DocumentByIssuer, "2019-06-03", "2019-06-05", true},
		{rules.AnnualReport, "2026-01-01", "2026-10-31", false}, // a Saturday, and not rolled
		{rules.AnnualReport, "2026-10-31", "2026-10-31", false},
		{rules.AnnualReport, "2026-11-01", "2027-10-31", false},
		{rules.ConsolidatedReport, "2026-11-23", "2027-11-14", false},
	} {
		d := open(t, c.rule, c.on)
		if d.DueDate != day(c.due) || d.Provisional != c.provisional {
			t.Errorf("%s of %s: due %s, provisional %v; want %s", c.rule, c.on, d.DueDate, d.Provisional, c.due)
		}
		if d.Cite("vi") == "" || d.Cite("en") == "" || d.Cite("vi") == d.Cite("en") || d.CalendarVersion != calendar.VietNam().Version() {
			t.Errorf("%s: %+v", c.rule, d)
		}
	}
}

func TestOpenRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		rule, agency, subject, trigger, on string
		want                               *fault.Code
	}{
		"before the regulation": {rules.DocumentByIssuer, "a", "s", "t", "2019-05-01", rules.ErrNoRule},
		"no number":             {rules.ForeignLanguage, "a", "s", "t", "2026-03-02", duty.ErrNoDeadline},
		"no number is no duty":  {rules.QuestionPublish, "a", "s", "t", "2026-03-02", rules.ErrNoRule},
		"a cadence":             {rules.RegularUpdate, "a", "s", "t", "2026-03-02", rules.ErrNoRule},
		"unknown rule":          {"R17.j", "a", "s", "t", "2026-03-02", rules.ErrUnknownRule},
		"no agency":             {rules.DocumentByIssuer, "", "s", "t", "2026-03-02", duty.ErrIncomplete},
		"no subject":            {rules.DocumentByIssuer, "a", "", "t", "2026-03-02", duty.ErrIncomplete},
		"no trigger":            {rules.DocumentByIssuer, "a", "s", "", "2026-03-02", duty.ErrIncomplete},
		"no date":               {rules.DocumentByIssuer, "a", "s", "t", "", duty.ErrIncomplete},
	} {
		var on calendar.Date
		if c.on != "" {
			on = day(c.on)
		}
		d, err := duty.Open(rules.Default(), calendar.VietNam(), c.rule, c.agency, c.subject, c.trigger, on)
		if !errors.Is(err, c.want) || d != (duty.Duty{}) {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
		if c.want == rules.ErrUnknownRule && errors.Is(err, rules.ErrNoRule) {
			t.Errorf("%s must not pass for no duty", name)
		}
	}
}

func TestMeet(t *testing.T) {
	cal := calendar.VietNam()
	for _, c := range []struct {
		name, rule, trigger, on string
		state                   duty.State
		late                    int
		unit                    rules.Unit
	}{
		{"on the same day", rules.DocumentByIssuer, "2026-08-28", "2026-08-28", duty.Met, 0, rules.WorkingDays},
		{"before the trigger", rules.DocumentByIssuer, "2026-08-28", "2026-08-01", duty.Met, 0, rules.WorkingDays},
		{"on the due date", rules.DocumentByIssuer, "2026-08-28", "2026-09-04", duty.Met, 0, rules.WorkingDays},
		{"on the Saturday after", rules.DocumentByIssuer, "2026-08-28", "2026-09-05", duty.Late, 1, rules.WorkingDays},
		{"on the Monday after", rules.DocumentByIssuer, "2026-08-28", "2026-09-07", duty.Late, 1, rules.WorkingDays},
		{"on the Tuesday after", rules.DocumentByIssuer, "2026-08-28", "2026-09-08", duty.Late, 2, rules.WorkingDays},
		{"over Tết", rules.DocumentByIssuer, "2026-02-11", "2026-02-24", duty.Late, 2, rules.WorkingDays},
		{"plain days", rules.Feedback, "2026-01-28", "2026-03-01", duty.Late, 6, rules.CalendarDays},
		{"plain days on the rolled date", rules.Feedback, "2026-01-28", "2026-02-23", duty.Met, 0, rules.CalendarDays},
		{"report on 31 October", rules.AnnualReport, "2026-01-01", "2026-10-31", duty.Met, 0, rules.CalendarDays},
		{"report on 1 November", rules.AnnualReport, "2026-01-01", "2026-11-01", duty.Late, 1, rules.CalendarDays},
		{"consolidated on 14 November", rules.ConsolidatedReport, "2026-01-01", "2026-11-14", duty.Met, 0, rules.CalendarDays},
		{"consolidated on 15 November", rules.ConsolidatedReport, "2026-01-01", "2026-11-15", duty.Late, 1, rules.CalendarDays},
	} {
		d := open(t, c.rule, c.trigger)
		want := duty.Verdict{State: c.state, MetOn: day(c.on), DueDate: d.DueDate, DaysLate: c.late, Unit: c.unit}
		if got := d.Meet(day(c.on), cal); got != want {
			t.Errorf("%s: %+v, want %+v", c.name, got, want)
		}
	}
}

// R11.1: a science topic is overdue on the 21st working day.
func TestStateOn(t *testing.T) {
	cal := calendar.VietNam()
	d := open(t, rules.ScienceProject, "2026-04-20")
	for _, c := range []struct {
		on   string
		want duty.Status
	}{
		{"2026-04-20", duty.Status{State: duty.Pending, DaysLeft: 20, Unit: rules.WorkingDays}},
		{"2026-05-20", duty.Status{State: duty.Pending, DaysLeft: 1, Unit: rules.WorkingDays}},
		{"2026-05-21", duty.Status{State: duty.Pending, Unit: rules.WorkingDays}},
		{"2026-05-22", duty.Status{State: duty.Overdue, DaysLate: 1, Unit: rules.WorkingDays}},
		{"2026-05-23", duty.Status{State: duty.Overdue, DaysLate: 2, Unit: rules.WorkingDays}}, // a Saturday counts with Monday
		{"2026-05-25", duty.Status{State: duty.Overdue, DaysLate: 2, Unit: rules.WorkingDays}},
	} {
		if got := d.StateOn(day(c.on), cal); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.on, got, c.want)
		}
	}
	report := open(t, rules.AnnualReport, "2026-01-01")
	if got := report.StateOn(day("2026-10-01"), cal); got != (duty.Status{State: duty.Pending, DaysLeft: 30, Unit: rules.CalendarDays}) {
		t.Errorf("report: %+v", got)
	}
}

// An open duty is overdue exactly on the days on which doing it would be late,
// by as many days; lateness starts at one and never shrinks.
func TestVerdictAndStatusAgree(t *testing.T) {
	cal := calendar.VietNam()
	rng := rand.New(rand.NewPCG(3, 4))
	for _, r := range rules.Default().Rules(day("2026-01-01")) {
		if !r.Unit.HasDeadline() {
			continue
		}
		for range 200 {
			d := open(t, r.ID, day("2026-01-01").AddDays(rng.IntN(700)).String())
			previous := 0
			for n := -3; n < 30; n++ {
				on := d.DueDate.AddDays(n)
				v, s := d.Meet(on, cal), d.StateOn(on, cal)
				late := n > 0
				if (v.State == duty.Late) != late || (s.State == duty.Overdue) != late || v.DaysLate != s.DaysLate || (v.DaysLate > 0) != late || v.DaysLate < previous {
					t.Fatalf("%s due %s, on %s: %+v %+v", r.ID, d.DueDate, on, v, s)
				}
				previous = v.DaysLate
			}
		}
	}
}

// The stored form. Events keep it for ever: fields may only be added.
func TestStoredForm(t *testing.T) {
	d := open(t, rules.DocumentByIssuer, "2026-08-28")
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"rule_id":"R17.c1","rule_version":"2025-07","subject":"publication-1","agency_id":"agency-1",` +
		`"trigger":"document.issued_on","trigger_date":"2026-08-28","due_date":"2026-09-04","limit":2,"unit":"working_days",` +
		`"calendar_version":"` + calendar.VietNam().Version() + `","provisional":false,` +
		`"legal_basis_vi":"Điều 17 khoản 1 điểm c, Quyết định 07/2019/QĐ-UBND","legal_basis_en":"Article 17, clause 1, point c, Decision 07/2019/QĐ-UBND"}`
	if string(data) != want {
		t.Errorf("%s", data)
	}
	var back duty.Duty
	if err := json.Unmarshal(data, &back); err != nil || back != d {
		t.Errorf("%+v %v", back, err)
	}
	v, err := json.Marshal(d.Meet(day("2026-09-07"), calendar.VietNam()))
	if err != nil || string(v) != `{"state":"late","met_on":"2026-09-07","due_date":"2026-09-04","days_late":1,"unit":"working_days"}` {
		t.Errorf("%s %v", v, err)
	}
	s, err := json.Marshal(d.StateOn(day("2026-09-03"), calendar.VietNam()))
	if err != nil || string(s) != `{"state":"pending","days_left":1,"unit":"working_days"}` {
		t.Errorf("%s %v", s, err)
	}
	for f := range reflect.TypeFor[duty.Duty]().Fields() {
		if tag := f.Tag.Get("json"); tag == "" || tag != strings.ToLower(tag) {
			t.Errorf("%s has the tag %q", f.Name, tag)
		}
	}
}
