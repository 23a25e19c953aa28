package disposal_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/disposal"
	"minhbach/domain/domaintest"
	"minhbach/domain/editorial"
	"minhbach/domain/input"
)

type scenario = domaintest.Scenario[*disposal.List]

func given(t *testing.T, facts ...domain.Event) *scenario {
	t.Helper()
	return domaintest.Given(t, disposal.New(), facts...)
}

func day(s string) calendar.Date { return calendar.MustParse(s) }

var now = time.Date(2031, 7, 1, 2, 0, 0, 0, time.UTC)

func by(account string, role domain.Role) editorial.Deed {
	return editorial.Deed{By: domain.Actor{Account: account, Role: role, Agency: "a-1"}, Now: now, Responsible: "a-1"}
}

var (
	editor = by("lan", domain.Editor)
	chief  = by("hung", domain.AgencyHead)
	system = editorial.Deed{By: domain.Actor{Account: domain.System}, Now: now}

	item     = disposal.Item{Sort: disposal.Publication, ID: "p-1", Content: "c0ffee", Class: "keep.other", Until: day("2031-06-30"), LegalVi: "Điều 15", LegalEn: "Article 15"}
	proposed = disposal.Proposed{List: "l-1", Agency: "a-1", Items: []disposal.Item{item}, Author: editorial.Author{Account: "lan"}}
	approved = disposal.Approved{By: editorial.Author{Account: "hung"}, Decision: "45/QĐ-UBND", On: day("2031-06-30")}
)

func propose(d editorial.Deed, items ...disposal.Item) func(*disposal.List) ([]domain.Event, error) {
	return func(l *disposal.List) ([]domain.Event, error) {
		return l.Propose(disposal.Propose{Deed: d, List: "l-1", Agency: "a-1", Items: items})
	}
}

func approve(d editorial.Deed, number, on string) func(*disposal.List) ([]domain.Event, error) {
	return func(l *disposal.List) ([]domain.Event, error) {
		cmd := disposal.Approve{Deed: d, Decision: number}
		if on != "" {
			cmd.On = day(on)
		}
		return l.Approve(cmd)
	}
}

func refuse(d editorial.Deed, reason string) func(*disposal.List) ([]domain.Event, error) {
	return func(l *disposal.List) ([]domain.Event, error) {
		return l.Refuse(disposal.Refuse{Deed: d, Reason: reason})
	}
}

func TestAListIsDrawnUpApprovedAndCarriedOut(t *testing.T) {
	given(t).When(propose(editor, item)).Then(proposed)
	given(t, proposed).When(approve(chief, " 45/QĐ-UBND ", "2031-06-30")).Then(approved)
	given(t, proposed).When(refuse(chief, "Còn cần cho vụ kiện")).Then(disposal.Refused{By: editorial.Author{Account: "hung"}, Reason: "Còn cần cho vụ kiện"})
	kept := []disposal.Kept{{ID: "p-1", Code: "publication.state_forbids"}}
	given(t, proposed, approved).When(func(l *disposal.List) ([]domain.Event, error) {
		return l.CarryOut(disposal.CarryOut{Deed: system, Kept: kept})
	}).Then(disposal.CarriedOut{Kept: kept})
}

func TestWhoMayNot(t *testing.T) {
	given(t).When(propose(by("x", domain.Inspector), item)).Refused(disposal.ErrNotAllowed, "")
	given(t).When(propose(editorial.Deed{By: domain.Actor{Account: "lan", Role: domain.Editor, Agency: "a-2"}, Now: now, Responsible: "a-1"}, item)).Refused(disposal.ErrNotAllowed, "")
	given(t, proposed).When(approve(editor, "1/QĐ", "2031-06-30")).Refused(disposal.ErrNotAllowed, "")
	same := by("lan", domain.AgencyHead)
	given(t, proposed).When(approve(same, "1/QĐ", "2031-06-30")).Refused(disposal.ErrSamePerson, "")
	given(t, proposed).When(refuse(same, "x")).Refused(disposal.ErrSamePerson, "")
	lent := by("hung", domain.AgencyHead)
	lent.By.OnBehalfOf = "lan"
	given(t, proposed).When(approve(lent, "1/QĐ", "2031-06-30")).Refused(disposal.ErrSamePerson, "")
	given(t, proposed, approved).When(func(l *disposal.List) ([]domain.Event, error) {
		return l.CarryOut(disposal.CarryOut{Deed: chief})
	}).Refused(disposal.ErrNotAllowed, "")
}

func TestFaultyLists(t *testing.T) {
	change := func(f func(*disposal.Item)) disposal.Item { it := item; f(&it); return it }
	given(t).When(propose(editor)).Refused(disposal.ErrEmpty, "items")
	given(t).When(propose(editor, item, item)).Refused(disposal.ErrItem, "items.p-1")
	given(t).When(propose(editor, change(func(i *disposal.Item) { i.Content = "" }))).Refused(disposal.ErrItem, "items.p-1")
	given(t).When(propose(editor, change(func(i *disposal.Item) { i.Sort = "account" }))).Refused(disposal.ErrItem, "items.p-1")
	given(t).When(propose(editor, change(func(i *disposal.Item) { i.Until = day("2031-07-01") }))).Refused(disposal.ErrKept, "items.p-1")
	given(t).When(propose(editor, change(func(i *disposal.Item) { i.Until = calendar.Date{} }))).Refused(disposal.ErrKept, "items.p-1")
	given(t).When(propose(editor, slices.Repeat([]disposal.Item{item}, 501)...)).Refused(disposal.ErrTooMany, "items")
	given(t, proposed).When(approve(chief, "", "2031-06-30")).Refused(input.ErrRequired, "decision")
	given(t, proposed).When(approve(chief, "1/QĐ", "")).Refused(disposal.ErrDate, "on")
	given(t, proposed).When(approve(chief, "1/QĐ", "2031-07-02")).Refused(disposal.ErrDate, "on")
	given(t, proposed).When(refuse(chief, " ")).Refused(input.ErrRequired, "reason")
	given(t).When(approve(chief, "1/QĐ", "2031-06-30")).Refused(disposal.ErrNotFound, "")
	given(t, proposed, approved).When(approve(chief, "1/QĐ", "2031-06-30")).Refused(disposal.ErrState, "")
	given(t, proposed).When(propose(editor, item)).Refused(disposal.ErrState, "")
	given(t, proposed, approved).When(func(l *disposal.List) ([]domain.Event, error) {
		return l.CarryOut(disposal.CarryOut{Deed: system, Kept: []disposal.Kept{{ID: "other"}}})
	}).Refused(disposal.ErrItem, "kept.other")
}

// Whatever people try in whatever order, an order for an item exists only while an
// approved list of two different people names it.
func TestNothingGoesWithoutTwoPeople(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 4))
	accounts, roles := []string{"lan", "hung", "thao"}, []domain.Role{domain.Editor, domain.AgencyHead, domain.BoardHead, domain.Inspector}
	orders := 0
	for range 10_000 {
		l := disposal.New()
		var author, decider []string
		for range 6 {
			d := by(accounts[rng.IntN(3)], roles[rng.IntN(4)])
			if rng.IntN(4) == 0 {
				d.By.OnBehalfOf = accounts[rng.IntN(3)]
			}
			who := []string{d.By.Account, d.By.OnBehalfOf}
			var got []domain.Event
			switch rng.IntN(3) {
			case 0:
				if got, _ = propose(d, item)(l); len(got) > 0 {
					author = who
				}
			case 1:
				if got, _ = approve(d, "1/QĐ", "2031-06-30")(l); len(got) > 0 {
					decider = who
				}
			case 2:
				got, _ = refuse(d, "x")(l)
			}
			for _, e := range got {
				l.Apply(e)
			}
			o, ok := l.Order("p-1")
			if !ok {
				continue
			}
			orders++
			for _, a := range author {
				if a != "" && slices.Contains(decider, a) {
					t.Fatalf("%v drew it up and %v approved it", author, decider)
				}
			}
			if len(o.ProposedBy) == 0 || len(o.ApprovedBy) == 0 || o.Until != item.Until || o.Decision == "" {
				t.Fatalf("%+v", o)
			}
		}
	}
	if orders < 500 {
		t.Fatalf("only %d orders: the sequences do not get there", orders)
	}
}
