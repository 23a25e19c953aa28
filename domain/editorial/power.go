package editorial

import (
	"slices"

	"minhbach/domain"
)

// Power says which roles may give a command, and which more may on a board power
// that was lent to them. With Own, contributors are held to what they wrote in.
type Power struct {
	Roles    []domain.Role
	Borrowed []domain.Role
	Own      bool
}

// Each list runs from the role in which an actor who has several should act.
var (
	editing  = Power{Roles: []domain.Role{domain.Editor, domain.BoardMember, domain.BoardHead}}
	drafting = Power{Roles: append(slices.Clone(editing.Roles), domain.Contributor)}
	writing  = Power{Roles: drafting.Roles, Own: true}
	judging  = Power{Roles: []domain.Role{domain.BoardMember, domain.BoardHead}, Borrowed: []domain.Role{domain.Editor, domain.AgencyHead, domain.Contributor}}
	removing = Power{Roles: []domain.Role{domain.AgencyHead, domain.BoardHead, domain.BoardMember}}
	closing  = Power{Roles: append(slices.Clone(editing.Roles), domain.AgencyHead)}
)

// powers has no row for release and disposal: only the system does these.
var powers = map[Command]Power{
	CommandDraft: drafting, CommandRevise: writing, CommandDescribe: writing, CommandAttach: writing, CommandDetach: writing,
	CommandSubmit: writing, CommandRecall: writing, CommandDiscard: writing,
	CommandOpenCorrection: editing, CommandDropCorrection: editing,
	CommandOpenRevision: editing, CommandDropRevision: editing, CommandReview: editing,
	CommandReturn: judging, CommandCompleteChecklist: judging, CommandClearPersonalData: judging,
	CommandApprove: judging, CommandRevokeApproval: judging,
	CommandWithdraw: removing, CommandArchive: closing,
}

// PowerFor says who may give a command; nobody but the system when it is empty.
func PowerFor(c Command) Power {
	p := powers[c]
	return Power{slices.Clone(p.Roles), slices.Clone(p.Borrowed), p.Own}
}

// RolesFor lists the roles that may give a command, in the order in which an actor
// who has several should choose; those on borrowed power come last.
func RolesFor(c Command) []domain.Role {
	return slices.Concat(powers[c].Roles, powers[c].Borrowed)
}
