// Package workdesk is the desk of one item: where it stands, what this person may
// do with it and, where not, why not; its content, checklist, deadlines and history.
package workdesk

import (
	_ "embed"
	"html/template"
	"net/http"

	"minhbach/domain/publication"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/markdown"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed workdesk.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("workdesk", source)

// Page is everything about one item.
type Page struct {
	render.Base
	Untitled  bool
	State     render.Badge
	Due       desk.Due
	Facts     []render.Fact
	Actions   []Action
	Refused   []Refusal
	Summary   string
	Body      template.HTML
	Language  string
	Details   []render.Fact
	Files     []render.Fact
	Checklist []Check
	Duties    []Duty
	History   []render.Event
	Links     []render.Link
	Reason    string
	Note      string
}

// Action is something that may be done now.
type Action struct {
	Label, URL, Hint string
	First, Danger    bool
}

// Refusal is something that the state allows and this person may not do.
type Refusal struct{ Label, Why, Code string }

// Check is one principle and what was remarked.
type Check struct{ Sentence, Remark string }

// Duty is a legal deadline.
type Duty struct {
	Article, Due, How string
	Badge             render.Badge
}

// Serve shows the desk.
func Serve(s *site.Site, r *site.Request) error {
	w, err := s.App.Queries.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	lang := r.Lang
	title := w.Title
	if title == "" {
		title = i18n.T(lang, "desk.untitled")
	}
	page := Page{Base: desk.Frame(r, title), State: desk.StateBadge(lang, w.State), Due: desk.DueOf(lang, w.WorkItem),
		Summary: w.Content.Summary, Body: markdown.Render(w.Content.Body), Language: w.Content.Language, Reason: w.Reason, Note: w.Note}
	page.Actions, page.Refused = actions(r, w)
	names, err := s.App.Queries.Names(r.Context())
	if err != nil {
		return err
	}
	page.Facts = facts(r, w, names)
	page.Details, page.Files = contents(r, w)
	for _, c := range publication.Checks() {
		if remark, ok := w.Checklist[c.ID]; ok {
			page.Checklist = append(page.Checklist, Check{c.Sentence(string(lang)), remark})
		}
	}
	for _, d := range w.Duties {
		page.Duties = append(page.Duties, dutyOf(lang, w, d))
	}
	events, err := s.App.Queries.History(r.Context(), r.Caller, w.ID)
	if err != nil {
		return err
	}
	page.History = History(lang, events)
	page.Links = links(r, w)
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, page)
}

func dutyOf(lang i18n.Lang, w view.Work, d view.Duty) Duty {
	out := Duty{Article: d.Cite(string(lang)), Due: d.DueDate.DMY()}
	switch {
	case d.Verdict != nil && d.Verdict.DaysLate > 0:
		out.Badge = render.Badge{Tone: render.Danger, Label: desk.Verdict(lang, d)}
	case d.Verdict != nil:
		out.Badge = render.Badge{Tone: render.Success, Label: desk.Verdict(lang, d)}
	case w.Duty != nil && w.Duty.RuleID == d.RuleID:
		out.Badge = desk.DueOf(lang, w.WorkItem).Badge
	default:
		out.Badge = render.Badge{Label: i18n.T(lang, "desk.duty.open")}
	}
	return out
}

// History tells events, the newest first.
func History(lang i18n.Lang, events []view.Event) []render.Event {
	var out []render.Event
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		text := e.TextVi
		if lang == i18n.EN {
			text = e.TextEn
		}
		actor := e.ActorName
		if actor == "" && e.Actor != "" {
			actor = i18n.T(lang, "desk.history.system")
		}
		out = append(out, render.Event{At: e.Recorded, Title: text, Actor: actor, Text: i18n.T(lang, "desk.history.fact", e.Position, e.Type)})
	}
	return out
}

func facts(r *site.Request, w view.Work, names map[string]string) []render.Fact {
	lang := r.Lang
	t := func(key string) string { return i18n.T(lang, key) }
	out := []render.Fact{
		{Term: t("desk.col.kind"), Text: w.Kind.Label(string(lang))},
		{Term: t("desk.agency"), Text: desk.AgencyName(r, w.Agency)},
	}
	var authors string
	for _, id := range w.Authors {
		name := names[id]
		if name == "" {
			name = id
		}
		if authors != "" {
			authors += ", "
		}
		authors += name
	}
	if authors != "" {
		out = append(out, render.Fact{Term: t("desk.authors"), Text: authors})
	}
	if w.Version > 0 {
		out = append(out, render.Fact{Term: t("desk.version"), Text: i18n.T(lang, "desk.version.public", w.Version)})
	}
	if !w.PublishAt.IsZero() {
		out = append(out, render.Fact{Term: t("desk.embargo"), Time: w.PublishAt})
	}
	return append(out,
		render.Fact{Term: t("desk.address"), Text: w.Slug, Code: true},
		render.Fact{Term: t("desk.col.changed"), Time: w.UpdatedAt},
		render.Fact{Term: t("desk.hash"), Text: w.ContentHash, Code: true})
}

func contents(r *site.Request, w view.Work) (details, files []render.Fact) {
	empty := publication.Content{Language: w.Content.Language}
	rest := w.Content
	rest.Title, rest.Summary, rest.Body, rest.Attachments = "", "", "", nil
	for _, c := range publication.DiffContent(empty, rest) {
		if c.After == "" || len(c.Field) > 3 && c.Field[len(c.Field)-3:] == ".of" {
			continue
		}
		details = append(details, render.Fact{Term: desk.FieldLabel(r.Lang, c.Field), Text: desk.Value(r.Lang, c.Field, c.After)})
	}
	return details, desk.Files(r, w.ID, w.Content.Attachments)
}

func links(r *site.Request, w view.Work) []render.Link {
	if w.Version == 0 {
		return nil
	}
	info, _ := publication.KindOf(w.Kind)
	item := view.Item{Agency: w.Agency, Section: info.Section, Slug: w.Slug}
	path := r.ItemPath(item)
	return []render.Link{
		{Label: i18n.T(r.Lang, "desk.link.public"), URL: path},
		{Label: i18n.T(r.Lang, "desk.link.history"), URL: path + "/lich-su"},
		{Label: i18n.T(r.Lang, "desk.link.api"), URL: "/api/v1/publications/" + w.ID},
	}
}
