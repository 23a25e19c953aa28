package i18n

// Unit is how a legal time limit counts its days; the two are never mixed
// (regulation Điều 17 counts working days, Decision 574 plain days).
type Unit string

// Units of a time limit.
const (
	WorkingDays  Unit = "working_days"
	CalendarDays Unit = "calendar_days"
)

// Deadline words the time left until a due date: "còn 2 ngày làm việc",
// "đến hạn hôm nay", "quá hạn 3 ngày làm việc". Negative days are overdue.
func Deadline(lang Lang, daysLeft int, unit Unit) string {
	suffix := "working"
	if unit == CalendarDays {
		suffix = "calendar"
	}
	switch {
	case daysLeft > 0:
		return T(lang, "deadline.left."+suffix, daysLeft)
	case daysLeft == 0:
		return T(lang, "deadline.today")
	}
	return T(lang, "deadline.overdue."+suffix, -daysLeft)
}

// Late words by how much a duty was met after its due date.
func Late(lang Lang, daysLate int, unit Unit) string {
	switch {
	case daysLate <= 0:
		return T(lang, "deadline.met")
	case unit == CalendarDays:
		return T(lang, "deadline.late.calendar", daysLate)
	}
	return T(lang, "deadline.late.working", daysLate)
}
