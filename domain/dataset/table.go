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

// Commands that only datasets have. Describing, attaching and detaching go by
// CommandRevise; a revision is opened and dropped by CommandOpenCorrection and
// CommandDropCorrection.
const (
	CommandClearPersonalData = editorial.CommandClearPersonalData
	CommandReview            = editorial.CommandReview
)

var refusals = editorial.NewRefusals(editorial.Noun{
	Prefix: "dataset", Name: label{Vi: "bộ dữ liệu", En: "dataset"}, Title: label{Vi: "Bộ dữ liệu", En: "Dataset"},
})

// flow is the editorial flow of datasets. What is not a row is refused.
var flow = editorial.NewFlow(refusals, editorial.Steps{
	Look:  []Command{CommandClearPersonalData},
	Stand: []Command{CommandReview},
	States: map[State]label{
		editorial.StateCorrection:          {Vi: "đang sửa đổi", En: "being revised"},
		editorial.StateCorrectionSubmitted: {Vi: "bản sửa đổi đang chờ duyệt", En: "revision waiting for approval"},
		editorial.StateCorrectionReturned:  {Vi: "bản sửa đổi bị trả lại", En: "revision returned"},
		editorial.StateCorrectionApproved:  {Vi: "bản sửa đổi đã duyệt, chờ đến giờ đăng", En: "revision approved, waiting for its time"},
	},
	Commands: map[Command]label{
		editorial.CommandRevise:         {Vi: "sửa mô tả và dữ liệu", En: "edit the description and the data"},
		editorial.CommandOpenCorrection: {Vi: "mở bản sửa đổi", En: "open a revision"},
		editorial.CommandDropCorrection: {Vi: "bỏ bản sửa đổi", En: "drop the revision"},
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
		editorial.CommandDraft, editorial.CommandRevise, editorial.CommandSubmit, editorial.CommandRecall,
		editorial.CommandReturn, editorial.CommandCompleteChecklist, CommandClearPersonalData, editorial.CommandApprove,
		editorial.CommandRelease, editorial.CommandRevokeApproval, editorial.CommandOpenCorrection,
		editorial.CommandDropCorrection, CommandReview, editorial.CommandWithdraw, editorial.CommandArchive,
		editorial.CommandDiscard,
	}
}

// RolesFor lists the roles that may give a command, in the order in which an actor
// who has several should choose; those on borrowed power come last.
func RolesFor(c Command) []domain.Role { return editorial.RolesFor(c) }

// StateLabel names a state of a dataset for people; CommandLabel a command.
func StateLabel(s State, lang string) string     { return flow.StateLabel(s, lang) }
func CommandLabel(c Command, lang string) string { return flow.CommandLabel(c, lang) }
