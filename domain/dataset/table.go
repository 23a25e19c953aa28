package dataset

import (
	"minhbach/domain"
	"minhbach/domain/editorial"
)

// What datasets share with everything else that passes the editorial board.
type (
	State      = editorial.State
	Command    = editorial.Command
	Transition = editorial.Transition
	Deed       = editorial.Deed
	label      = editorial.Label
)

// Commands that only datasets have.
const (
	CommandDescribe          = editorial.CommandDescribe
	CommandAttach            = editorial.CommandAttach
	CommandDetach            = editorial.CommandDetach
	CommandClearPersonalData = editorial.CommandClearPersonalData
	CommandOpenRevision      = editorial.CommandOpenRevision
	CommandDropRevision      = editorial.CommandDropRevision
	CommandReview            = editorial.CommandReview
)

var refusals = editorial.NewRefusals(editorial.Noun{
	Prefix: "dataset", Name: label{Vi: "bộ dữ liệu", En: "dataset"}, Title: label{Vi: "Bộ dữ liệu", En: "Dataset"},
})

// flow is the editorial flow of datasets. What is not a row is refused.
var flow = editorial.NewFlow(refusals, editorial.Steps{
	Edit:  []Command{CommandDescribe, CommandAttach, CommandDetach},
	Look:  []Command{CommandClearPersonalData},
	Open:  CommandOpenRevision,
	Drop:  CommandDropRevision,
	Stand: []Command{CommandReview},
	States: map[State]label{
		editorial.StateCorrection:          {Vi: "đang sửa đổi", En: "being revised"},
		editorial.StateCorrectionSubmitted: {Vi: "bản sửa đổi đang chờ duyệt", En: "revision waiting for approval"},
		editorial.StateCorrectionReturned:  {Vi: "bản sửa đổi bị trả lại", En: "revision returned"},
		editorial.StateCorrectionApproved:  {Vi: "bản sửa đổi đã duyệt, chờ đến giờ đăng", En: "revision approved, waiting for its time"},
	},
})

// Transitions returns the table, for documentation and tests.
func Transitions() []Transition { return flow.Transitions() }

// Allowed lists the commands that the table has for a state, in its order. Who may
// give them is another question.
func Allowed(s State) []Command { return flow.Allowed(s) }

// States lists every state, in the order of the flow.
func States() []State { return editorial.States() }

// Commands lists every command, in the order of the flow.
func Commands() []Command {
	return []Command{
		editorial.CommandDraft, CommandDescribe, CommandAttach, CommandDetach, editorial.CommandSubmit, editorial.CommandRecall,
		editorial.CommandReturn, editorial.CommandCompleteChecklist, CommandClearPersonalData, editorial.CommandApprove,
		editorial.CommandRelease, editorial.CommandRevokeApproval, CommandOpenRevision,
		CommandDropRevision, CommandReview, editorial.CommandWithdraw, editorial.CommandArchive,
		editorial.CommandDispose, editorial.CommandDiscard,
	}
}

// RolesFor lists the roles that may give a command, in the order in which an actor
// who has several should choose; those on borrowed power come last.
func RolesFor(c Command) []domain.Role { return editorial.RolesFor(c) }

// StateLabel names a state of a dataset in the words of datasets.
func StateLabel(s State, lang string) string { return flow.StateLabel(s, lang) }
