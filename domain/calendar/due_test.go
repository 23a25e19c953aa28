package calendar_test

import (
	"math/rand/v2"
	"testing"

	"minhbach/domain/calendar"
)

// The vectors of the working-day algorithm, by number.
func TestVectors(t *testing.T) {
	cal := calendar.VietNam()
	working, plain := cal.DueWorking, cal.DueCalendar
	vectors := []struct {
		number  int
		trigger string
		rule    func(calendar.Date, int) calendar.Date
		n       int
		due     string
	}{
		{1, "2025-04-25", working, 2, "2025-04-28"},
		{2, "2025-04-29", working, 2, "2025-05-06"},
		{3, "2025-01-24", working, 10, "2025-02-14"},
		{4, "2025-12-31", working, 2, "2026-01-06"},
		{5, "2026-01-09", working, 2, "2026-01-12"},
		{6, "2026-02-13", working, 10, "2026-03-06"},
		{6, "2026-02-13", working, 15, "2026-03-13"},
		{7, "2026-04-20", working, 20, "2026-05-21"},
		{8, "2026-04-24", working, 2, "2026-04-29"},
		{9, "2026-08-21", working, 2, "2026-08-24"},
		{10, "2026-08-28", working, 2, "2026-09-04"},
		{11, "2026-03-01", working, 2, "2026-03-03"},
		{12, "2026-11-23", working, 2, "2026-11-26"},
		{13, "2026-01-28", plain, 20, "2026-02-23"},
		{14, "2026-03-02", plain, 20, "2026-03-23"},
	}
	for _, v := range vectors {
		if got := v.rule(day(v.trigger), v.n); got != day(v.due) {
			t.Errorf("vector %d: %s + %d = %s, want %s", v.number, v.trigger, v.n, got, v.due)
		}
	}
}

func TestEdges(t *testing.T) {
	cal := calendar.VietNam()
	for _, v := range []struct {
		name string
		got  calendar.Date
		want string
	}{
		{"nothing to wait for", cal.DueWorking(day("2026-03-02"), 0), "2026-03-02"},
		{"nothing to wait for, on a rest day", cal.DueWorking(day("2026-03-01"), 0), "2026-03-02"},
		{"negative limit", cal.DueWorking(day("2026-03-02"), -4), "2026-03-02"},
		{"trigger on a swapped Saturday", cal.DueWorking(day("2026-01-10"), 1), "2026-01-12"},
		{"trigger on a holiday inside Tết", cal.DueWorking(day("2026-02-18"), 1), "2026-02-23"},
		{"plain period ends on a working Saturday", cal.DueCalendar(day("2026-01-03"), 7), "2026-01-10"},
		{"plain period of nothing on a Sunday", cal.DueCalendar(day("2026-03-01"), 0), "2026-03-02"},
		{"at the end of time", cal.DueWorking(day("9999-12-30"), 40), "9999-12-31"},
		{"no trigger", cal.DueWorking(calendar.Date{}, 3), ""},
	} {
		if v.got.String() != v.want {
			t.Errorf("%s: %q, want %q", v.name, v.got, v.want)
		}
	}
	if n := cal.WorkingDaysBetween(day("2026-03-02"), day("2026-03-01")); n != 0 {
		t.Errorf("backwards: %d", n)
	}
	if n := cal.WorkingDaysBetween(calendar.Date{}, day("2026-03-01")); n != 0 {
		t.Errorf("from no date: %d", n)
	}
}

// Whatever the trigger and the limit, the due date is a working day, grows
// with both, and counting back from it gives the limit.
func TestDueProperties(t *testing.T) {
	cal := calendar.VietNam()
	rng := rand.New(rand.NewPCG(1, 2))
	first := day("2019-01-01")
	for range 20_000 {
		trigger, n := first.AddDays(rng.IntN(4000)), 1+rng.IntN(40)
		due := cal.DueWorking(trigger, n)
		if !cal.IsWorking(due) || !due.After(trigger) {
			t.Fatalf("%s + %d = %s", trigger, n, due)
		}
		if got := cal.WorkingDaysBetween(trigger, due); got != n {
			t.Fatalf("%s + %d = %s counts %d", trigger, n, due, got)
		}
		if next := cal.DueWorking(trigger, n+1); !next.After(due) {
			t.Fatalf("%s: the limit %d is due %s, %d is due %s", trigger, n, due, n+1, next)
		}
		if later := cal.DueWorking(trigger.AddDays(1), n); later.Before(due) {
			t.Fatalf("a later trigger than %s is due earlier", trigger)
		}
		plain := cal.DueCalendar(trigger, n)
		if !cal.IsWorking(plain) || plain.Before(trigger.AddDays(n)) || cal.WorkingDaysBetween(trigger.AddDays(n-1), plain) != 1 {
			t.Fatalf("%s + %d days = %s", trigger, n, plain)
		}
	}
}

func BenchmarkDueWorking(b *testing.B) {
	cal, d := calendar.VietNam(), day("2026-02-13")
	b.ReportAllocs()
	for b.Loop() {
		cal.DueWorking(d, 15)
	}
}
