package reading

import (
	"minhbach/domain/publication"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Items turns public items into lines of a list. Agencies other than the portal's
// own are named; kinds are, where a list holds several.
func Items(r *site.Request, items []view.Item, kinds bool) []render.Item {
	out := make([]render.Item, 0, len(items))
	for _, it := range items {
		out = append(out, item(r, it, kinds))
	}
	return out
}

func item(r *site.Request, it view.Item, kinds bool) render.Item {
	line := render.Item{
		Title: it.Title, URL: r.Then(r.ItemPath(it)), Lang: Foreign(r.Lang, it.Language), Text: it.Summary,
		At: it.PublishedAt, Badges: Badges(r.Lang, it),
	}
	if kinds {
		line.Kicker = it.Kind.Label(string(r.Lang))
	}
	if it.Agency != r.Agency.ID {
		if line.Kicker != "" {
			line.Kicker += " · "
		}
		line.Kicker += AgencyName(r, it.Agency)
	}
	if it.Number != "" {
		line.Facts = append(line.Facts, i18n.T(r.Lang, "item.number", it.Number))
	}
	if !it.IssuedOn.IsZero() {
		line.Facts = append(line.Facts, i18n.T(r.Lang, "item.issued", it.IssuedOn.DMY()))
	}
	if it.Attachments > 0 {
		line.Facts = append(line.Facts, i18n.T(r.Lang, "item.attachments", it.Attachments))
	}
	return line
}

// Section names a section of this portal with its address and number of items.
type Section struct {
	Label, URL string
	Count      int
}

// Sections lists the sections that this portal has (the gazette is the province's
// alone: Decree 43 Điều 10.1.g).
func Sections(r *site.Request, counts map[string]int) []Section {
	var out []Section
	for _, s := range publication.Sections() {
		if s.Group == "g" && r.Agency.Parent != "" {
			continue
		}
		out = append(out, Section{Label: s.Label(string(r.Lang)), URL: r.Then(r.Link("/" + s.Slug)), Count: counts[s.Slug]})
	}
	return out
}
