// Package home is the first page of the province and of each agency: who it is,
// what is new with it and below it, its sections, its units, and how it keeps the
// deadlines of the law.
package home

import (
	_ "embed"
	"net/http"

	"minhbach/portal/i18n"
	"minhbach/portal/pages/deadlines"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed home.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("home", source)

// Page is the first page of one agency.
type Page struct {
	render.Base
	Intro, Function string
	Contact         []render.Fact
	News, Documents []render.Item
	NewsURL         string
	DocumentsURL    string
	Sections        []reading.Section
	Groups          []Group
	Deadlines       deadlines.Summary
	DeadlinesURL    string
	SitemapURL      string
	ChartURL        string
	VerifyURL       string
	Verify          render.Field
}

// latest is how many lines of each list the first page shows.
const latest = 5

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	if err := reading.Locate(r); err != nil {
		return err
	}
	p := Page{
		Base: reading.Base(r, r.Agency.Name(string(r.Lang))), Intro: r.Agency.Contact.Intro, Function: r.Agency.Function,
		Contact: contact(r), Groups: units(r),
		NewsURL: r.Then(r.Link("/tin-tuc")), DocumentsURL: r.Then(r.Link("/van-ban")), DeadlinesURL: r.Then(r.Link("/thoi-han")),
		SitemapURL: r.Link("/so-do-cong"), ChartURL: r.Then(r.Link("/co-cau-to-chuc")),
	}
	p.Description = p.Intro
	if p.Description == "" {
		p.Description = i18n.T(r.Lang, "home.description", p.Title)
	}
	scope := reading.Scope(r)
	news, err := s.App.Queries.Items(r.Context(), view.ItemFilter{AsOf: r.AsOf, Agencies: scope, Section: "tin-tuc", Limit: latest})
	if err != nil {
		return err
	}
	documents, err := s.App.Queries.Items(r.Context(), view.ItemFilter{AsOf: r.AsOf, Agencies: scope, Section: "van-ban", Limit: latest})
	if err != nil {
		return err
	}
	counts, err := s.App.Queries.Sections(r.Context(), scope, r.AsOf)
	if err != nil {
		return err
	}
	if p.Deadlines, err = deadlines.Summarize(r, scope); err != nil {
		return err
	}
	p.News, p.Documents = reading.Items(r, news.Items, false), reading.Items(r, documents.Items, false)
	p.Sections = reading.Sections(r, counts)
	p.VerifyURL = r.Link(reading.VerifyPath)
	p.Verify = render.Field{Kind: "file", ID: "tep", Label: i18n.T(r.Lang, "verify.file"), Hint: i18n.T(r.Lang, "verify.file.sent", s.App.Limits.AttachmentBytes>>20)}
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

func contact(r *site.Request) []render.Fact {
	c := r.Agency.Contact
	var facts []render.Fact
	add := func(term, text, url string) {
		if text != "" {
			facts = append(facts, render.Fact{Term: term, Text: text, URL: url})
		}
	}
	add(i18n.T(r.Lang, "footer.address"), c.Address, "")
	if c.Phone != "" {
		facts = append(facts, render.Fact{Term: i18n.T(r.Lang, "footer.phone"), Text: c.Phone, Tel: render.Portal{Phone: c.Phone}.Tel()})
	}
	add(i18n.T(r.Lang, "home.fax"), c.Fax, "")
	add(i18n.T(r.Lang, "footer.email"), c.Email, "mailto:"+c.Email)
	add(i18n.T(r.Lang, "footer.person"), c.Responsible, "")
	if r.Agency.Domain.State == "active" {
		add(i18n.T(r.Lang, "home.domain"), r.Agency.Domain.FQDN, "")
	}
	return facts
}
