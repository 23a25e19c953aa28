package disposal

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/editorial"
)

// State of a list.
type State string

const (
	StateNew        State = "new"
	StateProposed   State = "proposed"
	StateApproved   State = "approved" // being carried out
	StateRefused    State = "refused"
	StateCarriedOut State = "carried_out"
)

var stateLabels = map[State]editorial.Label{
	StateNew: {Vi: "chưa có", En: "not begun"}, StateProposed: {Vi: "đề nghị, chờ phê duyệt", En: "proposed"},
	StateApproved: {Vi: "phê duyệt", En: "approved"}, StateRefused: {Vi: "từ chối", En: "refused"}, StateCarriedOut: {Vi: "thực hiện xong", En: "carried out"},
}

// Label names a state for people.
func (s State) Label(lang string) string { return stateLabels[s].In(lang) }

// List is the state folded from the facts of one list.
type List struct {
	state    State
	proposed Proposed
	approved Approved
	refused  Refused
	done     CarriedOut
}

// New is a list of which nothing is recorded.
func New() *List { return &List{state: StateNew} }

// Apply takes a fact; it never fails and ignores strangers.
func (l *List) Apply(ev domain.Event) {
	switch e := ev.(type) {
	case Proposed:
		l.state, l.proposed = StateProposed, e
	case Approved:
		l.state, l.approved = StateApproved, e
	case Refused:
		l.state, l.refused = StateRefused, e
	case CarriedOut:
		l.state, l.done = StateCarriedOut, e
	}
}

func (l *List) State() State       { return l.state }
func (l *List) Proposed() Proposed { return l.proposed }
func (l *List) Approved() Approved { return l.approved }
func (l *List) Refused() Refused   { return l.refused }
func (l *List) Done() CarriedOut   { return l.done }

// Order is what the list says of one of its items, for the item to judge.
func (l *List) Order(id string) (editorial.Order, bool) {
	i := slices.IndexFunc(l.proposed.Items, func(it Item) bool { return it.ID == id })
	if i < 0 || l.state != StateApproved {
		return editorial.Order{}, false
	}
	it := l.proposed.Items[i]
	return editorial.Order{
		Disposal:   editorial.Disposal{List: l.proposed.List, Class: it.Class, Decision: l.approved.Decision, On: l.approved.On, LegalVi: it.LegalVi, LegalEn: it.LegalEn},
		ProposedBy: people(l.proposed.Author), ApprovedBy: people(l.approved.By), Until: it.Until,
	}, true
}

func people(a editorial.Author) []string {
	if a.OnBehalfOf == "" || a.OnBehalfOf == a.Account {
		return []string{a.Account}
	}
	return []string{a.Account, a.OnBehalfOf}
}
