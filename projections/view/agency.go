package view

import (
	"slices"

	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

// Agency as it stood at a point of the log, on a date.
type Agency struct {
	ID         string            `json:"id"`
	Code       string            `json:"code"`
	Slug       string            `json:"slug"` // for /cq/<slug>/: its label path, "nhonmy.kesach"; the province's own label; the code while it has no active domain
	NameVi     string            `json:"name_vi"`
	NameEn     string            `json:"name_en,omitempty"`
	UnitType   string            `json:"unit_type"`
	Level      domainname.Level  `json:"level"`
	Parent     string            `json:"parent,omitempty"`
	Obligation agency.Obligation `json:"obligation"`
	Function   string            `json:"function,omitempty"`
	ValidFrom  calendar.Date     `json:"valid_from"`
	ValidTo    calendar.Date     `json:"valid_to,omitzero"` // last day; zero while it exists
	Successors []string          `json:"successors,omitempty"`
	Domain     Domain            `json:"domain"`
	Contact    agency.Contact    `json:"contact"`
	Depth      int               `json:"depth"` // 0 for the province
}

// Name in a language; the Vietnamese one where there is no other.
func (a Agency) Name(lang string) string {
	if lang == "en" && a.NameEn != "" {
		return a.NameEn
	}
	return a.NameVi
}

// Domain of an agency's portal.
type Domain struct {
	FQDN      string                `json:"fqdn,omitempty"` // active, or proposed while State is conflict_pending
	State     domainname.State      `json:"state,omitempty"`
	Conflicts []domainname.Conflict `json:"conflicts,omitempty"`
	Aliases   []string              `json:"aliases,omitempty"`
	Former    []string              `json:"former,omitempty"` // redirect for ever
}

// Tree is all agencies at a point, in the order of the tree: parents before
// children, children by level and name.
type Tree struct {
	Agencies []Agency
	Ended    map[string]Ended // by id: agencies that ended before, their items live on
	byID     map[string]int
	bySlug   map[string]int
	children map[string][]int
}

// NewTree indexes agencies that are in tree order.
func NewTree(agencies []Agency) *Tree {
	t := &Tree{Agencies: agencies, byID: map[string]int{}, bySlug: map[string]int{}, children: map[string][]int{}}
	for i, a := range agencies {
		t.byID[a.ID] = i
		if _, taken := t.bySlug[a.Code]; !taken {
			t.bySlug[a.Code] = i
		}
		t.children[a.Parent] = append(t.children[a.Parent], i)
	}
	for i, a := range agencies {
		t.bySlug[a.Slug] = i
	}
	return t
}

// ByID finds an agency by its id.
func (t *Tree) ByID(id string) (Agency, bool) { return t.at(t.byID, id) }

// BySlug finds an agency by its slug or its code.
func (t *Tree) BySlug(slug string) (Agency, bool) { return t.at(t.bySlug, slug) }

func (t *Tree) at(index map[string]int, key string) (Agency, bool) {
	i, ok := index[key]
	if !ok {
		return Agency{}, false
	}
	return t.Agencies[i], true
}

// Ended is an agency that is no more, and the present one that answers for it;
// Heir is empty where nobody does.
type Ended struct {
	Agency
	Heir string
}

// Current is the agency itself, or the one that took over from it.
func (t *Tree) Current(id string) (Agency, bool) {
	if a, ok := t.ByID(id); ok {
		return a, true
	}
	return t.ByID(t.Ended[id].Heir)
}

// Name of an agency in a language, also of one that has ended.
func (t *Tree) Name(id, lang string) string {
	if a, ok := t.ByID(id); ok {
		return a.Name(lang)
	}
	return t.Ended[id].Name(lang)
}

// Inherited lists the ids of ended agencies for which one of ids answers, sorted.
func (t *Tree) Inherited(ids ...string) []string {
	var out []string
	for id, e := range t.Ended {
		if slices.Contains(ids, e.Heir) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// Province is the root; false while nothing is registered.
func (t *Tree) Province() (Agency, bool) {
	if roots := t.children[""]; len(roots) > 0 {
		return t.Agencies[roots[0]], true
	}
	return Agency{}, false
}

// Children of an agency, in tree order.
func (t *Tree) Children(id string) []Agency {
	var out []Agency
	for _, i := range t.children[id] {
		out = append(out, t.Agencies[i])
	}
	return out
}

// Path from the province down to and including the agency.
func (t *Tree) Path(id string) []Agency {
	var path []Agency
	for i, ok := t.byID[id]; ok && len(path) <= len(t.Agencies); i, ok = t.byID[t.Agencies[i].Parent] {
		path = append([]Agency{t.Agencies[i]}, path...)
	}
	return path
}

// Under lists the ids of an agency and of everything below it.
func (t *Tree) Under(id string) []string {
	ids := []string{id}
	for n := 0; n < len(ids); n++ {
		for _, i := range t.children[ids[n]] {
			ids = append(ids, t.Agencies[i].ID)
		}
	}
	return ids
}
