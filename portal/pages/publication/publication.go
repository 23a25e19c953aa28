// Package publication is the page of one public item: its text with all that the
// law asks to be said about it, who answers for it, which deadline it met, and the
// ways on. The same page shows one version and the view for printing. A withdrawn
// item keeps its address and shows why it is gone.
package publication

import (
	_ "embed"
	"net/http"

	"minhbach/domain/publication"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed publication.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("publication", source)

// Page is one public item, in one language.
type Page struct {
	render.Base
	Kicker      string
	Name        string // of the item, in TextLang
	TextLang    string // lang attribute where it is not the page's
	Badges      []render.Badge
	Languages   []render.Link
	Summary     string
	Prose       reading.Prose
	TOC         bool
	TOCOpen     bool // short enough not to push the text away
	Facts       []render.Fact
	Attachments []Attachment
	Deadlines   []Deadline
	Responsible []render.Fact
	Record      []render.Fact
	Links       []render.Link
	Gone        bool // withdrawn: no content
	Printing    bool
}

// Serve makes the handler of one section's items.
func Serve(section string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		item, here, err := open(r, section, "")
		if err != nil || !here {
			return err
		}
		return show(s, r, build(r, item), item)
	}
}

// open answers conditionally and finds the item.
func open(r *site.Request, section, rest string) (view.Publication, bool, error) {
	if done, err := reading.Fresh(r); done || err != nil {
		return view.Publication{}, false, err
	}
	if err := reading.Locate(r); err != nil {
		return view.Publication{}, false, err
	}
	return Find(r, section, rest)
}

func show(s *site.Site, r *site.Request, p Page, item view.Publication) error {
	status := http.StatusOK
	if item.State == view.Withdrawn {
		status = http.StatusGone
		if err := tombstone(r, &p, item); err != nil {
			return err
		}
	}
	return Template.Render(s.Engine, r.W, r.Request, status, p)
}

func build(r *site.Request, item view.Publication) Page {
	lang := string(r.Lang)
	section, _ := publication.SectionOf(item.Section)
	text := chosen(r, item.Content)
	name := text.Title
	if item.State == view.Withdrawn {
		name, text.Language = item.Title, item.Language
	}
	p := Page{
		Base: reading.Base(r, name, render.Link{Label: section.Label(lang), URL: r.Then(r.Link("/" + section.Slug))}, render.Link{Label: name}),
		Name: name, TextLang: reading.Foreign(r.Lang, text.Language), Kicker: item.Kind.Label(lang),
		Badges: reading.Badges(r.Lang, item.Item), Gone: item.State == view.Withdrawn,
	}
	if agency := reading.AgencyName(r, item.Agency); item.Agency != r.Agency.ID {
		p.Kicker += " · " + agency
	}
	p.Canonical = r.Absolute(r.ItemPath(item.Item))
	p.Print.Address, p.Print.QR = p.Canonical, reading.Code(p.Canonical)
	p.Print.Agency, p.Print.Published, p.Print.Version = reading.AgencyName(r, item.Agency), item.UpdatedAt, i18n.Format(r.Lang, item.Version)
	p.Print.Hash, p.Print.Made, p.Print.Proof = item.ContentHash, zero, r.Absolute(reading.Proof(r, item.Event))
	p.Links = links(r, item)
	p.Record = record(r, item)
	p.Notices = append(p.Notices, later(r, item)...)
	if p.Gone {
		return p
	}
	p.Summary, p.Description = text.Summary, text.Summary
	p.Prose = reading.Markdown(text.Body)
	p.TOC, p.TOCOpen = len(p.Prose.TOC) >= 4, len(p.Prose.TOC) <= 10
	p.Languages = languages(r, item.Content, text.Language)
	p.Facts = facts(r.Lang, item.Content.Details)
	p.Attachments = attachments(r, item)
	p.Deadlines = deadlines(r, item)
	p.Responsible = responsible(r, item)
	p.DublinCore = Record(r, item).Metas()
	p.Notices = append(p.Notices, notices(r, item, text)...)
	return p
}
