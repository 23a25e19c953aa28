package agency

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
)

// AddAlias lets a portal answer to one more name, by redirect. A reserved label
// needs an agreement first.
type AddAlias struct {
	By       domain.Actor
	Agency   string
	FQDN     string
	Template domainname.Template
}

func (t *Tree) AddAlias(cmd AddAlias) ([]domain.Event, error) { return t.run(cmd) }

func (cmd AddAlias) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	var l fault.List
	n := t.existing(&l, "agency", cmd.Agency, calendar.Date{})
	fqdn := t.cleanHost(&l, "fqdn", cmd.FQDN)
	if err := l.Err(); err != nil {
		return nil, err
	}
	if n.main() == nil {
		return nil, ErrNoHost.New().At("agency")
	}
	if t.heldByAnother(cmd.Agency, fqdn, true) {
		return nil, ErrHostTaken.New("value", fqdn).At("fqdn")
	}
	h := n.find(fqdn)
	switch {
	case h != nil && h.state == domainname.Active:
		return nil, ErrHostActive.New("value", fqdn).At("fqdn")
	case h != nil && h.state == domainname.Redirecting:
		return nil, nil
	case h != nil && h.state == domainname.ConflictPending,
		reserved(cmd.Template, fqdn) && (h == nil || h.state != domainname.Agreed):
		return nil, ErrNeedsAgreement.New("value", fqdn).At("fqdn")
	}
	return []domain.Event{DomainAliased{Agency: cmd.Agency, FQDN: fqdn}}, nil
}
