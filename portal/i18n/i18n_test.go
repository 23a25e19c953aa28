package i18n

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestNumbersDatesAndSizes(t *testing.T) {
	at := time.Date(2026, 2, 28, 17, 30, 5, 0, time.UTC)
	for _, c := range []struct{ name, got, want string }{
		{"vi decimal", Decimal(VI, 1234567.891, 2), "1.234.567,89"},
		{"en decimal", Decimal(EN, 1234567.891, 2), "1,234,567.89"},
		{"negative", Number(VI, -1234), "−1.234"},
		{"three digits", Number(VI, 999), "999"},
		{"zero", Number(EN, 0), "0"},
		{"next day in Viet Nam", Date(at), "01/03/2026"},
		{"24 hours", DateTime(at), "01/03/2026 00:30"},
		{"instant", Instant(at), "01/03/2026 00:30:05 (UTC+07:00)"},
		{"machine", Machine(at), "2026-03-01T00:30:05+07:00"},
		{"zero time", Date(time.Time{}), ""},
		{"bytes", Size(VI, 999), "999 B"},
		{"kilobytes", Size(VI, 1536), "1,5 kB"},
		{"no 1000,0 kB", Size(VI, 999_999), "1,0 MB"},
		{"megabytes", Size(EN, 475_000_000), "475.0 MB"},
		{"percent", Percent(VI, 0.4567), "45,7 %"},
		{"float argument", Format(VI, 12.5), "12,5"},
		{"named integer argument", Format(VI, time.Month(3)), "March"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestDeadlineWording(t *testing.T) {
	for _, c := range []struct {
		days   int
		unit   Unit
		vi, en string
	}{
		{2, WorkingDays, "còn 2 ngày làm việc", "2 working days left"},
		{1, WorkingDays, "còn 1 ngày làm việc", "1 working day left"},
		{0, WorkingDays, "đến hạn hôm nay", "due today"},
		{-3, WorkingDays, "quá hạn 3 ngày làm việc", "3 working days overdue"},
		{-1, CalendarDays, "quá hạn 1 ngày", "1 day overdue"},
	} {
		if got := Deadline(VI, c.days, c.unit); got != c.vi {
			t.Errorf("vi %d: got %q, want %q", c.days, got, c.vi)
		}
		if got := Deadline(EN, c.days, c.unit); got != c.en {
			t.Errorf("en %d: got %q, want %q", c.days, got, c.en)
		}
	}
	if got := Late(VI, 0, WorkingDays) + "/" + Late(EN, 2, WorkingDays); got != "đúng hạn/2 working days late" {
		t.Errorf("late: %q", got)
	}
}

func TestUnknownKeysAndMissingArgumentsAreErrors(t *testing.T) {
	var unknown *UnknownKeyError
	if _, err := Lookup(VI, "no.such.key"); !errors.As(err, &unknown) {
		t.Errorf("unknown key: got %v", err)
	}
	if got := T(VI, "no.such.key"); got != "⟦no.such.key⟧" {
		t.Errorf("visible mark: got %q", got)
	}
	if _, err := Lookup(EN, "page.range", 1, 2); err == nil {
		t.Error("a missing argument must be an error")
	}
}

func TestLoadRefusesFaultyCatalogues(t *testing.T) {
	good := `{"a.b": "x {0}"}`
	for _, c := range []struct{ name, vi, en, want string }{
		{"missing in en", `{"a.b": "x {0}", "a.c": "y"}`, good, "a.c is missing in en.json"},
		{"missing in vi", good, `{"a.b": "x {0}", "a.c": "y"}`, "a.c is missing in vi.json"},
		{"twice", `{"a.b": "x {0}", "a.b": "y {0}"}`, good, "declared twice"},
		{"placeholders", good, `{"a.b": "x {1}"}`, "other placeholders"},
		{"key shape", `{"A b": "x"}`, `{"A b": "x"}`, "not a dotted"},
		{"empty", `{"a.b": ""}`, good, "want a text"},
		{"truncated", `{"a.b": "x {0}"`, good, "EOF"},
	} {
		_, err := Load(fstest.MapFS{
			"messages/s/vi.json": {Data: []byte(c.vi)},
			"messages/s/en.json": {Data: []byte(c.en)},
		})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestParseLanguage(t *testing.T) {
	if Parse("en-GB") != EN || Parse("EN") != EN || Parse("fr") != VI || Parse("") != VI {
		t.Error("unknown languages fall to Vietnamese, English by tag or region")
	}
}
