package duty_test

import (
	"testing"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/rules"
)

// A period in months ends on the same day of the month, or on its last one, and
// runs on over days off (Civil Code 2015 Điều 147, 148).
func TestMonths(t *testing.T) {
	set, cal := rules.Default(), calendar.VietNam()
	for _, c := range []struct{ from, review, update string }{
		{"2026-03-02", "2026-09-03", "2026-06-02"}, // 2 September is National Day
		{"2025-11-30", "2026-06-01", "2026-03-02"}, // 30 May and 28 February are Saturdays
		{"2023-08-31", "2024-02-29", "2023-11-30"},
	} {
		for rule, want := range map[string]string{rules.DatasetReview: c.review, rules.DatasetUpdate: c.update} {
			d, err := duty.Open(set, cal, rule, "a", "dataset-x", "dataset.published", calendar.MustParse(c.from))
			if err != nil || d.DueDate != calendar.MustParse(want) || d.Unit != rules.Months {
				t.Errorf("%s from %s: %s, want %s (%v)", rule, c.from, d.DueDate, want, err)
			}
			if v := d.Meet(d.DueDate.AddDays(2), cal); v.State != duty.Late || v.DaysLate != 2 || v.Unit != rules.CalendarDays {
				t.Errorf("%+v", v)
			}
		}
	}
	if got := calendar.MustParse("2026-01-31").AddMonths(-11); got != calendar.MustParse("2025-02-28") {
		t.Errorf("eleven months back: %s", got)
	}
	if !(calendar.Date{}).AddMonths(3).IsZero() {
		t.Error("no date became one")
	}
}
