// Package agencydesk is one agency for administrators: its facts, its domain name
// with what stands against it, and a page for every change. What cannot be undone is
// shown once more before it is recorded.
package agencydesk

import (
	_ "embed"
	"net/http"

	"minhbach/domain"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed agencydesk.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("agencydesk", source)

// Page is one agency.
type Page struct {
	render.Base
	Facts     []render.Fact
	Domain    render.Badge
	FQDN      string
	Conflicts []string
	Deeds     []Group
}

// Group is a heading with the changes below it.
type Group struct {
	Title string
	Links []render.Link
}

// find is the agency of the page; staff of other agencies do not get to see it.
func find(r *site.Request) (view.Agency, error) {
	a, err := r.Site.App.Queries.Agency(r.Context(), r.PathValue("id"), view.AsOf{})
	if err != nil {
		return a, err
	}
	if !desk.Overview(r.Caller) && !desk.HoldsAt(r.Caller, a.ID) {
		return a, app.ErrForbidden.New()
	}
	return a, nil
}

// Show is the page.
func Show(s *site.Site, r *site.Request) error {
	a, err := find(r)
	if err != nil {
		return err
	}
	lang := r.Lang
	t := func(key string) string { return i18n.T(lang, key) }
	page := Page{Base: desk.Frame(r, a.Name(string(lang)), trail(r)...), Domain: desk.DomainBadge(lang, a.Domain), FQDN: a.Domain.FQDN}
	page.Conflicts = desk.ConflictTexts(r, a.Domain)
	page.Facts = []render.Fact{
		{Term: t("desk.agency.code"), Text: a.Code}, {Term: t("desk.agency.level"), Text: desk.LevelName(lang, a.Level)},
		{Term: t("desk.agency.type"), Text: a.UnitType}, {Term: t("desk.agency.parent"), Text: desk.AgencyName(r, a.Parent)},
		{Term: t("desk.agency.obligation"), Text: t("desk.obligation." + string(a.Obligation))},
		{Term: t("desk.agency.term"), Text: desk.Term(lang, a.ValidFrom.DMY(), a.ValidTo.DMY())},
	}
	for _, id := range a.Successors {
		page.Facts = append(page.Facts, render.Fact{Term: t("desk.agency.successor"), Text: desk.AgencyName(r, id)})
	}
	for _, name := range a.Domain.Aliases {
		page.Facts = append(page.Facts, render.Fact{Term: t("desk.domain.alias"), Text: name, Code: true})
	}
	for _, name := range a.Domain.Former {
		page.Facts = append(page.Facts, render.Fact{Term: t("desk.domain.former"), Text: name, Code: true})
	}
	for _, line := range [][2]string{{"desk.contact.address", a.Contact.Address}, {"desk.contact.responsible", a.Contact.Responsible}} {
		if line[1] != "" {
			page.Facts = append(page.Facts, render.Fact{Term: t(line[0]), Text: line[1]})
		}
	}
	page.Deeds = groups(r, a)
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, page)
}

func trail(r *site.Request) []render.Link {
	if !desk.Overview(r.Caller) {
		return nil
	}
	return []render.Link{{Label: i18n.T(r.Lang, "desk.agencies"), URL: r.Link("/quan-tri/co-quan")}}
}

// groups are the changes that the reader has a use for.
func groups(r *site.Request, a view.Agency) []Group {
	var out []Group
	for _, g := range []struct {
		key   string
		paths []string
	}{
		{"desk.agency.group.domain", []string{"thoa-thuan-ten-mien", "ten-mien-phu", "thay-ten-mien", "bo-ten-mien"}},
		{"desk.agency.group.contact", []string{"lien-he"}},
		{"desk.agency.group.tree", []string{"doi-ten", "chuyen", "sap-nhap", "tach", "giai-the"}},
	} {
		group := Group{Title: i18n.T(r.Lang, g.key)}
		for _, path := range g.paths {
			if mayOpen(r, a.ID, path) {
				group.Links = append(group.Links, render.Link{Label: i18n.T(r.Lang, "desk.agency.do."+deeds[path].key), URL: r.Link("/quan-tri/co-quan/" + a.ID + "/" + path)})
			}
		}
		if len(group.Links) > 0 {
			out = append(out, group)
		}
	}
	return out
}

// mayOpen hides pages from those whom the command would refuse (agency.not_allowed).
func mayOpen(r *site.Request, id, path string) bool {
	return desk.Holds(r.Caller, domain.Administrator) || path == "lien-he" && desk.HoldsAt(r.Caller, id, domain.AgencyHead, domain.BoardHead)
}
