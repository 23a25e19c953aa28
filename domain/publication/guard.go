package publication

import (
	"slices"
	"strings"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Deed is what every command says: who acts, when, and which agency answers for
// the item today (its own, or the one that took over after a merger).
type Deed struct {
	By          domain.Actor
	Now         time.Time
	Responsible string
}

func (d Deed) today() calendar.Date { return calendar.DateOf(d.Now) }

func (d Deed) author() Author { return Author{Account: d.By.Account, OnBehalfOf: d.By.OnBehalfOf} }

// power says which roles may give a command, and which more may on a board power
// that was lent to them. With own, contributors are held to what they wrote in.
type power struct {
	roles    []domain.Role
	borrowed []domain.Role
	own      bool
}

// Each list runs from the role in which an actor who has several should act.
var (
	editing  = power{roles: []domain.Role{domain.Editor, domain.BoardMember, domain.BoardHead}}
	drafting = power{roles: append(slices.Clone(editing.roles), domain.Contributor)}
	writing  = power{roles: drafting.roles, own: true}
	judging  = power{roles: []domain.Role{domain.BoardMember, domain.BoardHead}, borrowed: []domain.Role{domain.Editor, domain.AgencyHead, domain.Contributor}}
	removing = power{roles: []domain.Role{domain.AgencyHead, domain.BoardHead, domain.BoardMember}}
	closing  = power{roles: append(slices.Clone(editing.roles), domain.AgencyHead)}
)

// powers has no row for release: only the system does that.
var powers = map[Command]power{
	CommandDraft: drafting, CommandRevise: writing, CommandSubmit: writing, CommandRecall: writing, CommandDiscard: writing,
	CommandOpenCorrection: editing, CommandDropCorrection: editing,
	CommandReturn: judging, CommandCompleteChecklist: judging, CommandApprove: judging, CommandRevokeApproval: judging,
	CommandWithdraw: removing, CommandArchive: closing,
}

// RolesFor lists the roles that may give a command, in the order in which an actor
// who has several should choose; those on borrowed power come last.
func RolesFor(c Command) []domain.Role {
	return slices.Concat(powers[c].roles, powers[c].borrowed)
}

// guard is what every command of a person passes: somebody acts, in a role that
// may, at the agency that answers for the item, on their own writing where they
// are a contributor, and in a state that allows it.
func (p *Publication) guard(d Deed, c Command) error {
	switch {
	case d.By.Account == "":
		return ErrNobody.New()
	case d.By.Account == domain.System || !slices.Contains(RolesFor(c), d.By.Role):
		return ErrRole.New("command_vi", c.Label("vi"), "command_en", c.Label("en"))
	case p.state == StateNew && c != CommandDraft:
		return ErrNotFound.New()
	case d.Responsible == "" || d.By.Agency != d.Responsible:
		return ErrOtherAgency.New()
	case powers[c].own && d.By.Role == domain.Contributor && !p.everWrote[d.By.Account]:
		return ErrNotYours.New()
	}
	return p.allowed(c)
}

func (p *Publication) allowed(c Command) error {
	if _, ok := transition(p.state, c); ok {
		return nil
	}
	return ErrState.New("command_vi", c.Label("vi"), "command_en", c.Label("en"),
		"state_vi", p.state.Label("vi"), "state_en", p.state.Label("en"),
		"next_vi", p.next("vi"), "next_en", p.next("en"))
}

func (p *Publication) next(lang string) string {
	var all []string
	for _, c := range Allowed(p.state) {
		all = append(all, c.Label(lang))
	}
	if len(all) == 0 {
		return label{"không còn thao tác nào, hãy soạn mục mới", "nothing more, begin a new item"}.in(lang)
	}
	return strings.Join(all, ", ")
}
