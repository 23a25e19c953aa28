package publication

import "slices"

// State is where a publication stands. A correction has states of its own,
// because the public version stays up meanwhile.
type State string

const (
	StateNew                 State = "new" // nothing recorded yet
	StateDraft               State = "draft"
	StateSubmitted           State = "submitted"
	StateReturned            State = "returned"
	StateApproved            State = "approved" // waiting for its embargo
	StatePublished           State = "published"
	StateCorrection          State = "correction"
	StateCorrectionSubmitted State = "correction_submitted"
	StateCorrectionReturned  State = "correction_returned"
	StateCorrectionApproved  State = "correction_approved"
	StateWithdrawn           State = "withdrawn"
	StateArchived            State = "archived"
	StateWithdrawnArchived   State = "withdrawn_archived" // archived, and still only a tombstone
	StateDiscarded           State = "discarded"
)

// Command is the name of something that people or the scheduler ask for.
type Command string

const (
	CommandDraft             Command = "draft"
	CommandRevise            Command = "revise"
	CommandSubmit            Command = "submit"
	CommandRecall            Command = "recall"
	CommandReturn            Command = "return"
	CommandCompleteChecklist Command = "complete_checklist"
	CommandApprove           Command = "approve"
	CommandRelease           Command = "release"
	CommandRevokeApproval    Command = "revoke_approval"
	CommandOpenCorrection    Command = "open_correction"
	CommandDropCorrection    Command = "drop_correction"
	CommandWithdraw          Command = "withdraw"
	CommandArchive           Command = "archive"
	CommandDiscard           Command = "discard"
)

// Transition is one row of the table: in From, Do leads to To. AtOnce is where an
// approval without embargo leads.
type Transition struct {
	From   State
	Do     Command
	To     State
	AtOnce State
}

// transitions is the whole editorial flow. What is not a row is refused.
var transitions = []Transition{
	{StateNew, CommandDraft, StateDraft, ""},

	{StateDraft, CommandRevise, StateDraft, ""},
	{StateDraft, CommandSubmit, StateSubmitted, ""},
	{StateDraft, CommandDiscard, StateDiscarded, ""},

	{StateSubmitted, CommandRecall, StateDraft, ""},
	{StateSubmitted, CommandReturn, StateReturned, ""},
	{StateSubmitted, CommandCompleteChecklist, StateSubmitted, ""},
	{StateSubmitted, CommandApprove, StateApproved, StatePublished},

	{StateReturned, CommandRevise, StateReturned, ""},
	{StateReturned, CommandSubmit, StateSubmitted, ""},
	{StateReturned, CommandDiscard, StateDiscarded, ""},

	{StateApproved, CommandRelease, StatePublished, ""},
	{StateApproved, CommandRevokeApproval, StateReturned, ""},

	{StatePublished, CommandOpenCorrection, StateCorrection, ""},
	{StatePublished, CommandWithdraw, StateWithdrawn, ""},
	{StatePublished, CommandArchive, StateArchived, ""},

	{StateCorrection, CommandRevise, StateCorrection, ""},
	{StateCorrection, CommandSubmit, StateCorrectionSubmitted, ""},
	{StateCorrection, CommandDropCorrection, StatePublished, ""},
	{StateCorrection, CommandWithdraw, StateWithdrawn, ""},

	{StateCorrectionSubmitted, CommandRecall, StateCorrection, ""},
	{StateCorrectionSubmitted, CommandReturn, StateCorrectionReturned, ""},
	{StateCorrectionSubmitted, CommandCompleteChecklist, StateCorrectionSubmitted, ""},
	{StateCorrectionSubmitted, CommandApprove, StateCorrectionApproved, StatePublished},
	{StateCorrectionSubmitted, CommandWithdraw, StateWithdrawn, ""},

	{StateCorrectionReturned, CommandRevise, StateCorrectionReturned, ""},
	{StateCorrectionReturned, CommandSubmit, StateCorrectionSubmitted, ""},
	{StateCorrectionReturned, CommandDropCorrection, StatePublished, ""},
	{StateCorrectionReturned, CommandWithdraw, StateWithdrawn, ""},

	{StateCorrectionApproved, CommandRelease, StatePublished, ""},
	{StateCorrectionApproved, CommandRevokeApproval, StateCorrectionReturned, ""},
	{StateCorrectionApproved, CommandWithdraw, StateWithdrawn, ""},

	{StateArchived, CommandWithdraw, StateWithdrawn, ""},

	{StateWithdrawn, CommandArchive, StateWithdrawnArchived, ""},
}

var byStateAndCommand = func() map[State]map[Command]Transition {
	index := map[State]map[Command]Transition{}
	for _, t := range transitions {
		if index[t.From] == nil {
			index[t.From] = map[Command]Transition{}
		}
		index[t.From][t.Do] = t
	}
	return index
}()

// Transitions returns the table, for documentation and tests.
func Transitions() []Transition { return slices.Clone(transitions) }

// Allowed lists the commands that the table has for a state, in its order. Who may
// give them is another question.
func Allowed(s State) []Command {
	var all []Command
	for _, t := range transitions {
		if t.From == s {
			all = append(all, t.Do)
		}
	}
	return all
}

func transition(from State, do Command) (Transition, bool) {
	t, ok := byStateAndCommand[from][do]
	return t, ok
}

// Public tells whether readers see the content of a version in this state.
func (s State) Public() bool {
	switch s {
	case StatePublished, StateArchived,
		StateCorrection, StateCorrectionSubmitted, StateCorrectionReturned, StateCorrectionApproved:
		return true
	}
	return false
}

// Tombstone tells whether readers see, in place of the content, that it was
// withdrawn and why.
func (s State) Tombstone() bool { return s == StateWithdrawn || s == StateWithdrawnArchived }
