package site

import (
	"net/url"
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

// parseAsOf reads as_of: a position of the log, a date (its last moment in Viet
// Nam), or an instant (RFC 3339).
func parseAsOf(text string) (view.AsOf, error) {
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
	return view.AsOf{}, ErrAsOf.New("text", text).At("as_of")
}

// ParseAsOf is for other surfaces that read the same parameter.
func ParseAsOf(text string) (view.AsOf, error) { return parseAsOf(text) }

// Then adds this request's point in time to an address of the portal, so that a
// reader who looks at the past stays there.
func (r *Request) Then(path string) string {
	asked := r.Asked.Query().Get("as_of")
	if r.AsOf.IsNow() || asked == "" {
		return path
	}
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	return path + separator + "as_of=" + url.QueryEscape(asked)
}

// Now is this page without its point in time.
func (r *Request) nowURL() string {
	q := r.Asked.Query()
	q.Del("as_of")
	if len(q) == 0 {
		return r.Asked.Path
	}
	return r.Asked.Path + "?" + q.Encode()
}
