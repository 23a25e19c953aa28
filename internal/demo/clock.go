package demo

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"minhbach/domain/calendar"
)

// clock is the node's time while the past is being told. It never goes back.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is a millisecond later at every look, so that two events are never of one
// instant.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Millisecond)
	return c.now
}

func (c *clock) reach(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
	}
}

// days counts in working days around today: "-45" is the 45th before it, "+8" the
// eighth after it, "0" today.
type days struct {
	today    calendar.Date
	calendar *calendar.Calendar
}

func (d days) day(n int) calendar.Date {
	if n > 0 {
		return d.calendar.DueWorking(d.today, n)
	}
	on := d.today
	for ; n < 0; n++ {
		for on = on.AddDays(-1); !d.calendar.IsWorking(on); {
			on = on.AddDays(-1)
		}
	}
	return on
}

// at is a time of day ("08:30") on a day.
func (d days) at(day, clock string) (time.Time, error) {
	n, err := strconv.Atoi(day)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no day: write -45, 0 or +8", day)
	}
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no time of day: write 08:30", clock)
	}
	return d.day(n).Start().Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute), nil
}

// fill replaces {ngày -45} by dd/mm/yyyy, {năm -45} by the year and {iso -45} by
// yyyy-mm-dd.
func (d days) fill(text string) (string, error) {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		out.WriteString(before)
		if !ok {
			return out.String(), nil
		}
		inside, after, ok := strings.Cut(rest, "}")
		form, number, _ := strings.Cut(inside, " ")
		n, err := strconv.Atoi(number)
		if !ok || err != nil {
			return "", fmt.Errorf("{%s: want {ngày N}, {năm N} or {iso N}", inside)
		}
		switch on := d.day(n); form {
		case "ngày":
			out.WriteString(on.DMY())
		case "năm":
			out.WriteString(strconv.Itoa(on.Year()))
		case "iso":
			out.WriteString(on.String())
		default:
			return "", fmt.Errorf("{%s}: want {ngày N}, {năm N} or {iso N}", inside)
		}
		text = after
	}
}
