package calendar

import (
	"regexp"
	"time"
)

const iso = "2006-01-02"

// Parse reads "2026-03-02".
func Parse(s string) (Date, error) {
	t, err := time.Parse(iso, s)
	if err != nil || t.Year() < 1 {
		return Date{}, ErrDate.New("text", shorten(s), "form", "YYYY-MM-DD", "example", "2026-03-02")
	}
	return fromTime(t), nil
}

var dmy = regexp.MustCompile(`^\d{1,2}/\d{1,2}/\d{4}$`)

// ParseDMY reads "02/03/2026" or "2/3/2026", as people in Viet Nam write it.
func ParseDMY(s string) (Date, error) {
	t, err := time.Parse("2/1/2006", s)
	if err != nil || !dmy.MatchString(s) || t.Year() < 1 {
		return Date{}, ErrDate.New("text", shorten(s), "form", "dd/mm/yyyy", "example", "02/03/2026")
	}
	return fromTime(t), nil
}

// MustParse is Parse for constants; it panics on anything else.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// String is "2026-03-02", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.time().Format(iso)
}

// DMY is "02/03/2026", the form shown to people; "" for no date.
func (d Date) DMY() string {
	if d.IsZero() {
		return ""
	}
	return d.time().Format("02/01/2006")
}

// MarshalText writes String; in JSON a date is the string "2026-03-02".
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
