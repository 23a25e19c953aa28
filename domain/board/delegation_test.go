package board_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"minhbach/domain"
	"minhbach/domain/board"
)

func delegate(c board.Delegate) func(*board.Board) ([]domain.Event, error) {
	c.Now = now
	return func(b *board.Board) ([]domain.Event, error) { return b.Delegate(c) }
}

func TestDelegate(t *testing.T) {
	c := board.Delegate{By: as("h"), To: "x", Since: d("2024-03-01"), Until: d("2024-03-31"), Note: "Đi công tác"}
	want := board.AuthorityDelegated{From: "h", To: "x", Since: d("2024-03-01"), Until: d("2024-03-31"), Note: "Đi công tác"}
	s := given(t, founded, headSeat, memberSeat).When(delegate(c))
	s.Then(want)
	a, ok := s.Root.AuthorityOf("x", d("2024-03-31"))
	if !ok || a != (board.Authority{Agency: "agency-1", Account: "x", Position: board.Head, Decision: decision.Number,
		From: d("2024-03-01"), To: d("2024-03-31"), Delegator: "h"}) {
		t.Errorf("borrowed authority: %+v", a)
	}
	if _, ok := s.Root.AuthorityOf("x", d("2024-04-01")); ok {
		t.Error("the loan outlives its last day")
	}
	s.When(delegate(c)).Then() // twice changes nothing

	given(t).When(delegate(c)).Refused(board.ErrNotEstablished, "")
	bad := c
	bad.To = "h"
	given(t, founded, headSeat).When(delegate(bad)).Refused(board.ErrToSelf, "to")
	bad = c
	bad.Since = d("2024-02-29")
	given(t, founded, headSeat).When(delegate(bad)).Refused(board.ErrPast, "since")
	bad = c
	bad.Until = d("2025-01-01")
	given(t, founded, headSeat).When(delegate(bad)).Refused(board.ErrOutlivesTerm, "until")
	bad.Until = d("2024-02-01")
	given(t, founded, headSeat).When(delegate(bad)).Refused(board.ErrTerm, "until")
	bad.Until, bad.Since = d(""), d("")
	given(t, founded, headSeat).When(delegate(bad)).Refused(board.ErrDate, "")
	bad = c
	bad.By = as("m") // a plain member
	given(t, founded, headSeat, memberSeat).When(delegate(bad)).Refused(board.ErrOwnPower, "since")
	bad.By, bad.To = as("x"), "z" // a borrower: no chains
	given(t, founded, headSeat, want).When(delegate(bad)).Refused(board.ErrOwnPower, "since")
	bad.By = domain.Actor{Account: "x", OnBehalfOf: "h"}
	given(t, founded, headSeat, want).When(delegate(bad)).Refused(board.ErrOwnPower, "")
}

func TestTwoTermsInARowCarryOneLoan(t *testing.T) {
	next := headSeat
	next.From, next.To, next.Position = d("2025-01-01"), d(""), board.Deputy
	c := board.Delegate{By: as("h"), To: "x", Since: d("2024-12-01"), Until: d("2025-01-31")}
	given(t, founded, headSeat, next).When(delegate(c)).Then(
		board.AuthorityDelegated{From: "h", To: "x", Since: d("2024-12-01"), Until: d("2025-01-31")})
}

func TestALoanEndsWithTheSeat(t *testing.T) {
	loan := board.AuthorityDelegated{From: "h", To: "x", Since: d("2024-03-01"), Until: d("2024-12-31")}
	s := given(t, founded, headSeat, loan, board.MemberDismissed{Account: "h", On: d("2024-05-01"), Reason: "Nghỉ hưu"})
	if a, ok := s.Root.AuthorityOf("x", d("2024-04-30")); !ok || a.To != d("2024-04-30") {
		t.Errorf("before the dismissal: %+v, %v", a, ok)
	}
	if _, ok := s.Root.AuthorityOf("x", d("2024-05-01")); ok {
		t.Error("the loan outlives the seat")
	}
}

func TestAuthorityForNeedsTheNamedLoan(t *testing.T) {
	loan := board.AuthorityDelegated{From: "h", To: "m", Since: d("2024-03-01"), Until: d("2024-03-31")}
	b := given(t, founded, headSeat, memberSeat, loan).Root
	if a, ok := b.AuthorityOf("m", d("2024-03-10")); !ok || a.Delegator != "" || a.Position != board.Member {
		t.Errorf("an own seat must come first: %+v", a)
	}
	if a, ok := b.AuthorityFor(domain.Actor{Account: "m", OnBehalfOf: "h"}, d("2024-03-10")); !ok || a.Delegator != "h" || !a.Leads() {
		t.Errorf("in the head's name: %+v", a)
	}
	for _, by := range []domain.Actor{{Account: "m", OnBehalfOf: "z"}, {Account: "z", OnBehalfOf: "h"}, {}} {
		if a, ok := b.AuthorityFor(by, d("2024-03-10")); ok {
			t.Errorf("%+v got %+v", by, a)
		}
	}
}

func TestRevokeDelegation(t *testing.T) {
	loan := board.AuthorityDelegated{From: "h", To: "x", Since: d("2024-03-01"), Until: d("2024-03-31")}
	revoke := func(c board.RevokeDelegation) func(*board.Board) ([]domain.Event, error) {
		c.Now = now
		return func(b *board.Board) ([]domain.Event, error) { return b.RevokeDelegation(c) }
	}
	c := board.RevokeDelegation{By: as("h"), From: "h", To: "x", On: d("2024-03-05")}
	want := board.DelegationRevoked{From: "h", To: "x", On: d("2024-03-05")}
	s := given(t, founded, headSeat, loan).When(revoke(c))
	s.Then(want)
	if _, ok := s.Root.AuthorityOf("x", d("2024-03-05")); ok {
		t.Error("a revoked loan gives authority")
	}
	if _, ok := s.Root.AuthorityOf("x", d("2024-03-04")); !ok {
		t.Error("revoking reached back")
	}
	s.When(revoke(c)).Refused(board.ErrNoDelegation, "to")
	c.By = head
	given(t, founded, headSeat, loan).When(revoke(c)).Then(want)
	c.By = as("x")
	given(t, founded, headSeat, loan).When(revoke(c)).Refused(board.ErrNotDelegator, "")
	c.By, c.On = head, d("2024-02-29")
	given(t, founded, headSeat, loan).When(revoke(c)).Refused(board.ErrPast, "on")
	c.On = d("")
	given(t, founded, headSeat, loan).When(revoke(c)).Refused(board.ErrDate, "on")
	given(t).When(revoke(c)).Refused(board.ErrNotEstablished, "")
}

// Whatever is commanded, at most one head sits at a time, nobody has two seats on
// one day, borrowed power always leads back to the delegator's own seat, and the
// facts alone give the state again.
func TestRandomBoards(t *testing.T) {
	accounts := []string{"a", "b", "c", "e"}
	positions := []board.Position{board.Head, board.Deputy, board.Member}
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := given(t, founded)
		facts := []domain.Event{founded}
		pick := func() string { return accounts[r.IntN(len(accounts))] }
		date := func() (on int) { return r.IntN(120) }
		first := d("2024-03-01")
		for range 40 {
			from := first.AddDays(date())
			switch r.IntN(4) {
			case 0, 1:
				c := board.Appoint{Account: pick(), Position: positions[r.IntN(3)], From: from}
				if r.IntN(3) > 0 {
					c.To = from.AddDays(r.IntN(60))
				}
				s.When(appoint(c))
			case 2:
				s.When(delegate(board.Delegate{By: as(pick()), To: pick(), Since: from, Until: from.AddDays(r.IntN(40))}))
			default:
				account := pick()
				s.When(func(b *board.Board) ([]domain.Event, error) {
					return b.Dismiss(board.Dismiss{By: head, Account: account, On: from, Reason: "lý do"})
				})
			}
			facts = append(facts, s.Events...)
		}
		again := board.New()
		for _, f := range facts {
			again.Apply(f)
		}
		if !reflect.DeepEqual(again, s.Root) {
			t.Fatalf("seed %d: folding again gives another board", seed)
		}
		for n := range 200 {
			day, heads, seen := first.AddDays(n), 0, map[string]bool{}
			for _, seat := range s.Root.Members(day) {
				if seat.Position == board.Head {
					heads++
				}
				if seen[seat.Account] {
					t.Fatalf("seed %d: %s has two seats on %s", seed, seat.Account, day)
				}
				seen[seat.Account] = true
			}
			if heads > 1 || s.Root.HasHead(day) != (heads == 1) {
				t.Fatalf("seed %d: %d heads on %s", seed, heads, day)
			}
			for _, account := range accounts {
				a, ok := s.Root.AuthorityOf(account, day)
				if !ok || a.Delegator == "" {
					continue
				}
				lent, ok := s.Root.AuthorityOf(a.Delegator, day)
				if !ok || lent.Delegator != "" || !lent.Leads() || a.Delegator == account {
					t.Fatalf("seed %d: %s borrows from %+v on %s", seed, account, lent, day)
				}
			}
		}
	}
}
