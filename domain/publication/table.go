package publication

import "minhbach/domain/editorial"

// States of a publication. A correction has states of its own, because the public
// version stays up meanwhile.
const (
	StateNew                 = editorial.StateNew
	StateDraft               = editorial.StateDraft
	StateSubmitted           = editorial.StateSubmitted
	StateReturned            = editorial.StateReturned
	StateApproved            = editorial.StateApproved
	StatePublished           = editorial.StatePublished
	StateCorrection          = editorial.StateCorrection
	StateCorrectionSubmitted = editorial.StateCorrectionSubmitted
	StateCorrectionReturned  = editorial.StateCorrectionReturned
	StateCorrectionApproved  = editorial.StateCorrectionApproved
	StateWithdrawn           = editorial.StateWithdrawn
	StateArchived            = editorial.StateArchived
	StateWithdrawnArchived   = editorial.StateWithdrawnArchived
	StateDisposed            = editorial.StateDisposed
	StateDiscarded           = editorial.StateDiscarded
)

// Commands on a publication.
const (
	CommandDraft             = editorial.CommandDraft
	CommandRevise            = editorial.CommandRevise
	CommandSubmit            = editorial.CommandSubmit
	CommandRecall            = editorial.CommandRecall
	CommandReturn            = editorial.CommandReturn
	CommandCompleteChecklist = editorial.CommandCompleteChecklist
	CommandApprove           = editorial.CommandApprove
	CommandRelease           = editorial.CommandRelease
	CommandRevokeApproval    = editorial.CommandRevokeApproval
	CommandOpenCorrection    = editorial.CommandOpenCorrection
	CommandDropCorrection    = editorial.CommandDropCorrection
	CommandWithdraw          = editorial.CommandWithdraw
	CommandArchive           = editorial.CommandArchive
	CommandDispose           = editorial.CommandDispose
	CommandDiscard           = editorial.CommandDiscard
)

var refusals = editorial.NewRefusals(editorial.Noun{
	Prefix: "publication", Name: label{Vi: "mục", En: "item"}, Title: label{Vi: "Mục", En: "Item"},
})

// flow is the editorial flow of publications. What is not a row is refused.
var flow = editorial.NewFlow(refusals, editorial.Steps{
	Edit: []Command{CommandRevise}, Open: CommandOpenCorrection, Drop: CommandDropCorrection,
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
		CommandDraft, CommandRevise, CommandSubmit, CommandRecall, CommandReturn, CommandCompleteChecklist,
		CommandApprove, CommandRelease, CommandRevokeApproval, CommandOpenCorrection, CommandDropCorrection,
		CommandWithdraw, CommandArchive, CommandDispose, CommandDiscard,
	}
}
