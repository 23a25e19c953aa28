// Package duty is a legal deadline as a value: opened by a fact under the rule
// and the calendar of that day, met by a later fact. A duty carries all that
// its verdict needs, so that replaying old events never changes an old verdict
// whatever rules and calendars came since. It reads no clock: the days are
// handed in. It keeps no list of duties; the aggregate that opened one does.
package duty

import (
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/rules"
)

// Duty is one deadline. It is stored inside events: fields are only added.
type Duty struct {
	RuleID          string        `json:"rule_id"`
	RuleVersion     string        `json:"rule_version"`
	Subject         string        `json:"subject"`   // what it is about: "publication-<id>"
	AgencyID        string        `json:"agency_id"` // who owes it
	Trigger         string        `json:"trigger"`   // the fact that opened it
	TriggerDate     calendar.Date `json:"trigger_date"`
	DueDate         calendar.Date `json:"due_date"` // the last day on time, as announced
	Limit           int           `json:"limit,omitempty"`
	Unit            rules.Unit    `json:"unit"`
	CalendarVersion string        `json:"calendar_version"`
	Provisional     bool          `json:"provisional"` // the calendar of a year it touches is not declared
	LegalBasisVi    string        `json:"legal_basis_vi"`
	LegalBasisEn    string        `json:"legal_basis_en"`
}

// Cite is the legal basis in a language: English for "en", else Vietnamese.
func (d Duty) Cite(lang string) string {
	if lang == "en" {
		return d.LegalBasisEn
	}
	return d.LegalBasisVi
}

var (
	// ErrNoDeadline: the rule names no number. It wraps rules.ErrNoRule, so that
	// one check covers all cases in which nothing is owed by a date.
	ErrNoDeadline = fault.Define(fault.NotFound, "duty.no_deadline",
		"Quy định {rule} không ấn định số ngày, nên không có thời hạn để theo dõi.",
		"The rule {rule} names no number of days, so there is no deadline to follow.")
	ErrIncomplete = fault.Define(fault.Invalid, "duty.incomplete",
		"Để tính thời hạn cần có đối tượng, cơ quan, sự kiện và ngày phát sinh; hãy bổ sung {missing}.",
		"A deadline needs its subject, agency, trigger and triggering date; supply {missing}.")
)

// Open starts the deadline that a rule sets on the day of its trigger. It
// refuses with rules.ErrNoRule where no version of the rule holds that day
// (nothing is owed) and with rules.ErrUnknownRule where there is no such rule.
func Open(set *rules.Set, cal *calendar.Calendar, ruleID, agencyID, subject, trigger string, triggerDate calendar.Date) (Duty, error) {
	for _, field := range []struct {
		name  string
		empty bool
	}{{"agency_id", agencyID == ""}, {"subject", subject == ""}, {"trigger", trigger == ""}, {"trigger_date", triggerDate.IsZero()}} {
		if field.empty {
			return Duty{}, ErrIncomplete.New("missing", field.name)
		}
	}
	rule, err := set.On(ruleID, triggerDate)
	if err != nil {
		return Duty{}, err
	}
	if !rule.Unit.HasDeadline() {
		return Duty{}, ErrNoDeadline.New("rule", ruleID).Because(rules.ErrNoRule.New("rule", ruleID, "date", triggerDate.DMY()))
	}
	d := Duty{
		RuleID: rule.ID, RuleVersion: rule.Version, Subject: subject, AgencyID: agencyID,
		Trigger: trigger, TriggerDate: triggerDate, Limit: rule.Limit, Unit: rule.Unit,
		LegalBasisVi: rule.Cite("vi"), LegalBasisEn: rule.Cite("en"),
	}
	if rule.Unit == rules.FixedDate {
		return d.due(nextLastDay(rule, triggerDate), cal), nil
	}
	return d.due(end(cal, triggerDate, d.Limit, d.Unit), cal), nil
}

// end is the last day of a period after a date.
func end(cal *calendar.Calendar, from calendar.Date, limit int, unit rules.Unit) calendar.Date {
	switch unit {
	case rules.WorkingDays:
		return cal.DueWorking(from, limit)
	case rules.Months:
		return cal.DueMonths(from, limit)
	}
	return cal.DueCalendar(from, limit)
}

// nextLastDay is the first yearly date that is not over on the trigger's day.
func nextLastDay(rule rules.Rule, trigger calendar.Date) calendar.Date {
	for year := trigger.Year(); ; year++ {
		if last, ok := rule.LastDay(year); !ok || !last.Before(trigger) {
			return last
		}
	}
}

func (d Duty) due(on calendar.Date, cal *calendar.Calendar) Duty {
	d.DueDate, d.CalendarVersion = on, cal.Version()
	// A date that the law names does not depend on the calendar.
	d.Provisional = d.Unit != rules.FixedDate && cal.ProvisionalBetween(d.TriggerDate, on)
	return d
}
