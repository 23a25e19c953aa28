package agency

import (
	"regexp"

	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// SetContact says how an agency is reached and who answers for its portal. Besides
// an administrator, the agency's head and the head of its board may.
type SetContact struct {
	By      domain.Actor
	Agency  string
	Contact Contact
}

var (
	emailForm = regexp.MustCompile(`^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$`)
	phoneForm = regexp.MustCompile(`^[0-9 +().\-]{3,40}$`)
)

func (t *Tree) SetContact(cmd SetContact) ([]domain.Event, error) { return t.run(cmd) }

func (cmd SetContact) decide(t *Tree) ([]domain.Event, error) {
	own := cmd.By.Agency == cmd.Agency && (cmd.By.Role == domain.AgencyHead || cmd.By.Role == domain.BoardHead)
	if err := t.administered(cmd.By); err != nil && !own {
		return nil, err
	}
	n := t.nodes[cmd.Agency]
	if n == nil {
		return nil, ErrUnknown.New().At("agency")
	}
	var l fault.List
	c := Contact{
		Address:     input.OptionalLine(&l, "contact.address", cmd.Contact.Address, maxBasis),
		Phone:       input.OptionalLine(&l, "contact.phone", cmd.Contact.Phone, maxType),
		Fax:         input.OptionalLine(&l, "contact.fax", cmd.Contact.Fax, maxType),
		Email:       input.OptionalLine(&l, "contact.email", cmd.Contact.Email, 254),
		Responsible: input.OptionalLine(&l, "contact.responsible", cmd.Contact.Responsible, maxName),
		Intro:       input.OptionalText(&l, "contact.intro", cmd.Contact.Intro, maxText),
	}
	if c.Email != "" && !emailForm.MatchString(c.Email) {
		l.Add(ErrEmail.New().At("contact.email"))
	}
	if c.Phone != "" && !phoneForm.MatchString(c.Phone) {
		l.Add(ErrPhone.New().At("contact.phone"))
	}
	if c.Fax != "" && !phoneForm.MatchString(c.Fax) {
		l.Add(ErrPhone.New().At("contact.fax"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if n.contact == c {
		return nil, nil
	}
	return []domain.Event{ContactSet{Agency: cmd.Agency, Contact: c}}, nil
}
