package desk

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/publication"
	"minhbach/domain/rules"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Upper begins a label with a capital.
func Upper(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// StateBadge is an editorial state, told by sign and word.
func StateBadge(lang i18n.Lang, s publication.State) render.Badge {
	b := render.Badge{Label: Upper(s.Label(string(lang)))}
	switch s {
	case publication.StateSubmitted, publication.StateCorrectionSubmitted:
		b.Tone = render.Info
	case publication.StatePublished, publication.StateApproved, publication.StateCorrectionApproved:
		b.Tone = render.Success
	case publication.StateReturned, publication.StateCorrectionReturned:
		b.Tone = render.Warning
	case publication.StateWithdrawn, publication.StateWithdrawnArchived, publication.StateDisposed:
		b.Tone = render.Danger
	}
	return b
}

// Due is a legal deadline in words.
type Due struct {
	On          string // dd/mm/yyyy
	Machine     string
	Words       string // "còn 2 ngày làm việc"
	Badge       render.Badge
	Article     string
	Provisional bool
}

// DueOf tells how the nearest deadline of an item stands; zero without one.
func DueOf(lang i18n.Lang, it view.WorkItem) Due {
	if it.Duty == nil {
		return Due{}
	}
	d := Due{On: it.Due.DMY(), Machine: it.Due.String(), Article: it.Duty.Cite(string(lang)), Provisional: it.Duty.Provisional}
	days, tone := it.Status.DaysLeft, render.Neutral
	switch {
	case it.Status.State == duty.Overdue:
		days, tone = -it.Status.DaysLate, render.Danger
	case days <= 1:
		tone = render.Warning
	}
	d.Words = i18n.Deadline(lang, days, unit(it.Status.Unit))
	d.Badge = render.Badge{Tone: tone, Label: d.Words}
	return d
}

// Verdict tells how a deadline was met.
func Verdict(lang i18n.Lang, d view.Duty) string {
	if d.Verdict == nil {
		return ""
	}
	return i18n.Late(lang, d.Verdict.DaysLate, unit(d.Verdict.Unit))
}

func unit(u rules.Unit) i18n.Unit {
	if u == rules.WorkingDays {
		return i18n.WorkingDays
	}
	return i18n.CalendarDays
}

// FieldLabel names a part of a content for people: "details.document.number".
func FieldLabel(lang i18n.Lang, path string) string {
	if rest, ok := strings.CutPrefix(path, "translations."); ok {
		tag, field, _ := strings.Cut(rest, ".")
		return i18n.T(lang, "desk.content.translation", LanguageName(lang, tag), FieldLabel(lang, field))
	}
	if key := "desk.content." + path; i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return path
}

// Languages are those that translations are offered in, besides any already there.
var Languages = []string{"en", "km", "zh", "fr", "ja", "ko"}

// LanguageName names a language for people.
func LanguageName(lang i18n.Lang, tag string) string {
	if key := "desk.language." + tag; i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return tag
}

// Change is one field of a comparison.
type Change struct {
	Label string
	Diff  render.Diff
}

// Changes compares two contents field by field. What only machines read (the text a
// translation was made from) is left out.
func Changes(lang i18n.Lang, before, after publication.Content) []Change {
	var out []Change
	for _, c := range publication.DiffContent(before, after) {
		if strings.HasSuffix(c.Field, ".of") {
			continue
		}
		out = append(out, Change{Label: FieldLabel(lang, c.Field), Diff: render.NewDiff(c.Before, c.After)})
	}
	return out
}

// Value shows dates and choices of a content as people write them.
func Value(lang i18n.Lang, field, text string) string {
	if key := "desk.content." + field + "." + text; i18n.Has(key) {
		return i18n.T(lang, key)
	}
	if d, err := calendar.Parse(text); err == nil {
		return d.DMY()
	}
	return text
}

// Files are the attachments of an item in hand, to open and to save.
func Files(r *site.Request, id string, list []publication.Attachment) []render.Fact {
	var out []render.Fact
	for _, a := range list {
		title := a.Title
		if title == "" {
			title = a.Name
		}
		out = append(out, render.Fact{Term: title, Text: i18n.T(r.Lang, "desk.file.fact", a.Name, a.MediaType, i18n.Size(r.Lang, a.Size)),
			URL: r.Link("/quan-tri/muc/"+id+"/tep/"+a.SHA256+"/") + url.PathEscape(a.Name)})
	}
	return out
}
