package publication

import (
	"errors"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Find looks up the item that an address names: of this portal's agency or of one
// that it took over from. Where the item stands under another agency or section
// now, it sends the reader there (rest is what follows the item's address) and
// answers false.
func Find(r *site.Request, section, rest string) (view.Publication, bool, error) {
	slug := r.PathValue("slug")
	agencies := append([]string{r.Agency.ID}, r.Tree.Inherited(r.Agency.ID)...)
	for _, agency := range agencies {
		p, err := r.Site.App.Queries.ByAddress(r.Context(), agency, section, slug, r.AsOf)
		if err == nil {
			return p, true, nil
		}
		if !missing(err) {
			return p, false, err
		}
	}
	to, err := elsewhere(r, section, slug)
	if err != nil || to == "" {
		return view.Publication{}, false, err
	}
	r.Redirect(query(r, to+rest))
	return view.Publication{}, false, nil
}

func missing(err error) bool {
	return errors.Is(err, app.ErrNotFound) || errors.Is(err, publication.ErrNotFound)
}

// elsewhere is the permanent address of the item with this slug: in another section
// of this agency, or with the only other agency that has one.
func elsewhere(r *site.Request, section, slug string) (string, error) {
	states := []view.PublicState{view.Published, view.Archived, view.Withdrawn}
	answer, err := r.Site.App.Queries.Items(r.Context(), view.ItemFilter{AsOf: r.AsOf, Slug: slug, States: states, Limit: 100})
	if err != nil {
		return "", err
	}
	for _, it := range answer.Items {
		if it.Agency == r.Agency.ID && it.Section != section || len(answer.Items) == 1 {
			if to := r.ItemPath(it); to != r.Link("/"+section+"/"+slug) {
				return to, nil
			}
		}
	}
	return "", app.ErrNotFound.New()
}

func query(r *site.Request, path string) string {
	if r.Asked.RawQuery == "" {
		return path
	}
	return path + "?" + r.Asked.RawQuery
}

// ServeID sends readers of an address by id to the item's permanent address.
func ServeID(s *site.Site, r *site.Request) error {
	p, err := s.App.Queries.Publication(r.Context(), r.PathValue("id"), r.AsOf)
	if err != nil {
		return err
	}
	r.Redirect(r.Then(r.ItemPath(p.Item)))
	return nil
}
