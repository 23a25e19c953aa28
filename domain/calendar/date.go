package calendar

import (
	"fmt"
	"time"

	"minhbach/domain/fault"
)

// Date is a day of the Gregorian calendar without a clock or a zone. Dates
// compare with == and serve as map keys; the zero Date means "no date" and is
// written as an empty text. Years go from 1 to 9999.
type Date struct {
	day int32 // days since 0000-12-31, so that 0 is no date
}

const (
	maxDay = 3652059 // 9999-12-31
	epoch  = 719163  // 1970-01-01
)

var ErrDate = fault.Define(fault.Invalid, "calendar.invalid_date",
	"“{text}” không phải là một ngày; hãy viết theo dạng {form}, ví dụ {example}.",
	"“{text}” is not a date; write it as {form}, for example {example}.")

// Of makes a date, or refuses one that does not exist (30 February).
func Of(year int, month time.Month, day int) (Date, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if year < 1 || year > 9999 || t.Year() != year || t.Month() != month || t.Day() != day {
		return Date{}, ErrDate.New("text", fmt.Sprintf("%04d-%02d-%02d", year, int(month), day), "form", "YYYY-MM-DD", "example", "2026-03-02")
	}
	return fromTime(t), nil
}

func fromTime(t time.Time) Date {
	return Date{int32(t.Unix()/86400 + epoch)}
}

func (d Date) time() time.Time {
	return time.Unix(int64(d.day-epoch)*86400, 0).UTC()
}

// IsZero tells "no date"; it also drives the omitzero tag of JSON.
func (d Date) IsZero() bool { return d.day == 0 }

func (d Date) Year() int             { y, _, _ := d.time().Date(); return y }
func (d Date) Month() time.Month     { return d.time().Month() }
func (d Date) Day() int              { return d.time().Day() }
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

func (d Date) Before(e Date) bool { return d.day < e.day }
func (d Date) After(e Date) bool  { return d.day > e.day }

// Compare is -1, 0 or 1, as slices.SortFunc wants it.
func (d Date) Compare(e Date) int {
	switch {
	case d.day < e.day:
		return -1
	case d.day > e.day:
		return 1
	}
	return 0
}

// AddDays moves by whole days and stops at the first and last date. No date
// stays no date.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return Date{int32(min(max(int64(d.day)+int64(n), 1), maxDay))}
}

// AddMonths moves by whole months, to the same day or, where the month has none, to
// its last one. No date stays no date.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	first := time.Date(d.Year(), d.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	moved, err := Of(first.Year(), first.Month(), min(d.Day(), last))
	if err != nil { // outside the calendar: as far as it goes
		return d.AddDays(n * 31)
	}
	return moved
}

// DaysSince counts the days from e to d; negative when d is earlier.
func (d Date) DaysSince(e Date) int { return int(d.day - e.day) }
