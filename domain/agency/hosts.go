package agency

import (
	"slices"
	"strings"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

func (t *Tree) applyHost(ev domain.Event) {
	switch e := ev.(type) {
	case DomainProposed:
		h := t.host(e.Agency, e.FQDN)
		if h == nil {
			return
		}
		h.composed, h.template, h.conflicts = e.Composed, e.Template, e.Conflicts
		if !h.answers() {
			h.state = domainname.Proposed
			if len(e.Conflicts) > 0 {
				h.state = domainname.ConflictPending
			}
		}
	case DomainAgreed:
		if h := t.host(e.Agency, e.FQDN); h != nil {
			h.agreement, h.agreedOn = e.Agreement, e.AgreedOn
			if !h.answers() {
				h.state = domainname.Agreed
			}
		}
	case DomainActivated:
		t.answer(e.Agency, e.FQDN, domainname.Active, false)
	case DomainAliased:
		t.answer(e.Agency, e.FQDN, domainname.Redirecting, true)
	case DomainReplaced:
		t.answer(e.Agency, e.Old, domainname.Redirecting, false)
		t.answer(e.Agency, e.New, domainname.Active, false)
	case DomainRetired:
		if h := t.host(e.Agency, e.FQDN); h != nil {
			h.state, h.alias = domainname.Retired, false
			if t.live[e.FQDN] == e.Agency {
				delete(t.live, e.FQDN)
			}
		}
	}
}

// host finds or begins the agency's record of a name.
func (t *Tree) host(id, fqdn string) *host {
	n := t.nodes[id]
	if n == nil {
		return nil
	}
	if h := n.find(fqdn); h != nil {
		return h
	}
	h := &host{fqdn: fqdn, state: domainname.Proposed}
	n.hosts = append(n.hosts, h)
	return h
}

func (t *Tree) answer(id, fqdn string, state domainname.State, alias bool) {
	if h := t.host(id, fqdn); h != nil {
		h.state, h.alias = state, alias
		t.live[fqdn] = id
	}
}

func (n *node) find(fqdn string) *host {
	for _, h := range n.hosts {
		if h.fqdn == fqdn {
			return h
		}
	}
	return nil
}

// main is the name that the portal answers to; nil while there is none.
func (n *node) main() *host {
	for _, h := range n.hosts {
		if h.state == domainname.Active {
			return h
		}
	}
	return nil
}

// waiting lists names that are proposed, in conflict or agreed but not in use.
func (n *node) waiting() []*host {
	return slices.DeleteFunc(slices.Clone(n.hosts), func(h *host) bool { return h.answers() || h.state == domainname.Retired })
}

// Host tells whose portal a name is and where its readers go.
type Host struct {
	Agency     string // the agency now responsible
	RedirectTo string // its main name; empty when this is it, or when it has none
}

// ResolveHost finds the portal behind a name that is or was in use. A former name,
// an alias and the name of an agency that ended lead straight to the main name of
// the agency responsible on the date; while that has none, the old name serves it.
func (t *Tree) ResolveHost(fqdn string, on calendar.Date) (Host, bool) {
	fqdn = strings.TrimSuffix(strings.ToLower(fqdn), ".")
	owner, ok := t.live[fqdn]
	if !ok {
		return Host{}, false
	}
	id, ok := t.Responsible(owner, on)
	if !ok {
		id = owner
	}
	answer := Host{Agency: id}
	if main := t.nodes[id].main(); main != nil && main.fqdn != fqdn {
		answer.RedirectTo = main.fqdn
	}
	return answer, true
}

// bases are the names of all provinces there ever were.
func (t *Tree) bases() []string {
	var all []string
	for _, id := range t.order {
		n := t.nodes[id]
		if n.reg.Level != domainname.Province {
			continue
		}
		for _, h := range n.hosts {
			if h.answers() {
				all = append(all, h.fqdn)
			}
		}
	}
	return all
}

// Slug is a short address of an agency: the labels of its main name before the
// base ("nhonmy.kesach"), the first label for the province, and its code while no
// name is in use.
func (t *Tree) Slug(id string) string {
	n := t.nodes[id]
	if n == nil {
		return ""
	}
	return n.slug(t.bases())
}

func (n *node) slug(bases []string) string {
	main := n.main()
	if main == nil {
		return n.reg.Code
	}
	for _, base := range bases {
		if domainname.Under(main.fqdn, base) {
			return strings.TrimSuffix(main.fqdn, "."+base)
		}
	}
	label, _, _ := strings.Cut(main.fqdn, ".")
	return label
}

// Labels are the parts of the slug from the agency upwards: nhonmy, kesach.
func (t *Tree) Labels(id string) []string {
	if slug := t.Slug(id); slug != "" {
		return strings.Split(slug, ".")
	}
	return nil
}
