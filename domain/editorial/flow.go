package editorial

import (
	"slices"
	"strings"
)

// Transition is one row of the table: in From, Do leads to To. AtOnce is where an
// approval without embargo leads.
type Transition struct {
	From   State
	Do     Command
	To     State
	AtOnce State
}

// Steps are the commands in which one sort of item differs from another, and the
// words in which people speak of its states where the common ones do not fit.
type Steps struct {
	Edit   []Command // change the content in hand
	Look   []Command // of the board, at a submission, before it decides
	Stand  []Command // at the public version, which they leave as it is
	Open   Command   // begins the next version
	Drop   Command   // gives the next version up
	States map[State]Label
}

// Flow is the table of one sort of item. What is not a row is refused.
type Flow struct {
	*Refusals
	rows  []Transition
	index map[State]map[Command]Transition
	words Steps
}

// NewFlow lays the table out.
func NewFlow(r *Refusals, s Steps) *Flow {
	f := &Flow{Refusals: r, index: map[State]map[Command]Transition{}, words: s}
	look := append([]Command{CommandCompleteChecklist}, s.Look...)
	f.row(StateNew, CommandDraft, StateDraft)

	f.stay(StateDraft, s.Edit)
	f.row(StateDraft, CommandSubmit, StateSubmitted)
	f.row(StateDraft, CommandDiscard, StateDiscarded)

	f.row(StateSubmitted, CommandRecall, StateDraft)
	f.row(StateSubmitted, CommandReturn, StateReturned)
	f.stay(StateSubmitted, look)
	f.add(Transition{StateSubmitted, CommandApprove, StateApproved, StatePublished})

	f.stay(StateReturned, s.Edit)
	f.row(StateReturned, CommandSubmit, StateSubmitted)
	f.row(StateReturned, CommandDiscard, StateDiscarded)

	f.row(StateApproved, CommandRelease, StatePublished)
	f.row(StateApproved, CommandRevokeApproval, StateReturned)

	f.row(StatePublished, s.Open, StateCorrection)
	f.stay(StatePublished, s.Stand)
	f.row(StatePublished, CommandWithdraw, StateWithdrawn)
	f.row(StatePublished, CommandArchive, StateArchived)

	f.stay(StateCorrection, s.Edit)
	f.row(StateCorrection, CommandSubmit, StateCorrectionSubmitted)
	f.row(StateCorrection, s.Drop, StatePublished)
	f.row(StateCorrection, CommandWithdraw, StateWithdrawn)

	f.row(StateCorrectionSubmitted, CommandRecall, StateCorrection)
	f.row(StateCorrectionSubmitted, CommandReturn, StateCorrectionReturned)
	f.stay(StateCorrectionSubmitted, look)
	f.add(Transition{StateCorrectionSubmitted, CommandApprove, StateCorrectionApproved, StatePublished})
	f.row(StateCorrectionSubmitted, CommandWithdraw, StateWithdrawn)

	f.stay(StateCorrectionReturned, s.Edit)
	f.row(StateCorrectionReturned, CommandSubmit, StateCorrectionSubmitted)
	f.row(StateCorrectionReturned, s.Drop, StatePublished)
	f.row(StateCorrectionReturned, CommandWithdraw, StateWithdrawn)

	f.row(StateCorrectionApproved, CommandRelease, StatePublished)
	f.row(StateCorrectionApproved, CommandRevokeApproval, StateCorrectionReturned)
	f.row(StateCorrectionApproved, CommandWithdraw, StateWithdrawn)

	f.row(StateArchived, CommandWithdraw, StateWithdrawn)
	f.row(StateArchived, CommandDispose, StateDisposed)
	f.row(StateWithdrawn, CommandArchive, StateWithdrawnArchived)
	f.row(StateWithdrawnArchived, CommandDispose, StateDisposed)
	return f
}

func (f *Flow) add(t Transition) {
	if f.index[t.From] == nil {
		f.index[t.From] = map[Command]Transition{}
	}
	f.rows = append(f.rows, t)
	f.index[t.From][t.Do] = t
}

func (f *Flow) row(from State, do Command, to State) { f.add(Transition{From: from, Do: do, To: to}) }

func (f *Flow) stay(in State, all []Command) {
	for _, c := range all {
		f.row(in, c, in)
	}
}

// Transitions returns the table, for documentation and tests.
func (f *Flow) Transitions() []Transition { return slices.Clone(f.rows) }

// Allowed lists the commands that the table has for a state, in its order. Who may
// give them is another question.
func (f *Flow) Allowed(s State) []Command {
	var all []Command
	for _, t := range f.rows {
		if t.From == s {
			all = append(all, t.Do)
		}
	}
	return all
}

// StateLabel names a state in the words of this sort of item.
func (f *Flow) StateLabel(s State, lang string) string {
	if l, ok := f.words.States[s]; ok {
		return l.In(lang)
	}
	return s.Label(lang)
}

func (f *Flow) next(s State, lang string) string {
	var all []string
	for _, c := range f.Allowed(s) {
		all = append(all, c.Label(lang))
	}
	if len(all) == 0 {
		return f.noun.end.In(lang)
	}
	return strings.Join(all, ", ")
}
