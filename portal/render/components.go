package render

import (
	"strconv"
	"time"

	"minhbach/portal/worddiff"
)

// Tone is how urgent a notice or badge is. Every tone has a word or a sign of
// its own, because colour alone says nothing to many readers.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Info    Tone = "info"
	Success Tone = "success"
	Warning Tone = "warning"
	Danger  Tone = "error"
)

// Notice is a message above the content ({{template "notice" .}}).
type Notice struct {
	Tone  Tone
	Title string
	Text  string
	Links []Link
}

// Badge is a short state label ({{template "badge" .}}).
type Badge struct {
	Tone  Tone
	Label string
}

// Sign is the badge's shape for readers who do not see its colour.
func (b Badge) Sign() string {
	return map[Tone]string{Neutral: "○", Info: "●", Success: "✓", Warning: "!", Danger: "✕"}[b.Tone]
}

// Item is one line of a list of publications ({{template "item" .}}).
type Item struct {
	Title  string
	URL    string
	Lang   string // of title and text, where it is not the page's
	Kicker string // section or kind
	Text   string
	At     time.Time
	Badges []Badge
	Facts  []string // short facts: number, format, size
}

// Fact is one line of a definition list ({{template "facts" .}} takes []Fact).
type Fact struct {
	Term  string
	Text  string
	URL   string
	Tel   string    // digits of a telephone number
	Time  time.Time // shown as a date when Text is empty
	Code  bool      // hashes, identifiers
	Badge *Badge
}

// Event is one point of a timeline ({{template "timeline" .}} takes []Event).
type Event struct {
	At    time.Time
	Title string
	Text  string
	Actor string
	URL   string
	Badge *Badge
}

// Diff is a word-level comparison ({{template "diff" .}}).
type Diff struct {
	Segments []worddiff.Segment
	Summary  worddiff.Summary
}

// NewDiff compares two texts and hides long equal runs.
func NewDiff(old, new string) Diff {
	segments := worddiff.Diff(old, new)
	return Diff{Segments: worddiff.Collapse(segments, 12), Summary: worddiff.Summarize(segments)}
}

// Same reports whether nothing at all changed.
func (d Diff) Same() bool {
	for _, s := range d.Segments {
		if s.Kind == worddiff.Insert || s.Kind == worddiff.Delete {
			return false
		}
	}
	return true
}

// Pagination is the row of page links ({{template "pagination" .}}).
type Pagination struct {
	Previous, Next string
	Pages          []PageLink
}

// PageLink is one page number, or a gap where Number is 0.
type PageLink struct {
	Number  int
	URL     string
	Current bool
}

// NewPagination links first, last and the neighbours of the current page. One
// page or none gives the zero value, which shows nothing.
func NewPagination(current, last int, address func(page int) string) Pagination {
	var p Pagination
	if last <= 1 {
		return p
	}
	current = min(max(current, 1), last)
	if current > 1 {
		p.Previous = address(current - 1)
	}
	if current < last {
		p.Next = address(current + 1)
	}
	for n, shown := 1, 0; n <= last; n++ {
		if n != 1 && n != last && (n < current-1 || n > current+1) {
			continue
		}
		if n > shown+1 {
			p.Pages = append(p.Pages, PageLink{})
		}
		p.Pages = append(p.Pages, PageLink{Number: n, URL: address(n), Current: n == current})
		shown = n
	}
	return p
}

// Option is one choice of a field.
type Option struct {
	Value    string
	Label    string
	Hint     string
	Selected bool
}

// Field is one question of a form ({{template "field" .}}). Kind is an input
// type, or "textarea", "select", "radios", "checkboxes".
type Field struct {
	Kind         string
	ID           string
	Name         string // empty: the ID
	Label        string
	Hint         string
	Error        string
	Value        string
	Optional     bool
	Rows         int
	MaxLength    int
	Autocomplete string
	InputMode    string
	Accept       string
	Narrow       bool
	Options      []Option
}

// FieldName is the form name.
func (f Field) FieldName() string {
	if f.Name == "" {
		return f.ID
	}
	return f.Name
}

// DescribedBy lists the ids that explain the field, for aria-describedby.
func (f Field) DescribedBy() string {
	switch {
	case f.Hint != "" && f.Error != "":
		return f.ID + "-hint " + f.ID + "-error"
	case f.Hint != "":
		return f.ID + "-hint"
	case f.Error != "":
		return f.ID + "-error"
	}
	return ""
}

// Target is the id that an error summary links to: a group has no control with
// its own id, so the summary leads to the first option.
func (f Field) Target() string {
	if f.Kind == "radios" || f.Kind == "checkboxes" {
		return f.ID + "-1"
	}
	return f.ID
}

// OptionID is the id of the n-th option of a group, counted from 0.
func (f Field) OptionID(n int) string { return f.ID + "-" + strconv.Itoa(n+1) }

// Errors collects the fields that need correction, for {{template "errors" .}}.
func Errors(fields ...Field) []Field {
	var out []Field
	for _, f := range fields {
		if f.Error != "" {
			out = append(out, f)
		}
	}
	return out
}
