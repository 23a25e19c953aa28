package agency

import (
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// AgreeDomain records the letter by which the DIC agreed to a name: one that waits
// in conflict, or one that deviates from the rule (Điều 5). A portal without a main
// name begins to answer to it; one that has a main name moves by ReplaceDomain or
// takes it as an alias.
type AgreeDomain struct {
	By        domain.Actor
	Agency    string
	FQDN      string
	Agreement string // number of the letter
	AgreedOn  calendar.Date
	Template  domainname.Template
	Now       time.Time
}

func (t *Tree) AgreeDomain(cmd AgreeDomain) ([]domain.Event, error) { return t.run(cmd) }

func (cmd AgreeDomain) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	today := calendar.DateOf(cmd.Now)
	var l fault.List
	n := t.existing(&l, "agency", cmd.Agency, calendar.Date{})
	fqdn := t.cleanHost(&l, "fqdn", cmd.FQDN)
	letter := input.Line(&l, "agreement", cmd.Agreement, maxType)
	switch {
	case cmd.AgreedOn.IsZero():
		l.Add(ErrDate.New().At("agreed_on"))
	case today.Before(cmd.AgreedOn):
		l.Add(ErrFuture.New().At("agreed_on"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if !n.ended.IsZero() && !today.Before(n.ended) {
		return nil, ErrNotThen.New("name", n.name(today), "date", today.DMY()).At("agency")
	}
	if t.heldByAnother(cmd.Agency, fqdn, false) {
		return nil, ErrHostTaken.New("value", fqdn).At("fqdn")
	}
	h := n.find(fqdn)
	switch {
	case h != nil && h.state == domainname.Active:
		return nil, ErrHostActive.New("value", fqdn).At("fqdn")
	case h != nil && h.state == domainname.Agreed && h.agreement == letter && h.agreedOn == cmd.AgreedOn:
		return nil, nil
	}
	var events []domain.Event
	if h == nil || h.state == domainname.Retired {
		events = append(events, DomainProposed{Agency: cmd.Agency, FQDN: fqdn, Template: cmd.Template.Version})
	}
	events = append(events, DomainAgreed{Agency: cmd.Agency, FQDN: fqdn, Agreement: letter, AgreedOn: cmd.AgreedOn})
	if n.main() == nil {
		for _, other := range n.waiting() {
			if other.fqdn != fqdn {
				events = append(events, DomainRetired{Agency: cmd.Agency, FQDN: other.fqdn, Reason: "Thay bằng " + fqdn + " theo văn bản " + letter})
			}
		}
		events = append(events, DomainActivated{Agency: cmd.Agency, FQDN: fqdn})
	}
	return events, nil
}
