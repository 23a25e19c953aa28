package publication

import (
	"errors"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/rules"
)

// Why a deadline was dropped before publication; stored, so they never change.
const (
	DroppedDateChanged = "date_changed"
	DroppedDateRemoved = "date_removed"
	DroppedDiscarded   = "discarded"
)

// deadlines opens what Điều 17 attaches to the dates of a content. A date for
// which no rule was in force opens nothing.
type deadlines struct {
	rules    *rules.Set
	calendar *calendar.Calendar
	agency   string
	subject  string // publication id
}

func (d deadlines) changed(info KindInfo, running []Obligation, before, after Details) ([]domain.Event, error) {
	var events []domain.Event
	for _, t := range info.Triggers {
		on := t.On(after)
		if on == t.On(before) {
			continue
		}
		if runs(running, t.Rule) {
			why := DroppedDateChanged
			if on.IsZero() {
				why = DroppedDateRemoved
			}
			events = append(events, DutyDropped{RuleID: t.Rule, Reason: why})
		}
		if on.IsZero() {
			continue
		}
		if d.rules == nil || d.calendar == nil {
			return nil, ErrNoRules.New()
		}
		opened, err := duty.Open(d.rules, d.calendar, t.Rule, d.agency, stream(d.subject), t.Date, on)
		if errors.Is(err, rules.ErrNoRule) {
			continue
		}
		if err != nil {
			return nil, err
		}
		events = append(events, DutyOpened{Duty: opened})
	}
	return events, nil
}

// stream names what a deadline is about, as the log does.
func stream(id string) string { return "publication-" + id }

func runs(all []Obligation, rule string) bool {
	for _, o := range all {
		if o.Duty.RuleID == rule && o.Verdict == nil {
			return true
		}
	}
	return false
}

// meet judges every open deadline by the day of publication.
func (p *Publication) meet(on calendar.Date, cal *calendar.Calendar) ([]domain.Event, error) {
	var events []domain.Event
	for _, o := range p.duties {
		if o.Verdict != nil {
			continue
		}
		if cal == nil {
			return nil, ErrNoRules.New()
		}
		events = append(events, DutyMet{
			RuleID: o.Duty.RuleID, Verdict: o.Duty.Meet(on, cal),
			LegalBasisVi: o.Duty.LegalBasisVi, LegalBasisEn: o.Duty.LegalBasisEn,
		})
	}
	return events, nil
}
