package agencies

import (
	"cmp"
	"slices"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/projections/view"
)

// arrange puts the agencies that exist on a date into tree order.
func arrange(records map[string]*record, on calendar.Date) *view.Tree {
	children := map[string][]view.Agency{}
	base := ""
	for _, r := range records {
		if r.existsOn(on) && r.parentOn(on) == "" {
			base = r.FQDN
		}
	}
	for _, r := range records {
		if r.existsOn(on) {
			a := r.view(base, on)
			if p, ok := records[a.Parent]; a.Parent != "" && (!ok || !p.existsOn(on)) {
				// Its parent ended: it stands where its parent's successor does.
				a.Parent = heir(records, a.Parent, on)
			}
			children[a.Parent] = append(children[a.Parent], a)
		}
	}
	order := map[domainname.Level]int{}
	for i, l := range domainname.Levels() {
		order[l] = i
	}
	keys := map[string]string{}
	for _, list := range children {
		for _, a := range list {
			keys[a.ID] = sortName(a)
		}
		slices.SortFunc(list, func(a, b view.Agency) int {
			return cmp.Or(cmp.Compare(order[a.Level], order[b.Level]), natural(a, b), strings.Compare(keys[a.ID], keys[b.ID]), strings.Compare(a.ID, b.ID))
		})
	}
	var out []view.Agency
	var walk func(parent string, depth int)
	walk = func(parent string, depth int) {
		for _, a := range children[parent] {
			a.Depth = depth
			out = append(out, a)
			if a.ID != parent {
				walk(a.ID, depth+1)
			}
		}
	}
	walk("", 0)
	tree := view.NewTree(out)
	tree.Ended = map[string]view.Ended{}
	for id, r := range records {
		if !r.EndsOn.IsZero() && !on.Before(r.EndsOn) {
			tree.Ended[id] = view.Ended{Agency: r.view(base, on), Heir: heir(records, id, on)}
		}
	}
	return tree
}

// natural puts "Phường 2" before "Phường 10".
func natural(a, b view.Agency) int {
	pa, na := trailing(a.NameVi)
	pb, nb := trailing(b.NameVi)
	if pa == pb && na >= 0 && nb >= 0 {
		return cmp.Compare(na, nb)
	}
	return 0
}

func trailing(s string) (string, int) {
	i := len(s)
	for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		i--
	}
	if i == len(s) || len(s)-i > 6 {
		return s, -1
	}
	n := 0
	for _, c := range s[i:] {
		n = n*10 + int(c-'0')
	}
	return s[:i], n
}

// heir follows successors to an agency that exists on the date; "" when none does.
func heir(records map[string]*record, id string, on calendar.Date) string {
	for range len(records) {
		r, ok := records[id]
		if !ok {
			return ""
		}
		if r.existsOn(on) {
			return id
		}
		if len(r.Successors) == 0 {
			return ""
		}
		id = r.Successors[0]
	}
	return ""
}

func (r *record) view(base string, on calendar.Date) view.Agency {
	n := r.nameOn(on)
	a := view.Agency{
		ID: r.ID, Code: r.Code, NameVi: n.Vi, NameEn: n.En, UnitType: n.UnitType, Level: r.Level, Parent: r.parentOn(on),
		Obligation: r.Obligation, Function: r.Function, ValidFrom: r.ValidFrom, Successors: r.Successors, Contact: r.Contact,
		Domain: view.Domain{FQDN: r.FQDN, State: r.State, Conflicts: r.Conflicts, Aliases: r.Aliases, Former: r.Former},
	}
	if !r.EndsOn.IsZero() {
		a.ValidTo = r.EndsOn.AddDays(-1)
	}
	if a.Domain.FQDN == "" {
		a.Domain.FQDN = r.Proposed
	}
	a.Slug = r.Code
	if r.FQDN != "" && r.FQDN == base {
		a.Slug, _, _ = strings.Cut(base, ".") // the province itself
	} else if r.FQDN != "" {
		if label, ok := strings.CutSuffix(r.FQDN, "."+base); ok {
			a.Slug = label
		}
	}
	return a
}
