package subject

import "slices"

// State of the newest request. Restriction and holds stand beside it.
type State string

const (
	StateNone         State = "none" // nobody asked
	StateRequested    State = "requested"
	StateAcknowledged State = "acknowledged"
	StateOrdered      State = "ordered" // decided, being carried out
	StateErased       State = "erased"
	StateRefused      State = "refused"
)

// Command on a person's data.
type Command string

const (
	CommandRequest     Command = "request"
	CommandAcknowledge Command = "acknowledge"
	CommandExtend      Command = "extend"
	CommandRefuse      Command = "refuse"
	CommandOrder       Command = "order"
	CommandComplete    Command = "complete"
	CommandNotify      Command = "notify"
	CommandRestrict    Command = "restrict"
	CommandLift        Command = "lift_restriction"
	CommandHold        Command = "place_hold"
	CommandRelease     Command = "lift_hold"
)

// Transition is one row of the table: in From, Do leads to To.
type Transition struct {
	From State
	Do   Command
	To   State
}

// table is the whole flow (R09.3). What is not a row is refused.
var table = func() []Transition {
	rows := []Transition{
		{StateNone, CommandRequest, StateRequested},
		{StateRequested, CommandAcknowledge, StateAcknowledged},
		{StateRequested, CommandRefuse, StateRefused},
		{StateAcknowledged, CommandExtend, StateAcknowledged},
		{StateAcknowledged, CommandRefuse, StateRefused},
		{StateAcknowledged, CommandOrder, StateOrdered},
		{StateOrdered, CommandComplete, StateErased},
		{StateErased, CommandNotify, StateErased},
		{StateRefused, CommandNotify, StateRefused},
		{StateRefused, CommandRequest, StateRequested},
	}
	for _, s := range []State{StateNone, StateRequested, StateAcknowledged, StateRefused} {
		for _, c := range []Command{CommandRestrict, CommandLift, CommandHold, CommandRelease} {
			rows = append(rows, Transition{s, c, s})
		}
	}
	return rows
}()

// Transitions returns the table, for documentation and tests.
func Transitions() []Transition { return slices.Clone(table) }

// Allowed lists the commands that the table has for a state. Who may give them, and
// whether a hold stands against them, is another question.
func Allowed(s State) []Command {
	var all []Command
	for _, t := range table {
		if t.From == s {
			all = append(all, t.Do)
		}
	}
	return all
}

// States lists every state, in the order of the flow.
func States() []State {
	return []State{StateNone, StateRequested, StateAcknowledged, StateOrdered, StateErased, StateRefused}
}

// Commands lists every command, in the order of the flow.
func Commands() []Command {
	return []Command{
		CommandRequest, CommandAcknowledge, CommandExtend, CommandRefuse, CommandOrder, CommandComplete, CommandNotify,
		CommandRestrict, CommandLift, CommandHold, CommandRelease,
	}
}
