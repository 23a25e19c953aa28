package rules

import (
	"time"

	"minhbach/domain/calendar"
)

// Unit is how a limit is counted.
type Unit string

const (
	WorkingDays   Unit = "working_days"
	CalendarDays  Unit = "calendar_days"   // rolled forward to a working day
	Months        Unit = "months"          // to the same day of the month, rolled forward to a working day
	FixedDate     Unit = "fixed_date"      // before a date of every year, strictly
	PerWorkingDay Unit = "per_working_day" // a cadence, no deadline
	OnChange      Unit = "on_change"       // the regulation names no number
)

// HasDeadline tells whether the unit gives a due date.
func (u Unit) HasDeadline() bool {
	return u == WorkingDays || u == CalendarDays || u == Months || u == FixedDate
}

// Text is a sentence or name in both languages.
type Text struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}

// In is the text in a language: English for "en", else Vietnamese.
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.En
	}
	return t.Vi
}

// Rule is one duty with its limit, as it was valid in an interval.
type Rule struct {
	ID         string        `json:"id"`
	Version    string        `json:"version"` // of the pack
	Title      Text          `json:"title"`
	Trigger    Text          `json:"trigger"`
	Duty       Text          `json:"duty"`
	Limit      int           `json:"limit"`
	Unit       Unit          `json:"unit"`
	Before     *MonthDay     `json:"before,omitempty"`    // for fixed_date: late from this day on
	FollowUp   *FollowUp     `json:"follow_up,omitempty"` // while the matter is unfinished
	LegalBasis LegalBasis    `json:"legal_basis"`
	Also       []LegalBasis  `json:"also,omitempty"`
	ValidFrom  calendar.Date `json:"valid_from"`
	ValidTo    calendar.Date `json:"valid_to,omitzero"` // last day; none while open
	Note       string        `json:"note,omitempty"`
}

// FollowUp is a repeated limit: a progress update every so many days.
type FollowUp struct {
	Limit int  `json:"limit"`
	Unit  Unit `json:"unit"`
}

// MonthDay is a date of every year.
type MonthDay struct {
	Month time.Month `json:"month"`
	Day   int        `json:"day"`
}

// LastDay is the last day on time in a year of a fixed-date rule: the law says
// "before 01/11", so it is 31 October. It is not rolled: the text names a date,
// not a period.
func (r Rule) LastDay(year int) (calendar.Date, bool) {
	if r.Unit != FixedDate || r.Before == nil {
		return calendar.Date{}, false
	}
	d, err := calendar.Of(year, r.Before.Month, r.Before.Day)
	if err != nil {
		return calendar.Date{}, false
	}
	return d.AddDays(-1), true
}
