package board

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Seat is one term of one account.
type Seat struct {
	Account    string
	Position   Position
	Concurrent bool
	From, To   calendar.Date // To is the last day; zero: open
	Decision   Decision
}

// Delegation is a loan of power from one account to another.
type Delegation struct {
	From, To     string
	Since, Until calendar.Date // Until is the last day
	Note         string
}

// Board is the state folded from the facts of one editorial board.
type Board struct {
	agency      string
	decision    Decision
	seats       []Seat
	delegations []Delegation
	regulations []RegulationRecorded
}

// New is a board of which nothing is known.
func New() *Board { return &Board{} }

// Apply takes a fact; it never fails and ignores strangers.
func (b *Board) Apply(ev domain.Event) {
	switch e := ev.(type) {
	case Established:
		b.agency, b.decision = e.Agency, e.Decision
	case MemberAppointed:
		b.endSeats(e.Account, e.From)
		b.seats = append(b.seats, Seat(e))
	case MemberDismissed:
		b.endSeats(e.Account, e.On)
	case AuthorityDelegated:
		b.endLoans(e.From, e.To, e.Since)
		b.delegations = append(b.delegations, Delegation(e))
	case DelegationRevoked:
		b.endLoans(e.From, e.To, e.On)
	case RegulationRecorded:
		b.regulations = append(b.regulations, e)
	}
}

// endSeats leaves the account no seat from the day on.
func (b *Board) endSeats(account string, day calendar.Date) {
	b.seats = slices.DeleteFunc(b.seats, func(s Seat) bool { return s.Account == account && !s.From.Before(day) })
	for i, s := range b.seats {
		if s.Account == account && runsOn(s.To, day) {
			b.seats[i].To = day.AddDays(-1)
		}
	}
}

func (b *Board) endLoans(from, to string, day calendar.Date) {
	b.delegations = slices.DeleteFunc(b.delegations, func(d Delegation) bool {
		return d.From == from && d.To == to && !d.Since.Before(day)
	})
	for i, d := range b.delegations {
		if d.From == from && d.To == to && runsOn(d.Until, day) {
			b.delegations[i].Until = day.AddDays(-1)
		}
	}
}

// runsOn: a term with this last day has not ended before the day.
func runsOn(last, day calendar.Date) bool { return last.IsZero() || !last.Before(day) }

func within(from, last, day calendar.Date) bool { return !day.Before(from) && runsOn(last, day) }

// Agency is the agency of the portal; empty before the board is established.
func (b *Board) Agency() string { return b.agency }

// IsEstablished tells whether the founding decision is recorded.
func (b *Board) IsEstablished() bool { return b.agency != "" }

// Decision is the one that founded the board.
func (b *Board) Decision() Decision { return b.decision }

// Seats returns every term ever held, as it stands now, in the order recorded.
func (b *Board) Seats() []Seat { return slices.Clone(b.seats) }

// Members returns who sits on the board on a date: head, deputies, members.
func (b *Board) Members(on calendar.Date) []Seat {
	var now []Seat
	for _, s := range b.seats {
		if within(s.From, s.To, on) {
			now = append(now, s)
		}
	}
	slices.SortStableFunc(now, func(x, y Seat) int { return rank(x.Position) - rank(y.Position) })
	return now
}

// Delegations returns the loans that run on a date.
func (b *Board) Delegations(on calendar.Date) []Delegation {
	var now []Delegation
	for _, d := range b.delegations {
		if within(d.Since, d.Until, on) {
			now = append(now, d)
		}
	}
	return now
}

// Regulations returns the operating regulations, oldest first; the last is in force.
func (b *Board) Regulations() []RegulationRecorded { return slices.Clone(b.regulations) }

// HasHead tells whether somebody heads the board on a date (Điều 22.3).
func (b *Board) HasHead(on calendar.Date) bool {
	return slices.ContainsFunc(b.Members(on), func(s Seat) bool { return s.Position == Head })
}

func rank(p Position) int { return slices.Index([]Position{Head, Deputy, Member}, p) }
