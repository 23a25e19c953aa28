package datasetdesk

import (
	"slices"
	"strings"

	"minhbach/domain/calendar"
	set "minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Home is the list of datasets in hand.
const Home = "/quan-tri/du-lieu"

// Path is a dataset's desk, without the portal and the language.
func Path(id string) string { return Home + "/" + id }

// Frame is the base of a page below the list.
func Frame(r *site.Request, title string, trail ...render.Link) render.Base {
	return desk.Frame(r, title, append([]render.Link{{Label: i18n.T(r.Lang, "desk.data"), URL: r.Link(Home)}}, trail...)...)
}

// Below is the base of a page of one dataset.
func Below(r *site.Request, w view.DatasetWork, title string) render.Base {
	return Frame(r, title, render.Link{Label: Name(r.Lang, w.Title), URL: r.Link(Path(w.ID))})
}

// Name is a title, or that there is none yet.
func Name(lang i18n.Lang, title string) string {
	if title == "" {
		return i18n.T(lang, "desk.untitled")
	}
	return title
}

// State is an editorial state in the words of datasets.
func State(lang i18n.Lang, s editorial.State) render.Badge {
	b := desk.StateBadge(lang, s)
	b.Label = desk.Upper(set.StateLabel(s, string(lang)))
	return b
}

// May tells whether a command is open to the caller now.
func May(w view.DatasetWork, c editorial.Command) bool { return slices.Contains(w.Allowed, c) }

// Reminder is a day by which the agency must look at its data again.
type Reminder struct {
	Label, On, Machine string
	Badge              render.Badge
}

// soon is how many days ahead a reminder is urgent.
const soon = 30

// Reminders are the days on which a public dataset must be reviewed and updated
// (Decree 47/2020), the nearest first.
func Reminders(r *site.Request, w view.DatasetWorkItem) []Reminder {
	type due struct {
		key string
		on  calendar.Date
	}
	all := []due{{"desk.data.due.review", w.ReviewDue}, {"desk.data.due.update", w.UpdateDue}}
	slices.SortStableFunc(all, func(a, b due) int { return a.on.Compare(b.on) })
	var out []Reminder
	for _, d := range all {
		if d.on.IsZero() {
			continue
		}
		days, tone := d.on.DaysSince(r.Today()), render.Neutral
		switch {
		case days < 0:
			tone = render.Danger
		case days <= soon:
			tone = render.Warning
		}
		out = append(out, Reminder{Label: i18n.T(r.Lang, d.key), On: d.on.DMY(), Machine: d.on.String(),
			Badge: render.Badge{Tone: tone, Label: i18n.Deadline(r.Lang, days, i18n.CalendarDays)}})
	}
	return out
}

// urgent tells whether somebody should act on a reminder now.
func urgent(all []Reminder) bool {
	return slices.ContainsFunc(all, func(d Reminder) bool { return d.Badge.Tone != render.Neutral })
}

// FieldLabel names a part of a content by its path: "contact.email",
// "columns.dan_so.unit", "release.rows".
func FieldLabel(lang i18n.Lang, path string) string {
	if rest, ok := strings.CutPrefix(path, "columns."); ok {
		name, field, _ := strings.Cut(rest, ".")
		return i18n.T(lang, "desk.data.of-column", name, FieldLabel(lang, "column."+field))
	}
	if key := "desk.data.field." + path; i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return path
}

// Changes compares two contents field by field, choices by their names.
func Changes(lang i18n.Lang, before, after set.Content) []desk.Change {
	var out []desk.Change
	for _, c := range set.DiffContent(before, after) {
		out = append(out, desk.Change{Label: FieldLabel(lang, c.Field), Diff: render.NewDiff(Value(lang, c.Field, c.Before), Value(lang, c.Field, c.After))})
	}
	return out
}

// Value shows dates and choices of a description as people write them.
func Value(lang i18n.Lang, field, text string) string {
	label := func(t set.Term, ok bool) string {
		if ok {
			return t.Label(string(lang))
		}
		return text
	}
	switch field {
	case "topics":
		var names []string
		for id := range strings.Lines(text) {
			id = strings.TrimSpace(id)
			t, ok := set.ThemeOf(id)
			if !ok {
				t.Vi, t.En = id, id
			}
			names = append(names, t.Label(string(lang)))
		}
		return strings.Join(names, "\n")
	case "licence":
		return label(set.LicenceOf(text))
	case "frequency":
		return label(set.FrequencyOf(set.Frequency(text)))
	case "release.change":
		if key := "data.change." + text; i18n.Has(key) {
			return i18n.T(lang, key)
		}
	case "period_from", "period_to", "next_due":
		if d, err := calendar.Parse(text); err == nil {
			return d.DMY()
		}
	}
	return text
}
