package agency

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// Recompose gives every portal the name that a template composes on a date: after a
// change of the rule, of the base domain, or of names. Names without conflict
// replace the old ones, which redirect for ever; names in conflict wait, and the old
// ones stay. A name that waited and is in conflict no more, because the other side is
// gone, comes into use. A name agreed to under the same base is left alone, and so is
// an agency that has no portal.
type Recompose struct {
	By       domain.Actor
	Template domainname.Template
	On       calendar.Date
	Reason   string
}

func (t *Tree) Recompose(cmd Recompose) ([]domain.Event, error) { return t.run(cmd) }

func (cmd Recompose) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	var l fault.List
	reason := input.Line(&l, "reason", cmd.Reason, maxText)
	cleanDate(&l, "on", cmd.On)
	var asked []claim
	names := map[string]string{}
	for _, a := range t.At(cmd.On).Agencies() { // parents first
		n := t.nodes[a.ID]
		if len(n.hosts) == 0 {
			continue
		}
		current, kept := n.domain().FQDN, n.main()
		if names[a.ID] = current; kept != nil && kept.agreement != "" && domainname.Under(kept.fqdn, cmd.Template.Base) {
			continue
		}
		name, err := domainname.Compose(cmd.Template, a.Level, a.NameVi, names[a.Parent])
		if err != nil {
			l.Add(fault.Of(err).At(a.Code))
			continue
		}
		names[a.ID] = name.FQDN
		if h := n.find(name.FQDN); name.FQDN == current && h.state != domainname.ConflictPending {
			continue
		}
		c := t.claim(a.ID, name, cmd.On, "", reason)
		if kept != nil {
			c.current = kept.fqdn
		}
		asked = append(asked, c)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return t.propose(cmd.Template, asked), nil
}
