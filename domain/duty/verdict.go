package duty

import (
	"minhbach/domain/calendar"
	"minhbach/domain/rules"
)

// State is how a duty stands.
type State string

const (
	Pending State = "pending" // open, the due date is not over
	Overdue State = "overdue" // open, the due date is over
	Met     State = "met"     // done on time
	Late    State = "late"    // done after the due date
	Waived  State = "waived"  // dropped for a recorded reason
)

// States lists every state.
func States() []State { return []State{Pending, Overdue, Met, Late, Waived} }

// Verdict is the end of a duty, stored inside events.
type Verdict struct {
	State    State         `json:"state"` // met or late
	MetOn    calendar.Date `json:"met_on"`
	DueDate  calendar.Date `json:"due_date"`
	DaysLate int           `json:"days_late"`
	Unit     rules.Unit    `json:"unit"` // of DaysLate: working_days or calendar_days
}

// Meet judges a duty that was done on a date. The due date itself is on time
// to its last instant; the next day is late. What was done before the trigger
// is on time too.
func (d Duty) Meet(on calendar.Date, cal *calendar.Calendar) Verdict {
	v := Verdict{State: Met, MetOn: on, DueDate: d.DueDate, Unit: d.counted()}
	if on.After(d.DueDate) {
		v.State, v.DaysLate = Late, d.daysLate(on, cal)
	}
	return v
}

// Status is how an open duty stands on a day.
type Status struct {
	State    State      `json:"state"`               // pending or overdue
	DaysLeft int        `json:"days_left,omitempty"` // 0 on the due date
	DaysLate int        `json:"days_late,omitempty"`
	Unit     rules.Unit `json:"unit"`
}

// StateOn tells how an open duty stands on a day.
func (d Duty) StateOn(today calendar.Date, cal *calendar.Calendar) Status {
	s := Status{State: Pending, Unit: d.counted()}
	switch {
	case today.After(d.DueDate):
		s.State, s.DaysLate = Overdue, d.daysLate(today, cal)
	case s.Unit == rules.WorkingDays:
		s.DaysLeft = cal.WorkingDaysBetween(today, d.DueDate)
	default:
		s.DaysLeft = d.DueDate.DaysSince(today)
	}
	return s
}

// counted is the unit in which days left and late are told.
func (d Duty) counted() rules.Unit {
	if d.Unit == rules.WorkingDays {
		return rules.WorkingDays
	}
	return rules.CalendarDays
}

// daysLate counts the days after the due date. Working days count when they
// begin, and a rest day counts with the working day after it, so that a late
// deed is always at least one day late.
func (d Duty) daysLate(on calendar.Date, cal *calendar.Calendar) int {
	if d.counted() == rules.WorkingDays {
		return cal.WorkingDaysBetween(d.DueDate, cal.NextWorking(on))
	}
	return on.DaysSince(d.DueDate)
}
