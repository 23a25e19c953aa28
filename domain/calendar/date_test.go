package calendar_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"minhbach/domain/calendar"
)

func day(s string) calendar.Date { return calendar.MustParse(s) }

func TestDateAgreesWithTime(t *testing.T) {
	end := time.Date(2120, 1, 1, 0, 0, 0, 0, time.UTC)
	d := day("1890-12-30")
	for at := time.Date(1890, 12, 30, 0, 0, 0, 0, time.UTC); at.Before(end); at = at.AddDate(0, 0, 1) {
		if d.Year() != at.Year() || d.Month() != at.Month() || d.Day() != at.Day() || d.Weekday() != at.Weekday() || d.String() != at.Format("2006-01-02") {
			t.Fatalf("%s is not %s", d, at)
		}
		if of, err := calendar.Of(at.Date()); err != nil || of != d {
			t.Fatalf("Of(%s) = %s, %v", at, of, err)
		}
		d = d.AddDays(1)
	}
}

func TestDateArithmetic(t *testing.T) {
	a, b := day("2024-02-28"), day("2024-03-01")
	if a.AddDays(2) != b || b.AddDays(-2) != a || b.DaysSince(a) != 2 || a.DaysSince(b) != -2 {
		t.Error("leap day lost")
	}
	if !a.Before(b) || a.After(b) || a.Compare(b) != -1 || b.Compare(a) != 1 || a.Compare(a) != 0 {
		t.Error("order")
	}
	first, last := day("0001-01-01"), day("9999-12-31")
	if first.AddDays(-5) != first || last.AddDays(5) != last || last.AddDays(1<<40) != last {
		t.Error("dates must stop at the ends")
	}
	if zero := (calendar.Date{}); !zero.IsZero() || !zero.AddDays(3).IsZero() || zero.String() != "" || zero.DMY() != "" {
		t.Error("no date must stay no date")
	}
}

func TestDateText(t *testing.T) {
	type carrier struct {
		On   calendar.Date            `json:"on"`
		None calendar.Date            `json:"none,omitzero"`
		By   map[calendar.Date]string `json:"by"`
	}
	in := carrier{On: day("2026-03-02"), By: map[calendar.Date]string{day("2026-01-01"): "x"}}
	data, err := json.Marshal(in)
	if err != nil || string(data) != `{"on":"2026-03-02","by":{"2026-01-01":"x"}}` {
		t.Fatalf("%s %v", data, err)
	}
	var out carrier
	if err := json.Unmarshal(data, &out); err != nil || out.On != in.On || out.By[day("2026-01-01")] != "x" {
		t.Fatalf("%+v %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"on":"","by":null}`), &out); err != nil || !out.On.IsZero() {
		t.Fatalf("empty text: %+v %v", out, err)
	}
	for _, bad := range []string{`{"on":"02/03/2026"}`, `{"on":"2026-02-30"}`, `{"on":"0000-01-01"}`, `{"on":"2026-3-2"}`} {
		if err := json.Unmarshal([]byte(bad), &out); !errors.Is(err, calendar.ErrDate) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestDMY(t *testing.T) {
	if got := day("2026-03-02").DMY(); got != "02/03/2026" {
		t.Error(got)
	}
	for _, in := range []string{"02/03/2026", "2/3/2026"} {
		if d, err := calendar.ParseDMY(in); err != nil || d != day("2026-03-02") {
			t.Errorf("ParseDMY(%q) = %s, %v", in, d, err)
		}
	}
	for _, in := range []string{"", "31/02/2026", "2026-03-02", "2/3/26", " 2/3/2026", "13/13/2026"} {
		if _, err := calendar.ParseDMY(in); !errors.Is(err, calendar.ErrDate) {
			t.Errorf("ParseDMY(%q) accepted", in)
		}
	}
	if _, err := calendar.Of(2026, 2, 30); !errors.Is(err, calendar.ErrDate) {
		t.Error("30 February accepted")
	}
	if _, err := calendar.Of(0, 1, 1); !errors.Is(err, calendar.ErrDate) {
		t.Error("year 0 accepted")
	}
}

func TestDateOfIsVietnamese(t *testing.T) {
	late := time.Date(2026, 3, 1, 17, 0, 0, 0, time.UTC) // 00:00 on 2 March in Viet Nam
	if got := calendar.DateOf(late); got != day("2026-03-02") {
		t.Error(got)
	}
	if got := calendar.DateOf(late.Add(-time.Nanosecond)); got != day("2026-03-01") {
		t.Error(got)
	}
	d := day("2026-03-02")
	if !d.Start().Equal(late) || calendar.DateOf(d.End()) != d.AddDays(1) || calendar.DateOf(d.End().Add(-1)) != d {
		t.Error("a day runs from 00:00 to 24:00 in Viet Nam")
	}
	if !calendar.DateOf(time.Time{}).IsZero() {
		t.Error("no instant is no date")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2026-03-02", "02/03/2026", "", "9999-12-31", "10000-01-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := calendar.Parse(s); err == nil && d.String() != s {
			t.Fatalf("%q became %q", s, d)
		}
		if d, err := calendar.ParseDMY(s); err == nil {
			if again, err := calendar.ParseDMY(d.DMY()); err != nil || again != d {
				t.Fatalf("%q became %q", s, d.DMY())
			}
		}
	})
}
