package app

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/staff"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/eventstore/vault"
	"minhbach/projections/view"
)

// shredding is the vault, with an accident that a test may let happen.
type shredding struct {
	*vault.Vault
	before, after error // of the next destruction
}

func (s *shredding) Destroy(ctx context.Context, id string) error {
	if err := s.before; err != nil {
		s.before = nil
		return err
	}
	if _, err := s.Vault.Destroy(ctx, id); err != nil {
		return err
	}
	err := s.after
	s.after = nil
	return err
}

func (s *shredding) Destroyed(ctx context.Context, id string) (bool, error) {
	state, err := s.State(ctx, id)
	return state == vault.Destroyed, err
}

// wardens opens an office with a vault, a second administrator and Lan, whose data
// is in question.
func wardens(t *testing.T) (o *office, v *shredding, one, two Caller, lan string) {
	t.Helper()
	o = open(t)
	v = &shredding{Vault: o.vault}
	o.Deps.Vault, o.Deps.SealedSince = v, map[string]int{staff.TypeRegistered: 2}
	o.Deps.seen = newViews(o.Deps)
	accountCommands(o.Deps, &o.Commands)
	o.Commands.keys(o.Deps)
	one, two = o.as("quantri"), o.hire("quantri2", domain.Administrator, provinceID)
	return o, v, one, two, o.register("lan.nguyen")
}

func (o *office) asked(by Caller, id string) {
	o.Helper()
	_, err := o.Commands.Subjects.RequestErasure(o.Context(), by, RequestErasure{Subject: id, Capacity: subject.AsSubject, Basis: subject.SubjectRequest, Reference: "12/CV-SNV"})
	o.must(err)
	_, err = o.Commands.Subjects.AcknowledgeErasure(o.Context(), by, AcknowledgeErasure{Subject: id})
	o.must(err)
}

func (o *office) state(id string) subject.State {
	o.Helper()
	s, _, err := o.loadSubject(o.Context(), id)
	o.must(err)
	return s.State()
}

func TestErasureTakesTwoAndEndsTheAccount(t *testing.T) {
	o, v, one, two, lan := wardens(t)
	c := o.Commands.Subjects
	session := o.signsIn("lan.nguyen")
	o.asked(one, lan)
	_, err := c.OrderErasure(t.Context(), one, OrderErasure{Subject: lan})
	refused(t, "by whoever recorded the request", err, subject.ErrFourEyes)
	if _, err := c.Carry(t.Context(), lan); !errors.Is(err, subject.ErrState) {
		t.Errorf("carried out without an order: %v", err)
	}
	r, err := c.OrderErasure(t.Context(), two, OrderErasure{Subject: lan})
	o.must(err)
	if o.state(lan) != subject.StateOrdered || r.Position == 0 {
		t.Fatalf("%s, %+v", o.state(lan), r)
	}
	_, err = c.Carry(t.Context(), lan)
	o.must(err)
	if gone, err := v.Destroyed(t.Context(), lan); err != nil || !gone || o.state(lan) != subject.StateErased {
		t.Errorf("destroyed: %t, %v; %s", gone, err, o.state(lan))
	}
	o.must(o.seen())
	_, _, err = o.Resume(t.Context(), session.Sealed)
	refused(t, "the session of before", err, ErrEnded)
	_, err = o.try("lan.nguyen", phrase)
	refused(t, "signing in", err, ErrRefused)
	facts, err := o.Repo.History(t.Context(), accountPrefix+lan)
	o.must(err)
	if made := facts[0].Payload.(staff.Registered); !facts[0].Erased || made.Name != "" || made.Login != "" {
		t.Errorf("%+v", made)
	}
	facts, err = o.Repo.History(t.Context(), subjectPrefix+lan)
	o.must(err)
	if last := facts[len(facts)-1]; last.Meta.Actor != domain.System {
		t.Errorf("%+v", last.Meta)
	}
	_, err = c.NotifyRequester(t.Context(), one, NotifyRequester{Subject: lan, Channel: subject.ByLetter})
	o.must(err)
}

// The log must never say that data is gone while its key lives, and whatever stops
// an erasure, giving it again ends it.
func TestAnErasureIsTakenUpAgain(t *testing.T) {
	o, v, one, two, lan := wardens(t)
	c := o.Commands.Subjects
	o.asked(one, lan)
	_, err := c.OrderErasure(t.Context(), two, OrderErasure{Subject: lan})
	o.must(err)
	accident := errors.New("the power went")
	for _, when := range []string{"before the key goes", "after it went"} {
		if when == "before the key goes" {
			v.before = accident
		} else {
			v.after = accident
		}
		if _, err := c.Carry(t.Context(), lan); !errors.Is(err, accident) {
			t.Fatalf("%s: %v", when, err)
		}
		if got := o.state(lan); got != subject.StateOrdered {
			t.Errorf("%s: the log says %s", when, got)
		}
	}
	first, err := c.Carry(t.Context(), lan)
	o.must(err)
	before := o.head()
	again, err := c.Carry(t.Context(), lan)
	o.must(err)
	if o.state(lan) != subject.StateErased || o.head() != before || again.Revision != first.Revision {
		t.Errorf("again: %+v after %+v, the log at %d after %d", again, first, o.head(), before)
	}
}

func TestWhoMayHandlePersonalData(t *testing.T) {
	o, _, one, _, lan := wardens(t)
	c := o.Commands.Subjects
	ask := func(by Caller) error {
		_, err := c.RequestErasure(t.Context(), by, RequestErasure{Subject: lan, Capacity: subject.AsSubject, Basis: subject.SubjectRequest})
		return err
	}
	refused(t, "nobody", ask(Caller{}), ErrSignInFirst)
	refused(t, "Lan herself", ask(o.as("lan.nguyen")), ErrForbidden)
	refused(t, "an administrator of a district", ask(o.hire("qt.huyen", domain.Administrator, districtID)), ErrForbidden)
	refused(t, "an inspector", ask(o.hire("thanhtra", domain.Inspector, provinceID)), ErrForbidden)
	token := one
	token.Token = "0190a000-0000-7000-8000-00000000aaaa"
	refused(t, "a program", ask(token), ErrPersonOnly)
	named := operator
	named.OnBehalfOf = lan
	refused(t, "the operator in the name of somebody who may not", ask(named), ErrForbidden)
	_, err := c.RequestErasure(t.Context(), one, RequestErasure{Subject: "0190a000-0000-7000-8000-00000000ffff", Capacity: subject.AsSubject, Basis: subject.SubjectRequest})
	refused(t, "of nobody", err, staff.ErrNotRegistered)
	named.OnBehalfOf = o.id["quantri"]
	o.must(ask(named))
	facts, err := o.Repo.History(t.Context(), subjectPrefix+lan)
	o.must(err)
	if f := facts[0]; f.Payload.(subject.ErasureRequested).By != o.id["quantri"] || f.Meta.Actor != domain.System || f.Meta.OnBehalfOf != o.id["quantri"] {
		t.Errorf("recorded as %+v by %+v", f.Payload, f.Meta)
	}
}

func TestWhatCannotBeCarriedOutIsNotOrdered(t *testing.T) {
	o, _, one, two, lan := wardens(t)
	c := o.Commands.Subjects
	order := func(by Caller, id string) error {
		_, err := c.OrderErasure(t.Context(), by, OrderErasure{Subject: id})
		return err
	}
	o.asked(one, lan)
	_, err := c.PlaceHold(t.Context(), one, PlaceHold{Subject: lan, Ground: subject.Proceedings, Until: day("2026-12-31")})
	o.must(err)
	refused(t, "held", order(two, lan), subject.ErrHeld)

	// The second administrator's own erasure leaves the first; the first one's leaves nobody.
	o.asked(one, o.id["quantri2"])
	refused(t, "one's own", order(two, o.id["quantri2"]), subject.ErrSelf)
	_, err = o.DisableAccount(t.Context(), one, DisableAccount{Account: o.id["quantri2"], Reason: "Nghỉ."})
	o.must(err)
	o.asked(operator, o.id["quantri"])
	refused(t, "the last administrator", order(one, o.id["quantri"]), ErrLastAdministrator)

	without := o.Deps
	without.Vault = nil
	var plain Commands
	accountCommands(without, &plain)
	_, err = plain.Subjects.OrderErasure(t.Context(), one, OrderErasure{Subject: lan})
	refused(t, "without a vault", err, ErrNoVault)

	o.Deps.SealedSince[staff.TypeRegistered] = 3 // as if the account were from before
	refused(t, "with a history in the clear", order(one, lan), ErrPlainHistory)
}

func TestReadingsAreRecordedOnceADay(t *testing.T) {
	o, _, one, two, lan := wardens(t)
	c := o.Commands.Subjects
	fields := []subject.Field{subject.LoginField, subject.NameField}
	look := func(by Caller) { c.View(t.Context(), by, lan, fields, subject.Administration) }
	before := o.head()
	look(one)
	look(one)
	look(two)
	look(operator)
	look(Caller{Account: lan})
	look(Caller{})
	if o.head() != before {
		t.Error("a page waited for the record")
	}
	o.must(c.KeepViews(t.Context()))
	o.must(c.KeepViews(t.Context()))
	readers := func() (who []string) {
		facts, err := o.Repo.History(t.Context(), subjectPrefix+lan)
		o.must(err)
		for _, f := range facts {
			v := f.Payload.(subject.Viewed)
			if !slices.Equal(v.Fields, fields) || v.Purpose != subject.Administration || f.Meta.Role != string(domain.Administrator) || f.Meta.Agency != provinceID {
				t.Errorf("%+v by %+v", v, f.Meta)
			}
			who = append(who, f.Meta.Actor)
		}
		return who
	}
	if got := readers(); !slices.Equal(got, []string{one.Account, two.Account}) {
		t.Errorf("read by %v", got)
	}
	// Another node, or this one after a restart, offers the same again.
	again := newViews(o.Deps)
	again.view(t.Context(), one, lan, fields, subject.Administration)
	o.must(again.keep(t.Context()))
	if got := readers(); len(got) != 2 {
		t.Errorf("offered again: %v", got)
	}
	o.clock.forward(24 * time.Hour)
	look(one)
	o.must(c.KeepViews(t.Context()))
	if got := readers(); len(got) != 3 {
		t.Errorf("the next day: %v", got)
	}
}

func TestReadingAnAccountIsNoted(t *testing.T) {
	o, _, one, _, lan := wardens(t)
	var q Queries
	staffQueries(o.Deps, &q)
	keep := func() {
		o.must(o.Commands.Subjects.KeepViews(t.Context()))
	}
	_, err := q.Account(t.Context(), one, one.Account)
	o.must(err)
	keep()
	if _, err := o.Repo.History(t.Context(), subjectPrefix+one.Account); !errors.Is(err, eventstore.ErrNoStream) {
		t.Errorf("one's own account: %v", err)
	}
	_, err = q.Account(t.Context(), one, lan)
	o.must(err)
	keep()
	facts, err := o.Repo.History(t.Context(), subjectPrefix+lan)
	o.must(err)
	if len(facts) != 1 || facts[0].Meta.Actor != one.Account {
		t.Errorf("%+v", facts)
	}
	all, err := q.Accounts(t.Context(), one)
	o.must(err)
	keep()
	facts, err = o.Repo.History(t.Context(), readerPrefix+one.Account)
	o.must(err)
	if list := facts[0].Payload.(subject.DirectoryConsulted); len(facts) != 1 || list.People != len(all) {
		t.Errorf("%+v, %d accounts", list, len(all))
	}
}

// Restricted stands for the read model of restrictions.
type restricted map[string]bool

func (r restricted) Subjects(context.Context) ([]view.Subject, error) { return nil, nil }
func (r restricted) Subject(context.Context, string) (view.Subject, error) {
	return view.Subject{}, view.ErrNotFound
}
func (r restricted) Restricted(context.Context) (map[string]bool, error) { return r, nil }

func TestNamesOfTheRestrictedAreNotTold(t *testing.T) {
	o, _, one, _, lan := wardens(t)
	o.Deps.Subjects = restricted{lan: true, "0190a000-0000-7000-8000-00000000ffff": true}
	names, err := o.names(t.Context())
	o.must(err)
	if names[lan] != domain.NameRestricted || names[one.Account] == domain.NameRestricted || names[one.Account] == "" {
		t.Errorf("%v", names)
	}
	if _, invented := names["0190a000-0000-7000-8000-00000000ffff"]; invented {
		t.Error("somebody who is not known got a name")
	}
	plain, err := o.People.Names(t.Context())
	o.must(err)
	if plain[lan] == domain.NameRestricted {
		t.Error("the shared map was changed")
	}
	if got := domain.PersonName(names[lan], "en"); got != "(personal data hidden)" {
		t.Error(got)
	}
}
