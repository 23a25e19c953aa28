package publication

import (
	"iter"
	"maps"
	"slices"
	"strconv"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

func inOrder(c publication.Content) iter.Seq2[string, publication.Translation] {
	return func(yield func(string, publication.Translation) bool) {
		for _, language := range slices.Sorted(maps.Keys(c.Translations)) {
			if !yield(language, c.Translations[language]) {
				return
			}
		}
	}
}

// ServePrint shows the item with what a printed copy must carry.
func ServePrint(section string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		item, here, err := open(r, section, "/ban-in")
		if err != nil || !here {
			return err
		}
		p := build(r, item)
		p.Printing, p.NoIndex, p.TOC, p.When = true, true, false, nil
		p.Breadcrumbs[len(p.Breadcrumbs)-1].URL = r.Then(r.ItemPath(item.Item))
		p.Breadcrumbs = append(p.Breadcrumbs, render.Link{Label: i18n.T(r.Lang, "item.print.title")})
		return show(s, r, p, item)
	}
}

// ServeVersion shows one public version. Of a withdrawn item only the tombstone is
// left.
func ServeVersion(section string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		number, err := strconv.Atoi(r.PathValue("n"))
		if err != nil || number < 1 {
			return app.ErrNotFound.New()
		}
		item, here, err := open(r, section, "/phien-ban/"+strconv.Itoa(number))
		if err != nil || !here {
			return err
		}
		if item.State == view.Withdrawn {
			return show(s, r, build(r, item), item)
		}
		if number > item.Version {
			return app.ErrNotFound.New()
		}
		newest := item.Version
		v, err := s.App.Queries.Version(r.Context(), item.ID, number)
		if err != nil {
			return err
		}
		if number != newest {
			item.State, item.Duties = view.Published, nil
		}
		p := build(r, at(item, v))
		p.NoIndex = true
		p.Breadcrumbs[len(p.Breadcrumbs)-1].URL = r.Then(r.ItemPath(item.Item))
		p.Breadcrumbs = append(p.Breadcrumbs, render.Link{Label: i18n.T(r.Lang, "history.version", number)})
		if number < newest {
			n := render.Superseded(r.Lang, i18n.T(r.Lang, "item.old-version", number, newest), r.Then(r.ItemPath(item.Item)))
			p.Notices = append([]render.Notice{n}, p.Notices...)
		}
		return show(s, r, p, item)
	}
}

// at is the item as one of its versions showed it.
func at(item item, v view.Version) item {
	item.Version, item.ContentHash, item.Event, item.Position, item.Reason = v.Number, v.ContentHash, v.Event, v.Position, v.Reason
	item.ApprovedBy, item.Authority, item.UpdatedAt = v.ApprovedBy, v.Authority, v.PublishedAt
	item.Title, item.Content, item.Stale = v.Title, *v.Content, v.Content.Stale()
	if c := v.Content.Metadata.Creator; c != "" {
		item.Creator = c
	}
	return item
}
