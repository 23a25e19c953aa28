package agency

import (
	"strings"

	"minhbach/domain"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// RetireDomain gives up an alias or a name that never came into use. A main name is
// replaced instead, and a former one redirects for ever.
type RetireDomain struct {
	By     domain.Actor
	Agency string
	FQDN   string
	Reason string
}

func (t *Tree) RetireDomain(cmd RetireDomain) ([]domain.Event, error) { return t.run(cmd) }

func (cmd RetireDomain) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	n := t.nodes[cmd.Agency]
	if n == nil {
		return nil, ErrUnknown.New().At("agency")
	}
	var l fault.List
	reason := input.Line(&l, "reason", cmd.Reason, maxText)
	if err := l.Err(); err != nil {
		return nil, err
	}
	fqdn := strings.TrimSuffix(strings.ToLower(strings.TrimSpace(cmd.FQDN)), ".")
	h := n.find(fqdn)
	switch {
	case h == nil || h.state == domainname.Retired:
		return nil, ErrHostUnknown.New("value", short(fqdn)).At("fqdn")
	case h.state == domainname.Active:
		return nil, ErrHostMain.New("value", fqdn).At("fqdn")
	case h.state == domainname.Redirecting && !h.alias:
		return nil, ErrHostFormer.New("value", fqdn).At("fqdn")
	}
	return []domain.Event{DomainRetired{Agency: cmd.Agency, FQDN: fqdn, Reason: reason}}, nil
}
