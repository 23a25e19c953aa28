package dataset

import (
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/publication"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// list collects facts and leaves out what is not stated.
type list struct {
	lang  i18n.Lang
	facts []render.Fact
}

func (l *list) text(key, text string) {
	if strings.TrimSpace(text) != "" {
		l.facts = append(l.facts, render.Fact{Term: i18n.T(l.lang, key), Text: text})
	}
}

// link leads to the web and to mail only: a publisher's text is no address of ours.
func (l *list) link(key, text, url string) {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "mailto:") {
		url = ""
	}
	if text != "" {
		l.facts = append(l.facts, render.Fact{Term: i18n.T(l.lang, key), Text: text, URL: url})
	}
}

// Period writes the time that data speaks of.
func Period(lang i18n.Lang, from, to calendar.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case from.IsZero():
		return i18n.T(lang, "data.period.until", to.DMY())
	case to.IsZero():
		return i18n.T(lang, "data.period.since", from.DMY())
	case from == to:
		return from.DMY()
	}
	return from.DMY() + " – " + to.DMY()
}

// Topics names themes.
func Topics(lang i18n.Lang, ids []string) (names []string) {
	for _, id := range ids {
		if t, ok := dataset.ThemeOf(id); ok {
			names = append(names, t.Label(string(lang)))
		}
	}
	return names
}

// fresh is what the data covers and how fresh it is.
func fresh(r *site.Request, d view.Dataset) []render.Fact {
	c := d.Content.Description
	l := &list{lang: r.Lang}
	l.text("data.period", Period(r.Lang, c.PeriodFrom, c.PeriodTo))
	l.text("data.spatial", c.Spatial)
	l.facts = append(l.facts, render.Fact{Term: i18n.T(r.Lang, "item.published"), Time: d.PublishedAt})
	if d.UpdatedAt.After(d.PublishedAt) {
		l.facts = append(l.facts, render.Fact{Term: i18n.T(r.Lang, "item.updated"), Time: d.UpdatedAt})
	}
	if f, ok := dataset.FrequencyOf(c.Frequency); ok {
		l.text("data.frequency", f.Label(string(r.Lang)))
	}
	l.text("data.next-due", c.NextDue.DMY())
	l.text("data.reviewed", d.ReviewedOn.DMY())
	l.text("data.topics", strings.Join(Topics(r.Lang, c.Topics), "; "))
	l.text("data.keywords", strings.Join(c.Keywords, ", "))
	l.text("data.creator", c.Creator)
	l.link("data.source", first(c.Source, c.SourceURL), c.SourceURL)
	l.text("data.method", c.Method)
	if d.Content.Release != nil {
		l.text("data.size", i18n.T(r.Lang, "data.rows-columns", d.Rows, d.Columns))
	}
	return l.facts
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// Deadline is a duty of keeping the data fresh, with its article.
type Deadline struct {
	Badge         render.Badge
	Sentence, Law string
}

func deadlines(r *site.Request, d view.Dataset) []Deadline {
	var out []Deadline
	for _, x := range d.Duties {
		one := Deadline{Law: x.Cite(string(r.Lang)), Badge: render.Badge{Tone: render.Info, Label: i18n.T(r.Lang, "data.in-time")}}
		key := "data.duty.update"
		if x.DueDate == d.ReviewDue && x.DueDate != d.UpdateDue || strings.Contains(x.RuleID, "review") {
			key = "data.duty.review"
		}
		one.Sentence = i18n.T(r.Lang, key, x.DueDate.DMY(), x.TriggerDate.DMY())
		if x.DueDate.Before(reading.Day(r)) {
			one.Badge = render.Badge{Tone: render.Warning, Label: i18n.T(r.Lang, "data.overdue")}
		}
		out = append(out, one)
	}
	return out
}

// check is what identifies exactly this content and who answers for it.
func check(r *site.Request, d view.Dataset) []render.Fact {
	l := &list{lang: r.Lang}
	badge := reading.Standing(r, dataset.Hash(d.Content) == d.ContentHash, d.Position)
	l.facts = append(l.facts, render.Fact{Term: i18n.T(r.Lang, "data.check.state"), Badge: &badge},
		render.Fact{Term: i18n.T(r.Lang, "item.hash"), Text: d.ContentHash, Code: true})
	if release := d.Content.Release; release != nil {
		l.facts = append(l.facts, render.Fact{Term: i18n.T(r.Lang, "data.file-hash"), Text: release.File.SHA256, Code: true})
	}
	l.text("item.version", i18n.Format(r.Lang, d.Version))
	l.text("item.approved-by", d.ApprovedBy)
	l.text("item.approved-as", publication.PositionName(r.Lang, d.Authority.Position))
	if d.Authority.Agency != "" {
		l.text("item.board", reading.AgencyName(r, d.Authority.Agency))
	}
	l.text("item.board-decision", d.Authority.Decision)
	if d.Authority.Delegator != "" {
		l.text("item.delegated", i18n.T(r.Lang, "item.delegated.yes"))
	}
	return l.facts
}

// contact is whom to ask about the data: a unit, else the agency.
func contact(r *site.Request, d view.Dataset) []render.Fact {
	c := d.Content.Description.Contact
	if a, ok := r.Tree.Current(d.Agency); ok && c.Unit == "" && c.Email == "" && c.Phone == "" {
		c = dataset.Contact{Unit: a.Name(string(r.Lang)), Email: a.Contact.Email, Phone: a.Contact.Phone}
	}
	l := &list{lang: r.Lang}
	l.text("field.unit", c.Unit)
	l.link("field.email", c.Email, "mailto:"+c.Email)
	if c.Phone != "" {
		l.facts = append(l.facts, render.Fact{Term: i18n.T(r.Lang, "field.phone"), Text: c.Phone, Tel: render.Portal{Phone: c.Phone}.Tel()})
	}
	return l.facts
}
