package duty

import (
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/rules"
)

// Triggers of the deadlines that follow an earlier one.
const (
	TriggerProgressNotice = "progress_notice"
	TriggerFollowUp       = "progress_update"
)

// ErrPromise: a promised date lies before the notice that promises it.
var ErrPromise = fault.Define(fault.Invalid, "duty.promise_in_the_past",
	"Ngày hẹn trả lời {promised} không được trước ngày thông báo {on}; hãy chọn ngày khác.",
	"The promised date {promised} must not lie before the notice of {on}; choose another date.")

// Promise is the deadline that a progress notice opens: the notice meets the
// limit of Điều 17 khoản 1 điểm đ, and the date it states binds from then on.
func (d Duty) Promise(on, promised calendar.Date, cal *calendar.Calendar) (Duty, error) {
	if on.IsZero() || promised.Before(on) {
		return Duty{}, ErrPromise.New("promised", promised.DMY(), "on", on.DMY())
	}
	next := d
	next.Trigger, next.TriggerDate, next.Limit = TriggerProgressNotice, on, 0
	return next.due(promised, cal), nil
}

// FollowUp is the next progress update owed while a matter is unfinished, by
// the rule under which the duty was opened (seven days for feedback). It
// refuses with ErrNoDeadline where that rule asks for none.
func (d Duty) FollowUp(set *rules.Set, on calendar.Date, cal *calendar.Calendar) (Duty, error) {
	opened := d.TriggerDate
	rule, err := set.On(d.RuleID, opened)
	if err != nil {
		return Duty{}, err
	}
	if rule.FollowUp == nil {
		return Duty{}, ErrNoDeadline.New("rule", d.RuleID).Because(rules.ErrNoRule.New("rule", d.RuleID, "date", opened.DMY()))
	}
	next := d
	next.Trigger, next.TriggerDate = TriggerFollowUp, on
	next.Limit, next.Unit = rule.FollowUp.Limit, rule.FollowUp.Unit
	return next.due(end(cal, on, next.Limit, next.Unit), cal), nil
}

// Recompute is an open duty by another calendar, and whether anything that
// people see changed. A date that was announced never moves earlier; promised
// and fixed dates do not move at all. Closed duties are not recomputed.
func (d Duty) Recompute(cal *calendar.Calendar) (Duty, bool) {
	next := d.DueDate
	if d.Limit > 0 && d.Unit != rules.FixedDate {
		if due := end(cal, d.TriggerDate, d.Limit, d.Unit); due.After(next) {
			next = due
		}
	}
	moved := d.due(next, cal)
	return moved, moved.DueDate != d.DueDate || moved.Provisional != d.Provisional
}
