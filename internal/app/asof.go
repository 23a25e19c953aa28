package app

import (
	"strconv"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/projections/view"
)

// ErrAsOf is the refusal of a point in time that cannot be read.
var ErrAsOf = fault.Define(fault.Invalid, "as_of.form",
	"Thời điểm “{text}” không đọc được; hãy viết 31/12/2026, 2026-12-31, 2026-12-31T17:00:00+07:00 hoặc số thứ tự sự kiện.",
	"The point in time “{text}” cannot be read; write 31/12/2026, 2026-12-31, 2026-12-31T17:00:00+07:00 or an event position.")

// ParseAsOf reads as_of the same way for every surface: a position of the log, a
// date (its last moment in Viet Nam), or an instant (RFC 3339). Empty text is now.
func ParseAsOf(text string) (view.AsOf, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return view.AsOf{}, nil
	}
	if n, err := strconv.ParseUint(text, 10, 62); err == nil && n > 0 {
		return view.AsOf{Position: n}, nil
	}
	for _, parse := range []func(string) (calendar.Date, error){calendar.Parse, calendar.ParseDMY} {
		if d, err := parse(text); err == nil {
			return view.AsOf{Instant: d.End().Add(-time.Microsecond).UTC()}, nil
		}
	}
	// A plus sign that was not escaped arrives as a space.
	if t, err := time.Parse(time.RFC3339Nano, strings.Replace(text, " ", "+", 1)); err == nil {
		return view.AsOf{Instant: t.UTC()}, nil
	}
	// What a browser's date-and-time field sends, in Viet Nam's time.
	if t, err := time.ParseInLocation("2006-01-02T15:04", text, calendar.Zone); err == nil {
		return view.AsOf{Instant: t.UTC()}, nil
	}
	if r := []rune(text); len(r) > 40 {
		text = string(r[:40]) + "…"
	}
	return view.AsOf{}, ErrAsOf.New("text", text).At("as_of")
}
