// Package review is where a member of the editorial board reads what was submitted
// and approves or returns it: the changes since the public version, or the whole of
// a first one, the checklist of Điều 4 and both answers on one page.
//
// The hash of what was read goes with the answer, so that nothing else is approved.
package review

import (
	_ "embed"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/markdown"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed review.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("review", source)

// Page is what was submitted, and the two answers.
type Page struct {
	render.Base
	Kind, Agency string
	State        render.Badge
	Due          desk.Due
	Note, Reason string
	First        bool
	Changes      []desk.Change
	Content      Content
	Files        []render.Fact
	Errors       []render.Field
	May, MayBack bool
	Refused      string
	Approve      render.Form
	All          render.Field
	Checks       []Check
	Moment       render.Field
	Day, Clock   render.Field
	OnBehalf     *render.Field
	Return       render.Form
	Hash         string
	EditURL      string
}

// Content is the whole text with everything about it.
type Content struct {
	Title, Summary, Language string
	Name                     string // of the language
	Body                     template.HTML
	Facts                    []render.Fact
	Others                   []Content
}

// Check is one principle: affirmed or not, with a remark.
type Check struct {
	Affirm render.Field
	Remark render.Field
}

// Show is the page before an answer.
func Show(s *site.Site, r *site.Request) error {
	return show(s, r, form.New(r.Lang, "", nil))
}

// Answer approves, returns, or keeps the checklist alone.
func Answer(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	id, path := r.PathValue("id"), "/quan-tri/muc/"+r.PathValue("id")
	if other := f.Get("thay-mat"); other != "" {
		r.Caller.OnBehalfOf = other
	}
	c := s.App.Commands
	var ok bool
	var err error
	switch f.Get("viec") {
	case "tra-lai":
		ok, err = desk.Act(r, f, c.ReturnPublication, app.ReturnPublication{ID: id, Reason: f.Raw("reason")}, path, "tra-lai")
	case "phieu":
		ok, err = desk.Act(r, f, c.CompleteChecklist, app.CompleteChecklist{ID: id, ContentHash: f.Get("content_hash"), Items: Items(f)}, path, "phieu")
	default:
		cmd := app.ApprovePublication{ID: id, ContentHash: f.Get("content_hash"), Checklist: Items(f)}
		done := "duyet"
		if f.Get("when") == "hen" {
			cmd.PublishAt, done = Embargo(r, f), "hen-gio"
		}
		ok, err = desk.Act(r, f, c.ApprovePublication, cmd, path, done)
	}
	if ok || err != nil {
		return err
	}
	return show(s, r, f)
}

// Items are the principles affirmed; one box affirms all five.
func Items(f *form.Form) map[string]string {
	out := map[string]string{}
	for _, c := range publication.Checks() {
		if f.Has("all") || f.Has("items."+c.ID) {
			out[c.ID] = f.Get("remark." + c.ID)
		}
	}
	return out
}

var errEmbargoPast = fault.Define(fault.Invalid, "form.embargo_past",
	"Giờ hẹn đăng phải ở phía trước; hãy chọn lại, hoặc chọn đăng ngay.",
	"The time set for publication must lie ahead; choose again, or publish at once.")
var errEmbargoDay = fault.Define(fault.Invalid, "form.embargo_day",
	"Hãy nhập ngày hẹn đăng theo dạng ngày/tháng/năm.",
	"Enter the day set for publication.")

// Embargo is the time set for publication, which must lie ahead.
func Embargo(r *site.Request, f *form.Form) time.Time {
	at := f.Instant("embargo_day", "embargo_time")
	switch {
	case !f.Has("embargo_day"):
		f.RefuseAt("embargo_day", errEmbargoDay.New())
	case f.OK() && !at.After(r.Site.Now()):
		f.RefuseAt("embargo_day", errEmbargoPast.New())
	}
	return at
}

func show(s *site.Site, r *site.Request, f *form.Form) error {
	w, err := s.App.Queries.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	lang := r.Lang
	title := w.Title
	if title == "" {
		title = i18n.T(lang, "desk.untitled")
	}
	home := r.Link("/quan-tri/muc/" + w.ID)
	page := Page{Base: desk.Frame(r, i18n.T(lang, "desk.review.title", title), render.Link{Label: title, URL: home}),
		Kind: w.Kind.Label(string(lang)), Agency: desk.AgencyName(r, w.Agency), State: desk.StateBadge(lang, w.State), Due: desk.DueOf(lang, w.WorkItem),
		Note: w.Note, Reason: w.Reason, First: w.Live == nil, Hash: w.ContentHash}
	page.Content = contentOf(lang, w.Content)
	page.Files = desk.Files(r, w.ID, w.Content.Attachments)
	if w.Live != nil {
		page.Changes = desk.Changes(lang, *w.Live, w.Content)
	}
	page.May = slices.Contains(w.Allowed, publication.CommandApprove)
	page.MayBack = slices.Contains(w.Allowed, publication.CommandReturn)
	answers(r, f, &page, w, home)
	page.Errors = f.Errors()
	page.Notices = append(page.Notices, f.Notices()...)
	return Template.Render(s.Engine, r.W, r.Request, f.Status(), page)
}

// answers fills the forms. After a refusal because the content is another now, what
// was affirmed is taken back: it was about what was read before.
func answers(r *site.Request, f *form.Form, page *Page, w view.Work, home string) {
	lang := r.Lang
	if r.Method == http.MethodPost && f.Get("content_hash") != "" && f.Get("content_hash") != w.ContentHash {
		f.Unset("all")
		for _, c := range publication.Checks() {
			f.Unset("items." + c.ID)
		}
	}
	revision := w.Revision
	if page.May {
		page.Approve = desk.Fill(r, render.Form{Action: home + "/duyet", Hidden: []render.Hidden{{Name: "content_hash", Value: w.ContentHash}}}, &revision)
		page.All, page.Checks = Checklist(f, lang, w.Checklist)
		page.Moment, page.Day, page.Clock = Moment(f, lang)
		page.OnBehalf = OnBehalf(r, f, w.Agency)
	} else if refused := w.Refused[publication.CommandApprove]; refused != nil {
		page.Refused = refused.Sentence(string(lang)) + " (" + refused.Code.Name + ")"
	}
	if page.MayBack {
		page.Return = desk.Fill(r, render.Form{ID: "tra-lai", Heading: i18n.T(lang, "desk.review.return"), Lead: i18n.T(lang, "desk.review.return.lead"),
			Action: home + "/duyet", Submit: i18n.T(lang, "desk.review.return"), Name: "viec", Value: "tra-lai", Tone: render.Info,
			Fields: []render.Field{f.Reason("reason", "desk.review.return.reason")}}, &revision)
	}
	if slices.Contains(w.Allowed, publication.CommandRevise) {
		page.EditURL = home + "/sua"
	}
}

// Checklist asks for the principles of Điều 4, all at once or one by one; what was
// affirmed before is told by given.
func Checklist(f *form.Form, lang i18n.Lang, given map[string]string) (all render.Field, checks []Check) {
	all = f.Choice("checkboxes", "all", "desk.review.all", []render.Option{{Value: "1", Label: i18n.T(lang, "desk.review.all.yes")}})
	for _, c := range publication.Checks() {
		remark, done := given[c.ID]
		if done && !f.Has("remark."+c.ID) {
			f.Set("remark."+c.ID, remark)
		}
		checks = append(checks, Check{
			Affirm: f.Choice("checkboxes", "items."+c.ID, "", []render.Option{{Value: "1", Label: c.Sentence(string(lang)), Selected: done}}, form.Label(strings.TrimSuffix(c.Sentence(string(lang)), "."))),
			Remark: f.Field("text", "remark."+c.ID, "desk.review.remark", form.Optional, form.Most(300)),
		})
	}
	return all, checks
}

// Moment asks when to publish.
func Moment(f *form.Form, lang i18n.Lang) (moment, day, clock render.Field) {
	moment = f.Choice("radios", "when", "desk.review.when", []render.Option{
		{Value: "ngay", Label: i18n.T(lang, "desk.review.now"), Selected: true}, {Value: "hen", Label: i18n.T(lang, "desk.review.later")}})
	day = f.DateField("embargo_day", "desk.review.day", form.Optional)
	clock = f.Field("text", "embargo_time", "desk.review.clock", form.Optional, form.Narrow, form.Most(5), form.Hint(i18n.T(lang, "desk.review.clock.hint")))
	return moment, day, clock
}

// OnBehalf lets somebody who holds a seat and a loan say whose power is used; nil
// when there is nothing to choose.
func OnBehalf(r *site.Request, f *form.Form, agency string) *render.Field {
	b, err := r.Site.App.Queries.Board(r.Context(), agency)
	if err != nil {
		return nil
	}
	options := []render.Option{{Label: i18n.T(r.Lang, "desk.review.own"), Selected: true}}
	names := map[string]string{}
	for _, seat := range b.Seats {
		names[seat.Account] = seat.Name
	}
	today := r.Today()
	for _, d := range b.Delegations {
		if d.To == r.Caller.Account && !today.Before(d.Since) && !today.After(d.Until) {
			options = append(options, render.Option{Value: d.From, Label: i18n.T(r.Lang, "desk.review.for", names[d.From])})
		}
	}
	if len(options) == 1 {
		return nil
	}
	field := f.Choice("radios", "thay-mat", "desk.review.power", options)
	return &field
}

func contentOf(lang i18n.Lang, c publication.Content) Content {
	out := Content{Title: c.Title, Summary: c.Summary, Language: c.Language, Body: markdown.Render(c.Body)}
	rest := c
	rest.Title, rest.Summary, rest.Body, rest.Translations, rest.Attachments = "", "", "", nil, nil
	for _, change := range publication.DiffContent(publication.Content{Language: c.Language}, rest) {
		if change.After != "" {
			out.Facts = append(out.Facts, render.Fact{Term: desk.FieldLabel(lang, change.Field), Text: desk.Value(lang, change.Field, change.After)})
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(c.Translations)) {
		t := c.Translations[tag]
		out.Others = append(out.Others, Content{Title: t.Title, Summary: t.Summary, Language: tag, Name: desk.LanguageName(lang, tag), Body: markdown.Render(t.Body)})
	}
	return out
}
