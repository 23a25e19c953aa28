package organisation

import (
	"minhbach/domain/agency"
	"minhbach/domain/domainname"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Node is one agency of the chart with all below it.
type Node struct {
	Name, URL string
	Domain    string
	State     *render.Badge // where the domain is not simply in use
	Why       []string      // one sentence for each conflict
	Voluntary bool
	Children  []Node
}

func node(r *site.Request, tree *view.Tree, a view.Agency) Node {
	n := Node{
		Name: a.Name(string(r.Lang)), Domain: a.Domain.FQDN,
		Voluntary: a.Obligation == agency.Voluntary,
	}
	if _, ok := r.Tree.ByID(a.ID); ok {
		n.URL = r.Then(r.Home(a))
	}
	if s := a.Domain.State; s != "" && s != domainname.Active {
		n.State = &render.Badge{Tone: render.Warning, Label: i18n.T(r.Lang, "chart.state."+string(s))}
		if s != domainname.ConflictPending {
			n.State.Tone = render.Neutral
		}
	}
	for _, c := range a.Domain.Conflicts {
		if a.Domain.State == domainname.ConflictPending {
			n.Why = append(n.Why, why(r, tree, c))
		}
	}
	for _, child := range tree.Children(a.ID) {
		if child.ID != a.ID {
			n.Children = append(n.Children, node(r, tree, child))
		}
	}
	return n
}

// why explains a conflict in words, with the agency on the other side.
func why(r *site.Request, tree *view.Tree, c domainname.Conflict) string {
	sentence := i18n.T(r.Lang, "chart.conflict."+string(c.Reason), c.Label, tree.Name(c.With, string(r.Lang)))
	if c.DiacriticOnly {
		sentence += " " + i18n.T(r.Lang, "chart.conflict.accents")
	}
	return sentence
}
