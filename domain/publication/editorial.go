package publication

import (
	"minhbach/domain"
	"minhbach/domain/editorial"
)

// What publications share with everything else that passes the editorial board.
type (
	State      = editorial.State
	Command    = editorial.Command
	Transition = editorial.Transition
	Deed       = editorial.Deed
	Author     = editorial.Author
	Authority  = editorial.Authority
	Attachment = editorial.Attachment
	Check      = editorial.Check
	Change     = editorial.Change
	label      = editorial.Label
)

// Positions under which an authority is given.
const (
	PositionHead       = editorial.PositionHead
	PositionDeputy     = editorial.PositionDeputy
	PositionMember     = editorial.PositionMember
	PositionAgencyHead = editorial.PositionAgencyHead
)

// Checks returns the checklist that a board member answers for, in its order.
func Checks() []Check { return editorial.Checks() }

// RolesFor lists the roles that may give a command, in the order in which an actor
// who has several should choose; those on borrowed power come last.
func RolesFor(c Command) []domain.Role { return editorial.RolesFor(c) }
