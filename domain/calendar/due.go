package calendar

// IsWorking tells whether the administration works on a date: a swapped-in
// workday always, else Monday to Friday unless the day is off.
func (c *Calendar) IsWorking(d Date) bool {
	if d.IsZero() {
		return false
	}
	if e, ok := c.Day(d); ok {
		return e.Kind.Works()
	}
	return !restDay(d)
}

// NextWorking is d itself when it is a working day, else the next one.
func (c *Calendar) NextWorking(d Date) Date {
	for !c.IsWorking(d) && d.day > 0 && d.day < maxDay {
		d = d.AddDays(1)
	}
	return d
}

// DueWorking is the n-th working day after the trigger; the trigger day does
// not count (Civil Code 2015 Điều 147). With n ≤ 0 it is the trigger day,
// rolled forward to a working day.
func (c *Calendar) DueWorking(trigger Date, n int) Date {
	if n <= 0 {
		return c.NextWorking(trigger)
	}
	d := trigger
	for ; n > 0 && d.day > 0 && d.day < maxDay; n-- {
		d = c.NextWorking(d.AddDays(1))
	}
	return d
}

// DueCalendar is n plain days after the trigger; a period that ends on a day
// off runs to the end of the next working day (Civil Code 2015 Điều 148).
func (c *Calendar) DueCalendar(trigger Date, n int) Date {
	return c.NextWorking(trigger.AddDays(max(n, 0)))
}

// DueMonths is n months after the trigger; a period that ends on a day off runs to
// the end of the next working day (Civil Code 2015 Điều 148).
func (c *Calendar) DueMonths(trigger Date, n int) Date {
	return c.NextWorking(trigger.AddMonths(max(n, 0)))
}

// WorkingDaysBetween counts the working days after a, up to and including b;
// 0 when b is not after a.
func (c *Calendar) WorkingDaysBetween(a, b Date) int {
	if a.IsZero() || b.IsZero() {
		return 0
	}
	n := 0
	for d := a; d.Before(b); {
		d = d.AddDays(1)
		if c.IsWorking(d) {
			n++
		}
	}
	return n
}

// Provisional tells that no notice was recorded for a year, so that its lunar
// holidays and swaps are unknown.
func (c *Calendar) Provisional(year int) bool { return !c.declared[year] }

// ProvisionalBetween tells that a period from a to b touches such a year.
func (c *Calendar) ProvisionalBetween(a, b Date) bool {
	if b.Before(a) {
		a, b = b, a
	}
	if a.IsZero() {
		return true
	}
	for y := a.Year(); y <= b.Year(); y++ {
		if c.Provisional(y) {
			return true
		}
	}
	return false
}
