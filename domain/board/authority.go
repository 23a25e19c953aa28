package board

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Authority is the ground on which an account decides for a portal.
type Authority struct {
	Agency    string
	Account   string
	Position  Position      // the seat's, the delegator's when the power is borrowed
	Decision  string        // number of the decision that gave the seat
	From, To  calendar.Date // days it covers; To zero: open
	Delegator string        // whose power is borrowed; empty: the account's own seat
}

// Leads tells whether the power is that of a head or deputy.
func (a Authority) Leads() bool { return a.Position == Head || a.Position == Deputy }

// AuthorityOf finds the ground on which the account may decide on a date: its own
// seat before any borrowed one, and of several loans the one of the highest seat.
func (b *Board) AuthorityOf(account string, on calendar.Date) (Authority, bool) {
	if own, ok := b.own(account, on); ok {
		return own, true
	}
	var best Authority
	found := false
	for _, d := range b.Delegations(on) {
		if a, ok := b.borrowed(d, on); ok && d.To == account && (!found || rank(a.Position) < rank(best.Position)) {
			best, found = a, true
		}
	}
	return best, found
}

// AuthorityFor is AuthorityOf for a deed: an actor in somebody's name needs that
// person's loan, an actor in their own name anything that AuthorityOf finds.
func (b *Board) AuthorityFor(by domain.Actor, on calendar.Date) (Authority, bool) {
	if by.OnBehalfOf == "" {
		return b.AuthorityOf(by.Account, on)
	}
	for _, d := range b.Delegations(on) {
		if d.From == by.OnBehalfOf && d.To == by.Account {
			return b.borrowed(d, on)
		}
	}
	return Authority{}, false
}

func (b *Board) own(account string, on calendar.Date) (Authority, bool) {
	if account == "" {
		return Authority{}, false
	}
	for _, s := range b.seats {
		if s.Account == account && within(s.From, s.To, on) {
			return Authority{Agency: b.agency, Account: account, Position: s.Position,
				Decision: s.Decision.Number, From: s.From, To: s.To}, true
		}
	}
	return Authority{}, false
}

// borrowed is the power of the delegator's own seat on that day, so a loan ends
// with the seat, whatever it says, and one loan never feeds another.
func (b *Board) borrowed(d Delegation, on calendar.Date) (Authority, bool) {
	lent, ok := b.own(d.From, on)
	if !ok || !lent.Leads() {
		return Authority{}, false
	}
	lent.Account, lent.Delegator = d.To, d.From
	if lent.From.Before(d.Since) {
		lent.From = d.Since
	}
	if lent.To.IsZero() || d.Until.Before(lent.To) {
		lent.To = d.Until
	}
	return lent, true
}
