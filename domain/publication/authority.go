package publication

import (
	"slices"

	"minhbach/domain"
)

// Positions under which an authority is given.
const (
	PositionHead       = "head"
	PositionDeputy     = "deputy"
	PositionMember     = "member"
	PositionAgencyHead = "agency_head"
)

// authorised checks the board power that the app found for the actor: it is the
// actor's, for this agency, covers today, is of a fitting position, and where the
// actor uses somebody's name it is that person's loan.
func (d Deed) authorised(a *Authority, c Command, positions ...string) error {
	switch {
	case a == nil, a.Account != d.By.Account, a.Agency != d.Responsible:
		return ErrNoAuthority.New()
	case a.From.IsZero() || d.today().Before(a.From) || !a.To.IsZero() && d.today().After(a.To):
		return ErrNoAuthority.New()
	case a.Delegator == a.Account, d.By.OnBehalfOf != "" && d.By.OnBehalfOf != a.Delegator:
		return ErrNoAuthority.New()
	case a.Delegator == "" && slices.Contains(powers[c].borrowed, d.By.Role):
		return ErrRole.New("command_vi", c.Label("vi"), "command_en", c.Label("en"))
	case !slices.Contains(positions, a.Position):
		if c == CommandWithdraw {
			return ErrPosition.New()
		}
		return ErrNoAuthority.New()
	}
	return nil
}

// judge is authorised for what the whole board may do.
func (d Deed) judge(a *Authority, c Command) error {
	return d.authorised(a, c, PositionHead, PositionDeputy, PositionMember)
}

// secondPerson refuses everybody who wrote in this cycle, in person or by lending
// a name or a power (four eyes, Điều 4 khoản 2).
func (p *Publication) secondPerson(by domain.Actor, a Authority) error {
	for _, account := range []string{by.Account, by.OnBehalfOf, a.Account, a.Delegator} {
		if p.authors[account] {
			return ErrSamePerson.New()
		}
	}
	return nil
}
