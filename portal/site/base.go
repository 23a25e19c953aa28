package site

import (
	"net/http"
	"strings"
	"time"

	"minhbach/domain/publication"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/projections/view"
)

// Base fills the part of a page that is the same everywhere. The page adds
// breadcrumbs, notices and what else it has.
func (r *Request) Base(title string) render.Base {
	b := render.Base{
		Lang: r.Lang, Title: title, Root: r.Root, Path: r.RequestPath(),
		Canonical: r.Absolute(r.Asked.Path), Origin: r.Absolute(""), Alternate: r.otherLanguage(),
		Portal: r.portal(), Preference: r.preference(), CSRF: r.CSRF(),
	}
	if !strings.HasPrefix(r.Tail, "/quan-tri") {
		b.Nav = r.nav()
		b.Feeds = []render.Feed{
			{Title: r.Agency.Name(string(r.Lang)), URL: r.Link("/feeds/all.atom"), Type: "application/atom+xml"},
			{Title: r.Agency.Name(string(r.Lang)), URL: r.Link("/feeds/all.rss"), Type: "application/rss+xml"},
		}
	} else {
		b.NoIndex = true
		if r.Method != http.MethodGet {
			b.Alternate = "" // the other language would lose what was typed
		}
	}
	if !r.AsOf.IsNow() {
		b.NoIndex = true
		b.AsOf = &render.AsOf{At: r.AsOf.Instant, Position: r.AsOf.Position, CurrentURL: r.nowURL()}
	}
	if r.Caller.Account != "" {
		b.Staff = &render.Staff{
			Name: r.Caller.Name, Agency: r.staffAgency(), WorkListURL: langRoot(r.Lang) + "/quan-tri", SignOutURL: langRoot(r.Lang) + "/dang-xuat",
		}
	}
	return b
}

func (r *Request) staffAgency() string {
	for _, g := range r.Caller.Grants {
		if a, ok := r.Tree.ByID(g.Agency); ok {
			return a.Name(string(r.Lang))
		}
	}
	return ""
}

func (r *Request) portal() render.Portal {
	a, lang := r.Agency, string(r.Lang)
	p := render.Portal{
		Name: a.Name(lang), Person: a.Contact.Responsible, Address: a.Contact.Address, Phone: a.Contact.Phone, Email: a.Contact.Email,
		SignIn: "/dang-nhap",
		Links: []render.Link{
			{Label: i18n.T(r.Lang, "nav.sitemap"), URL: r.Link("/so-do-cong")},
			{Label: i18n.T(r.Lang, "nav.organisation"), URL: r.Link("/co-cau-to-chuc")},
			{Label: i18n.T(r.Lang, "nav.deadlines"), URL: r.Link("/thoi-han")},
			{Label: i18n.T(r.Lang, "nav.verify"), URL: r.Link("/chung-thuc")},
			{Label: i18n.T(r.Lang, "nav.accessibility"), URL: r.Link("/tiep-can")},
			{Label: i18n.T(r.Lang, "nav.api"), URL: "/api/docs"},
		},
	}
	if up, ok := r.Tree.ByID(a.Parent); ok {
		p.Parent = up.Name(lang)
	}
	return p
}

func (r *Request) nav() []render.Link {
	var links []render.Link
	for _, s := range publication.Sections() {
		// The gazette is the province's alone (Decree 43 Điều 10.1.g).
		if s.Group == "g" && r.Agency.Parent != "" {
			continue
		}
		links = append(links, render.Link{
			Label: s.Label(string(r.Lang)), URL: r.Then(r.Link("/" + s.Slug)),
			Current: r.Tail == "/"+s.Slug || strings.HasPrefix(r.Tail, "/"+s.Slug+"/"),
		})
	}
	return append(links, render.Link{
		Label: i18n.T(r.Lang, "data.title"), URL: r.Then(r.Link("/du-lieu")),
		Current: r.Tail == "/du-lieu" || strings.HasPrefix(r.Tail, "/du-lieu/"),
	})
}

// otherLanguage is this page in the other language.
func (r *Request) otherLanguage() string {
	path := r.Asked.Path
	if r.Lang == i18n.EN {
		path = strings.TrimPrefix(path, "/en")
		if path == "" {
			path = "/"
		}
	} else if path == "/" {
		path = "/en"
	} else {
		path = "/en" + path
	}
	return path + query(r.Asked)
}

// ItemPath is the permanent address of an item, on the portal of its agency.
func (r *Request) ItemPath(it view.Item) string {
	root := r.Root
	if a, ok := r.Tree.Current(it.Agency); ok {
		root = r.Prefix(a)
	}
	return root + "/" + it.Section + "/" + it.Slug
}

// At is an instant as people in Viet Nam read it.
func At(t time.Time) string { return i18n.DateTime(t) }
