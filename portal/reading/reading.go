// Package reading is what the public pages share: which agencies a portal speaks
// for, lines of lists, the form for another day, conditional answers and
// compression.
//
// Promises: nothing here asks one question per line of a list; an answer that
// depends on a session is never shared or compressed. It decides nothing and knows
// no page.
package reading

import (
	"minhbach/domain/calendar"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Base is a public page's base: breadcrumbs from the portal's first page, the form
// for another day, and what a printed copy must say.
func Base(r *site.Request, title string, crumbs ...render.Link) render.Base {
	b := r.Base(title)
	b.Query = r.Asked.Query().Get("q")
	if len(crumbs) > 0 {
		b.Breadcrumbs = append([]render.Link{{Label: i18n.T(r.Lang, "site.home"), URL: r.Then(r.Home(r.Agency))}}, crumbs...)
	}
	for i, format := range []string{"Atom", "RSS"} {
		if i < len(b.Feeds) { // staff pages have none
			b.Feeds[i].Title = i18n.T(r.Lang, "feed.title", r.Agency.Name(string(r.Lang)), format)
		}
	}
	b.When = when(r)
	b.Print = &render.Print{
		Agency: r.Agency.Name(string(r.Lang)), Address: b.Canonical, QR: Code(b.Canonical), Made: r.Site.Now(),
	}
	if !r.AsOf.IsNow() {
		b.Print.Address = r.Absolute(r.Then(r.Asked.Path))
		b.Print.QR, b.Print.Made = Code(b.Print.Address), r.AsOf.Instant
		if r.AsOf.Position != 0 {
			b.Print.Version = i18n.T(r.Lang, "when.at-position", r.AsOf.Position)
		}
	}
	return b
}

// here is the query of the page without what only one view of it has.
var passing = map[string]bool{"as_of": true, "sau": true, "truoc": true, "trang": true}

func when(r *site.Request) *render.When {
	w := &render.When{Action: r.Asked.Path, Max: r.Today().String()}
	if !r.AsOf.Instant.IsZero() {
		w.Value = calendar.DateOf(r.AsOf.Instant).String()
	}
	for name, values := range sorted(r.Asked.Query()) {
		if passing[name] {
			continue
		}
		for _, v := range values {
			w.Keep = append(w.Keep, render.Hidden{Name: name, Value: v})
		}
	}
	return w
}

// Locate names the position of a point that was asked for by its instant, so that
// the questions of one page are all asked of the same point, and only once.
func Locate(r *site.Request) error {
	if r.AsOf.IsNow() || r.AsOf.Position != 0 {
		return nil
	}
	position, err := r.Site.App.Queries.PositionAt(r.Context(), r.AsOf)
	if err == nil {
		r.AsOf.Position = position
	}
	return err
}

// Day on which dated facts of this page are judged.
func Day(r *site.Request) calendar.Date {
	if !r.AsOf.Instant.IsZero() {
		return calendar.DateOf(r.AsOf.Instant)
	}
	return r.Today()
}

// Own lists this portal's agency and those it took over from.
func Own(r *site.Request) []string {
	return append([]string{r.Agency.ID}, r.Tree.Inherited(r.Agency.ID)...)
}

// Scope lists the agencies whose items this portal gathers (Điều 3 khoản 1 and 2):
// its own and all below it. Nil means all there are.
func Scope(r *site.Request) []string {
	if r.Agency.Parent == "" {
		return nil
	}
	ids := r.Tree.Under(r.Agency.ID)
	return append(ids, r.Tree.Inherited(ids...)...)
}

// AgencyName of any agency, also an ended one.
func AgencyName(r *site.Request, id string) string { return r.Tree.Name(id, string(r.Lang)) }

// Archived, withdrawn and corrected items say so.
func Badges(lang i18n.Lang, it view.Item) []render.Badge {
	var out []render.Badge
	switch it.State {
	case view.Archived:
		out = append(out, render.Badge{Tone: render.Neutral, Label: i18n.T(lang, "item.state.archived")})
	case view.Withdrawn:
		out = append(out, render.Badge{Tone: render.Warning, Label: i18n.T(lang, "item.state.withdrawn")})
	}
	if it.Version > 1 && it.State != view.Withdrawn {
		out = append(out, render.Badge{Tone: render.Info, Label: i18n.T(lang, "item.state.corrected", it.Version)})
	}
	return out
}
