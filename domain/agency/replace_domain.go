package agency

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// ReplaceDomain moves a portal to another name; the old one redirects for ever
// (Điều 5.2). The new name is the composed one, an alias or former name of the
// agency, or one that was agreed to.
type ReplaceDomain struct {
	By       domain.Actor
	Agency   string
	FQDN     string // empty: the name composed by the template
	Template domainname.Template
	Reason   string
	Now      time.Time
}

func (t *Tree) ReplaceDomain(cmd ReplaceDomain) ([]domain.Event, error) { return t.run(cmd) }

func (cmd ReplaceDomain) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	today := calendar.DateOf(cmd.Now)
	var l fault.List
	reason := input.Line(&l, "reason", cmd.Reason, maxText)
	n := t.existing(&l, "agency", cmd.Agency, today)
	if err := l.Err(); err != nil {
		return nil, err
	}
	main := n.main()
	if main == nil {
		return nil, ErrNoHost.New().At("agency")
	}
	composed, composeErr := t.compose(cmd.Template, cmd.Agency, today)
	fqdn := composed.FQDN
	if cmd.FQDN == "" {
		if composeErr != nil {
			return nil, composeErr
		}
	} else if fqdn = t.cleanHost(&l, "fqdn", cmd.FQDN); l.Err() != nil && (composeErr != nil || fqdn != composed.FQDN) {
		return nil, l.Err()
	}
	if fqdn == main.fqdn {
		return nil, nil
	}
	if t.heldByAnother(cmd.Agency, fqdn, false) {
		return nil, ErrHostTaken.New("value", fqdn).At("fqdn")
	}
	if h := n.find(fqdn); h != nil && (h.answers() || h.state == domainname.Agreed) {
		return []domain.Event{DomainReplaced{Agency: cmd.Agency, Old: main.fqdn, New: fqdn, Reason: reason}}, nil
	}
	if composeErr != nil || fqdn != composed.FQDN {
		return nil, ErrNeedsAgreement.New("value", fqdn).At("fqdn")
	}
	events := t.propose(cmd.Template, []claim{t.claim(cmd.Agency, composed, today, main.fqdn, reason)})
	for _, e := range events {
		if p, ok := e.(DomainProposed); ok && len(p.Conflicts) > 0 {
			return nil, ErrNeedsAgreement.New("value", fqdn).At("fqdn")
		}
	}
	return events, nil
}

// compose makes the name that the template gives an agency on a day.
func (t *Tree) compose(template domainname.Template, id string, on calendar.Date) (domainname.Name, error) {
	n := t.nodes[id]
	above := ""
	if p := t.nodes[n.parent(on)]; p != nil {
		above = p.domain().FQDN
	}
	return domainname.Compose(template, n.reg.Level, n.name(on), above)
}

func (t *Tree) claim(id string, name domainname.Name, on calendar.Date, current, reason string) claim {
	n := t.nodes[id]
	return claim{agency: id, parent: n.parent(on), official: n.name(on), level: n.reg.Level, name: name, current: current, reason: reason}
}
