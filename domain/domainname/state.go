package domainname

import "minhbach/domain/fault"

// State is where a domain name stands.
type State string

const (
	Proposed        State = "proposed"
	ConflictPending State = "conflict_pending" // waits for an agreement with the DIC
	Agreed          State = "agreed"
	Active          State = "active"
	Redirecting     State = "redirecting" // replaced; sends readers on (Điều 5 khoản 2)
	Retired         State = "retired"
)

// States lists every state in the order of a name's life.
func States() []State {
	return []State{Proposed, ConflictPending, Agreed, Active, Redirecting, Retired}
}

// Action moves a name from one state to another.
type Action string

const (
	RaiseConflict Action = "raise_conflict"
	Agree         Action = "agree"
	Activate      Action = "activate"
	Replace       Action = "replace"
	Retire        Action = "retire"
)

// Actions lists every action.
func Actions() []Action { return []Action{RaiseConflict, Agree, Activate, Replace, Retire} }

// Transition is one row of the table.
type Transition struct {
	From   State
	Action Action
	To     State
}

// Transitions is the whole table; what it lacks is refused. A proposed name is
// activated without an agreement only where no conflict was raised; a name
// that was in use is replaced first, so that its address never dies at once.
func Transitions() []Transition {
	return []Transition{
		{Proposed, RaiseConflict, ConflictPending},
		{Proposed, Agree, Agreed},
		{Proposed, Activate, Active},
		{Proposed, Retire, Retired},
		{ConflictPending, Agree, Agreed},
		{ConflictPending, Retire, Retired},
		{Agreed, Activate, Active},
		{Agreed, Retire, Retired},
		{Active, Replace, Redirecting},
		{Redirecting, Activate, Active},
		{Redirecting, Retire, Retired},
	}
}

var ErrTransition = fault.Define(fault.Conflict, "domainname.transition_refused",
	"Tên miền đang ở trạng thái “{state}” nên không thể thực hiện “{action}”; hãy xem các bước trước đó.",
	"The domain name is “{state}”, which does not allow “{action}”; look at the steps before.")

// Next is the state after an action, or a refusal.
func Next(s State, a Action) (State, error) {
	for _, t := range Transitions() {
		if t.From == s && t.Action == a {
			return t.To, nil
		}
	}
	return s, ErrTransition.New("state", s, "action", a)
}
