// Package form reads what people typed, keeps it as they typed it, and puts every
// refusal beside the field that it is about.
//
// It promises that a form shown again after any refusal has every value as it was
// sent. It decides nothing: commands refuse, and this places their sentences.
package form

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// Form is one form of a page: its answers and what is wrong with them.
type Form struct {
	lang   i18n.Lang
	prefix string // of ids, where a page has several forms
	values url.Values
	wrong  []wrong
	fields []render.Field
	status int
}

type wrong struct {
	path   string
	about  string // name of a file
	fault  *fault.Fault
	placed bool
}

// New is a form with the answers given, or none yet.
func New(lang i18n.Lang, prefix string, values url.Values) *Form {
	if values == nil {
		values = url.Values{}
	}
	return &Form{lang: lang, prefix: prefix, values: values, status: http.StatusOK}
}

// Of is the form that a request sent.
func Of(r *site.Request, prefix string) *Form { return New(r.Lang, prefix, r.PostForm) }

// Get is an answer without spaces around it.
func (f *Form) Get(name string) string { return strings.TrimSpace(f.values.Get(name)) }

// Raw is an answer as it came: passwords may begin with a space.
func (f *Form) Raw(name string) string { return f.values.Get(name) }

// All are the answers of a group.
func (f *Form) All(name string) []string { return f.values[name] }

// Set changes an answer.
func (f *Form) Set(name string, values ...string) { f.values[name] = values }

// Has tells whether an option was chosen.
func (f *Form) Has(name string) bool { return f.values.Get(name) != "" }

// Lines are the lines of a text, without empty ones.
func (f *Form) Lines(name string) []string {
	var out []string
	for line := range strings.Lines(strings.ReplaceAll(f.values.Get(name), "\r\n", "\n")) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// Date reads dd/mm/yyyy or what a browser's date field sends.
func (f *Form) Date(name string) calendar.Date {
	text := f.Get(name)
	if text == "" {
		return calendar.Date{}
	}
	if d, err := calendar.Parse(text); err == nil {
		return d
	}
	d, err := calendar.ParseDMY(text)
	f.refuseAt(name, err)
	return d
}

var (
	errTime = fault.Define(fault.Invalid, "form.time",
		"“{text}” không phải là giờ hợp lệ; hãy nhập theo dạng giờ:phút, ví dụ 07:30.",
		"“{text}” is not a time; write hours and minutes, for example 07:30.")
	errNumber = fault.Define(fault.Invalid, "form.number",
		"“{text}” không phải là số nguyên; hãy chỉ nhập chữ số.",
		"“{text}” is not a whole number; use digits only.")
)

// Instant joins a date and a time of day in Viet Nam.
func (f *Form) Instant(date, clock string) time.Time {
	d := f.Date(date)
	at, err := time.Parse("15:04", f.Get(clock))
	if err != nil {
		f.refuseAt(clock, errTime.New("text", f.Get(clock)))
	}
	if d.IsZero() || err != nil {
		return time.Time{}
	}
	return time.Date(d.Year(), d.Month(), d.Day(), at.Hour(), at.Minute(), 0, 0, calendar.Zone).UTC()
}

// Whole reads a whole number; grouping dots, commas and spaces are forgiven.
func (f *Form) Whole(name string) int64 {
	text := f.Get(name)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(strings.NewReplacer(".", "", ",", "", " ", "", "\u00a0", "").Replace(text), 10, 64)
	if err != nil {
		f.refuseAt(name, errNumber.New("text", text))
	}
	return n
}

// Values are the answers themselves, for pages that arrange them.
func (f *Form) Values() url.Values { return f.values }

// Unset takes an answer away.
func (f *Form) Unset(name string) { f.values.Del(name) }
