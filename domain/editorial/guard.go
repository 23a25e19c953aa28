package editorial

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Guard is what every command of a person passes: somebody acts, in a role that
// may, at the agency that answers for the item, on their own writing where they
// are a contributor, and in a state that allows it.
func (d *Desk) Guard(deed Deed, c Command) error {
	switch {
	case deed.By.Account == "":
		return d.flow.Nobody.New()
	case deed.By.Account == domain.System || !slices.Contains(RolesFor(c), deed.By.Role):
		return d.roleFault(c)
	case d.state == StateNew && c != CommandDraft:
		return d.flow.NotFound.New()
	case deed.Responsible == "" || deed.By.Agency != deed.Responsible:
		return d.flow.OtherAgency.New()
	case powers[c].Own && deed.By.Role == domain.Contributor && !d.everWrote[deed.By.Account]:
		return d.flow.NotYours.New()
	}
	return d.allowed(c)
}

// Explain is Guard for commands that come with a reason; it returns the reason as
// it is to be recorded.
func (d *Desk) Explain(deed Deed, c Command, reason string, required bool) (string, error) {
	if err := d.Guard(deed, c); err != nil {
		return "", err
	}
	return d.flow.CleanReason(reason, required)
}

// Overrule is Explain for commands of the board.
func (d *Desk) Overrule(deed Deed, a *Authority, c Command, reason string) (string, error) {
	if err := d.Guard(deed, c); err != nil {
		return "", err
	}
	if err := d.judge(deed, a, c); err != nil {
		return "", err
	}
	return d.flow.CleanReason(reason, true)
}

// Remove is Explain for a withdrawal: it takes the seat of the board's head or
// deputy or the office of the agency's head. Power that was lent to approve is no
// power to withdraw.
func (d *Desk) Remove(deed Deed, a *Authority, reason string) (string, error) {
	if err := d.Guard(deed, CommandWithdraw); err != nil {
		return "", err
	}
	if err := d.authorised(deed, a, CommandWithdraw, PositionHead, PositionDeputy, PositionAgencyHead); err != nil {
		return "", err
	}
	if a.Delegator != "" {
		return "", d.flow.Position.New()
	}
	return d.flow.CleanReason(reason, true)
}

// Release is what the scheduler passes: the system acts, on the content that was
// approved, once its time has come. now hashes the content in hand.
func (d *Desk) Release(deed Deed, content string, now func() string) (Approval, error) {
	if deed.By.Account != domain.System {
		return Approval{}, d.roleFault(CommandRelease)
	}
	if d.state == StateNew {
		return Approval{}, d.flow.NotFound.New()
	}
	if err := d.allowed(CommandRelease); err != nil {
		return Approval{}, err
	}
	if deed.Now.Before(d.approved.PublishAt) {
		return Approval{}, d.flow.Embargoed.New("at", d.approved.PublishAt.In(calendar.Zone).Format("15:04 02/01/2006"))
	}
	if content != d.approved.Content || content != now() {
		return Approval{}, d.flow.ContentChanged.New().At("content")
	}
	return *d.approved, nil
}

func (d *Desk) allowed(c Command) error {
	if _, ok := d.flow.index[d.state][c]; ok {
		return nil
	}
	return d.flow.State.New("command_vi", c.Label("vi"), "command_en", c.Label("en"),
		"state_vi", d.flow.StateLabel(d.state, "vi"), "state_en", d.flow.StateLabel(d.state, "en"),
		"next_vi", d.flow.next(d.state, "vi"), "next_en", d.flow.next(d.state, "en"))
}

func (d *Desk) roleFault(c Command) error {
	return d.flow.Role.New("command_vi", c.Label("vi"), "command_en", c.Label("en"))
}
