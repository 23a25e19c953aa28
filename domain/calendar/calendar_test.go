package calendar_test

import (
	"errors"
	"slices"
	"testing"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

func entry(date string, kind calendar.Kind, declared, supersedes string) calendar.Entry {
	return calendar.Entry{Date: day(date), Kind: kind, LegalBasis: "Thông báo thử", DeclaredAt: day(declared), Supersedes: supersedes}
}

// The days off and swapped workdays of each declared year, as announced.
func TestDeclaredYears(t *testing.T) {
	cal := calendar.VietNam()
	off := map[int][]string{
		2025: {"01-01", "01-27", "01-28", "01-29", "01-30", "01-31", "04-07", "04-30", "05-01", "05-02", "09-01", "09-02"},
		2026: {"01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "04-26", "04-27", "04-30", "05-01", "08-31", "09-01", "09-02", "11-24"},
	}
	work := map[int][]string{2025: {"04-26"}, 2026: {"01-10", "08-22"}}
	for year, want := range off {
		var gotOff, gotWork []string
		for _, e := range cal.Year(year) {
			if e.LegalBasis == "" || e.NameVi == "" || e.NameEn == "" || e.DeclaredAt.IsZero() {
				t.Errorf("%s says too little: %+v", e.ID(), e)
			}
			if s := e.Date.String()[5:]; e.Kind.Works() {
				gotWork = append(gotWork, s)
			} else {
				gotOff = append(gotOff, s)
			}
			if cal.IsWorking(e.Date) != e.Kind.Works() {
				t.Errorf("%s: %s", e.Date, e.Kind)
			}
		}
		if !slices.Equal(gotOff, want) || !slices.Equal(gotWork, work[year]) {
			t.Errorf("%d: off %v, work %v", year, gotOff, gotWork)
		}
	}
}

func TestUndeclaredYearsFollowStatute(t *testing.T) {
	cal := calendar.VietNam()
	for date, works := range map[string]bool{
		"2019-01-01": false, "2019-04-30": false, "2019-05-01": false, "2019-09-02": false, "2019-09-03": true,
		"2023-09-04": false,                                          // Saturday 2 September 2023 gave Monday 4 September
		"2022-05-02": false, "2022-05-03": false, "2022-05-04": true, // both days fell on a weekend
		"2025-11-24": true, "2027-11-24": false, // Culture Day from 2026
		"2029-11-26": true, // Culture Day on a Saturday is not compensated
		"2027-02-08": true, // Tết is not computed: the year is provisional
	} {
		if got := cal.IsWorking(day(date)); got != works {
			t.Errorf("IsWorking(%s) = %v", date, got)
		}
	}
	if e, ok := cal.Day(day("2023-09-04")); !ok || e.Kind != calendar.Compensatory || e.LegalBasis == "" {
		t.Errorf("4 September 2023: %+v", e)
	}
	for _, s := range calendar.StatutoryHolidays() {
		if s.LegalBasis == "" || s.NameVi == "" || s.NameEn == "" {
			t.Errorf("%+v", s)
		}
	}
}

func TestProvisional(t *testing.T) {
	cal := calendar.VietNam()
	for year, want := range map[int]bool{2019: true, 2024: true, 2025: false, 2026: false, 2027: true} {
		if cal.Provisional(year) != want {
			t.Errorf("%d", year)
		}
	}
	for _, v := range []struct {
		a, b string
		want bool
	}{
		{"2025-12-31", "2026-01-06", false}, {"2026-12-28", "2027-01-04", true},
		{"2024-12-31", "2025-01-03", true}, {"2026-05-01", "2025-05-01", false}, {"2028-01-01", "2026-01-01", true},
	} {
		if got := cal.ProvisionalBetween(day(v.a), day(v.b)); got != v.want {
			t.Errorf("%s to %s: %v", v.a, v.b, got)
		}
	}
	if !cal.ProvisionalBetween(calendar.Date{}, day("2026-01-01")) {
		t.Error("a period without a beginning is provisional")
	}
	next, err := cal.With(entry("2027-01-01", calendar.Holiday, "2026-10-01", ""))
	if err != nil || next.Provisional(2027) || !cal.Provisional(2027) {
		t.Error("a notice makes its year definite, in the new calendar only")
	}
	if next.IsWorking(day("2027-04-30")) || !next.IsWorking(day("2027-05-03")) {
		t.Error("a notice adds to the statutory dates; days in lieu are its own to name")
	}
	worked, err := cal.With(entry("2027-04-30", calendar.SwappedWork, "2026-10-01", ""))
	if err != nil || !worked.IsWorking(day("2027-04-30")) {
		t.Error("an entry speaks before statute")
	}
}

func TestSupersession(t *testing.T) {
	off := entry("2026-11-23", calendar.SwappedOff, "2026-09-01", "")
	back := entry("2026-11-23", calendar.SwappedWork, "2026-10-01", off.ID())
	again := entry("2026-11-23", calendar.SwappedOff, "2026-10-15", back.ID())
	cal := calendar.VietNam()
	for i, works := range []bool{false, true, false} {
		c, err := cal.With([]calendar.Entry{again, back, off}[2-i:]...)
		if err != nil {
			t.Fatal(err)
		}
		if c.IsWorking(day("2026-11-23")) != works {
			t.Errorf("after %d notices", i+1)
		}
		if len(c.Entries()) != len(cal.Entries())+i+1 {
			t.Error("superseded entries must stay on record")
		}
	}
}

func TestRefusals(t *testing.T) {
	off := entry("2026-11-23", calendar.SwappedOff, "2026-09-01", "")
	for name, c := range map[string]struct {
		entries []calendar.Entry
		want    *fault.Code
	}{
		"two entries for a date":     {[]calendar.Entry{off, entry("2026-11-23", calendar.Holiday, "2026-09-02", "")}, calendar.ErrDuplicate},
		"the same entry twice":       {[]calendar.Entry{off, off}, calendar.ErrDuplicate},
		"supersedes nothing":         {[]calendar.Entry{entry("2026-11-23", calendar.Holiday, "2026-09-02", off.ID())}, calendar.ErrSupersedes},
		"supersedes another date":    {[]calendar.Entry{off, entry("2026-11-25", calendar.Holiday, "2026-09-02", off.ID())}, calendar.ErrSupersedes},
		"supersedes on the same day": {[]calendar.Entry{off, entry("2026-11-23", calendar.Holiday, "2026-09-01", off.ID())}, calendar.ErrSupersedes},
		"supersedes one twice":       {[]calendar.Entry{off, entry("2026-11-23", calendar.Holiday, "2026-09-02", off.ID()), entry("2026-11-23", calendar.SwappedWork, "2026-09-03", off.ID())}, calendar.ErrSupersedes},
		"supersedes itself":          {[]calendar.Entry{entry("2026-11-23", calendar.Holiday, "2026-09-01", "2026-11-23@2026-09-01")}, calendar.ErrSupersedes},
		"no date":                    {[]calendar.Entry{{Kind: calendar.Holiday, LegalBasis: "x", DeclaredAt: day("2026-01-01")}}, calendar.ErrEntry},
		"unknown kind":               {[]calendar.Entry{entry("2026-11-23", "party", "2026-09-01", "")}, calendar.ErrEntry},
		"no legal basis":             {[]calendar.Entry{{Date: day("2026-11-23"), Kind: calendar.Holiday, DeclaredAt: day("2026-01-01")}}, calendar.ErrEntry},
		"no day of declaration":      {[]calendar.Entry{{Date: day("2026-11-23"), Kind: calendar.Holiday, LegalBasis: "x"}}, calendar.ErrEntry},
	} {
		if _, err := calendar.New(c.entries); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := calendar.New([]calendar.Entry{off, off, entry("2026-11-25", "party", "2026-09-01", "")})
	if f := fault.Of(err); f == nil || len(f.Fields) != 2 {
		t.Errorf("all faults at once: %v", err)
	}
}

func TestVersionNamesTheContent(t *testing.T) {
	cal := calendar.VietNam()
	entries := cal.Entries()
	slices.Reverse(entries)
	same, err := calendar.New(entries)
	if err != nil || same.Version() != cal.Version() {
		t.Errorf("order changed the version: %v", err)
	}
	more, err := cal.With(entry("2027-01-01", calendar.Holiday, "2026-10-01", ""))
	if err != nil || more.Version() == cal.Version() {
		t.Errorf("a notice must change the version: %v", err)
	}
	entries[0].LegalBasis += "!"
	other, err := calendar.New(entries)
	if err != nil || other.Version() == cal.Version() {
		t.Errorf("a legal basis is content: %v", err)
	}
	// Events store this text; it may change only together with the data.
	if got := cal.Version(); got != "vn-2026-07-01-20fb392ae3c0" {
		t.Errorf("Version() = %q", got)
	}
}
