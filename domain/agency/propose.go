package agency

import (
	"slices"
	"strings"

	"minhbach/domain"
	"minhbach/domain/domainname"
)

// claim is a composed name that an agency asks for; current is the main name that
// it would replace, if any.
type claim struct {
	agency, parent, official string
	level                    domainname.Level
	name                     domainname.Name
	current                  string
	reason                   string // of the replacement
}

func (c claim) claim() domainname.Claim {
	return domainname.Claim{Agency: c.agency, Level: c.level, Parent: c.parent, Official: c.official, Name: c.name}
}

// propose judges each name against every other, asked for or registered: without
// conflict it goes into use at once, with one it waits for an agreement.
func (t *Tree) propose(template domainname.Template, asked []claim) []domain.Event {
	asking := map[string]bool{}
	for _, c := range asked {
		asking[c.agency] = true
	}
	byLabel := t.claims(asking)
	for _, c := range asked {
		byLabel[c.name.Label] = append(byLabel[c.name.Label], c.claim())
	}
	var events []domain.Event
	for _, c := range asked {
		conflicts := domainname.Conflicts(template, c.claim(), byLabel[c.name.Label])
		conflicts = giveWay(c.level, conflicts, asking)
		if n := t.nodes[c.agency]; n != nil {
			if h := n.find(c.name.FQDN); h != nil && h.state == domainname.ConflictPending && slices.Equal(h.conflicts, conflicts) {
				continue // it waits for this already
			}
			for _, h := range n.waiting() {
				if h.fqdn != c.name.FQDN && h.state != domainname.Agreed {
					events = append(events, DomainRetired{Agency: c.agency, FQDN: h.fqdn, Reason: c.reason})
				}
			}
		}
		events = append(events, DomainProposed{Agency: c.agency, FQDN: c.name.FQDN, Composed: true, Template: template.Version, Conflicts: conflicts})
		switch {
		case len(conflicts) > 0:
		case c.current != "":
			events = append(events, DomainReplaced{Agency: c.agency, Old: c.current, New: c.name.FQDN, Reason: c.reason})
		default:
			events = append(events, DomainActivated{Agency: c.agency, FQDN: c.name.FQDN})
		}
	}
	return events
}

// giveWay: where a commune and a district ask for the same label together, the
// commune waits and the district has it (Điều 5 khoản 1 speaks of communes).
func giveWay(level domainname.Level, conflicts []domainname.Conflict, asking map[string]bool) []domainname.Conflict {
	if level != domainname.District {
		return conflicts
	}
	var kept []domainname.Conflict
	for _, c := range conflicts {
		if c.Reason != domainname.DistrictSameLabel || !asking[c.With] {
			kept = append(kept, c)
		}
	}
	return kept
}

// claims are the names that stand in the way of others, by first label: main and
// waiting names with their agency's place in the tree, names that only redirect as
// bare names. Those who ask now keep what answers, as bare names too.
func (t *Tree) claims(asking map[string]bool) map[string][]domainname.Claim {
	byLabel := map[string][]domainname.Claim{}
	for _, id := range t.order {
		n := t.nodes[id]
		for _, h := range n.hosts {
			if h.state == domainname.Retired || asking[id] && !h.answers() {
				continue
			}
			label, _, _ := strings.Cut(h.fqdn, ".")
			c := domainname.Claim{Agency: id, Name: domainname.Name{FQDN: h.fqdn, Label: label}}
			if h.state != domainname.Redirecting && n.ended.IsZero() && !asking[id] {
				last := n.parents[len(n.parents)-1].value
				c.Level, c.Parent, c.Official = n.reg.Level, last, n.names[len(n.names)-1].value.vi
			}
			byLabel[label] = append(byLabel[label], c)
		}
	}
	return byLabel
}
