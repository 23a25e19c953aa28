package home

import (
	"minhbach/domain/domainname"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// Group is the subordinate units of one level.
type Group struct {
	Label string
	Units []render.Link
}

// units groups the agencies directly below by level, in the order of levels.
func units(r *site.Request) []Group {
	by := map[domainname.Level][]render.Link{}
	for _, a := range r.Tree.Children(r.Agency.ID) {
		by[a.Level] = append(by[a.Level], render.Link{Label: a.Name(string(r.Lang)), URL: r.Then(r.Home(a))})
	}
	var out []Group
	for _, level := range domainname.Levels() {
		if links := by[level]; len(links) > 0 {
			out = append(out, Group{Label: i18n.T(r.Lang, "level."+string(level)), Units: links})
		}
	}
	return out
}
