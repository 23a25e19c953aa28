package editorial

import (
	"slices"

	"minhbach/domain"
)

// authorised checks the board power that the app found for the actor: it is the
// actor's, for this agency, covers today, is of a fitting position, and where the
// actor uses somebody's name it is that person's loan.
func (d *Desk) authorised(deed Deed, a *Authority, c Command, positions ...string) error {
	switch today := deed.Today(); {
	case a == nil, a.Account != deed.By.Account, a.Agency != deed.Responsible:
		return d.flow.NoAuthority.New()
	case a.From.IsZero() || today.Before(a.From) || !a.To.IsZero() && today.After(a.To):
		return d.flow.NoAuthority.New()
	case a.Delegator == a.Account, deed.By.OnBehalfOf != "" && deed.By.OnBehalfOf != a.Delegator:
		return d.flow.NoAuthority.New()
	case a.Delegator == "" && slices.Contains(powers[c].Borrowed, deed.By.Role):
		return d.roleFault(c)
	case !slices.Contains(positions, a.Position):
		if c == CommandWithdraw {
			return d.flow.Position.New()
		}
		return d.flow.NoAuthority.New()
	}
	return nil
}

// judge is authorised for what the whole board may do.
func (d *Desk) judge(deed Deed, a *Authority, c Command) error {
	return d.authorised(deed, a, c, PositionHead, PositionDeputy, PositionMember)
}

// secondPerson refuses everybody who wrote in this cycle, in person or by lending
// a name or a power (four eyes, Điều 4 khoản 2).
func (d *Desk) secondPerson(by domain.Actor, a Authority) error {
	for _, account := range []string{by.Account, by.OnBehalfOf, a.Account, a.Delegator} {
		if d.authors[account] {
			return d.flow.SamePerson.New()
		}
	}
	return nil
}

// Reviewed passes when an authorised second person speaks, by the command c, of the
// content that is submitted. now hashes the content in hand.
func (d *Desk) Reviewed(deed Deed, a *Authority, c Command, content string, now func() string) error {
	if err := d.Guard(deed, c); err != nil {
		return err
	}
	if err := d.judge(deed, a, c); err != nil {
		return err
	}
	if err := d.secondPerson(deed.By, *a); err != nil {
		return err
	}
	if content != d.submitted || content != now() {
		return d.flow.ContentChanged.New().At("content")
	}
	return nil
}
