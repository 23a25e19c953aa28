package subject_test

import (
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domaintest"
	"minhbach/domain/duty"
	"minhbach/domain/rules"
	"minhbach/domain/subject"
)

type scenario = domaintest.Scenario[*subject.Subject]

func given(t *testing.T, facts ...domain.Event) *scenario {
	t.Helper()
	return domaintest.Given(t, subject.New(), facts...)
}

var (
	now   = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC) // Monday, 09:00 in Sóc Trăng
	set   = rules.Default()
	cal   = calendar.VietNam()
	one   = domain.Actor{Account: "acc-one", Role: domain.Administrator, Agency: "province"}
	two   = domain.Actor{Account: "acc-two", Role: domain.Administrator, Agency: "province"}
	owner = domain.Actor{Account: "acc-lan", Role: domain.Administrator, Agency: "province"}
	clerk = domain.Actor{Account: "acc-e", Role: domain.Editor, Agency: "province"}
	clock = domain.Actor{Account: domain.System}
)

const lan = "acc-lan"

func d(s string) calendar.Date { return calendar.MustParse(s) }

func owed(t *testing.T, rule, on, trigger string) *duty.Duty {
	t.Helper()
	got, err := duty.Open(set, cal, rule, "province", "subject-"+lan, trigger, d(on))
	if err != nil {
		t.Fatal(err)
	}
	return &got
}

func requested(t *testing.T) subject.ErasureRequested {
	return subject.ErasureRequested{
		By: "acc-one", Capacity: subject.AsSubject, Basis: subject.SubjectRequest, Reference: "12/2026/CV-SNV", ReceivedOn: d("2026-03-02"),
		Acknowledge: owed(t, rules.RequestAnswer, "2026-03-02", subject.TypeErasureRequested), Execute: owed(t, rules.Erasure, "2026-03-02", subject.TypeErasureRequested),
	}
}

func met(due string) *duty.Verdict {
	return &duty.Verdict{State: duty.Met, MetOn: d("2026-03-02"), DueDate: d(due), Unit: rules.CalendarDays}
}

func acknowledged() subject.Acknowledged {
	v := met("2026-03-04")
	v.Unit = rules.WorkingDays
	return subject.Acknowledged{By: "acc-one", Verdict: v}
}

func ordered() subject.ErasureOrdered {
	return subject.ErasureOrdered{By: "acc-two", Basis: subject.SubjectRequest, LegalVi: "Điều 14, Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP",
		LegalEn: "Article 14, Law 91/2025/QH15; Decree 356/2025/NĐ-CP", Verdict: met("2026-03-17")}
}

func erased() subject.Erased {
	return subject.Erased{Basis: subject.SubjectRequest, LegalVi: ordered().LegalVi, LegalEn: ordered().LegalEn}
}

func refused() subject.ErasureRefused {
	return subject.ErasureRefused{By: "acc-two", Ground: subject.Retention, LegalVi: subject.Retention.Cite("vi"), LegalEn: subject.Retention.Cite("en"), Verdict: met("2026-03-17")}
}

func held(until string) subject.HoldPlaced {
	return subject.HoldPlaced{Hold: "h1", By: "acc-one", Ground: subject.Proceedings, Until: d(until)}
}

type command = func(*subject.Subject) ([]domain.Event, error)

func ask(by domain.Actor, change ...func(*subject.Ask)) command {
	c := subject.Ask{By: by, Subject: lan, Capacity: subject.AsSubject, Basis: subject.SubjectRequest, Reference: "12/2026/CV-SNV", Rules: set, Calendar: cal, Now: now}
	for _, f := range change {
		f(&c)
	}
	return func(s *subject.Subject) ([]domain.Event, error) { return s.Ask(c) }
}

func acknowledge(by domain.Actor, at time.Time) command {
	return func(s *subject.Subject) ([]domain.Event, error) {
		return s.Acknowledge(subject.Acknowledge{By: by, Calendar: cal, Now: at})
	}
}

func extend(by domain.Actor, cause subject.Cause) command {
	return func(s *subject.Subject) ([]domain.Event, error) {
		return s.Extend(subject.Extend{By: by, Cause: cause, Rules: set, Calendar: cal, Now: now})
	}
}

func refuse(by domain.Actor, ground subject.Ground, number string) command {
	return func(s *subject.Subject) ([]domain.Event, error) {
		return s.Refuse(subject.Refuse{By: by, Subject: lan, Ground: ground, Reference: number, Calendar: cal, Now: now})
	}
}

func order(by domain.Actor, at time.Time) command {
	return func(s *subject.Subject) ([]domain.Event, error) {
		return s.Order(subject.Order{By: by, Subject: lan, Rules: set, Calendar: cal, Now: at})
	}
}

func complete(by domain.Actor) command {
	return func(s *subject.Subject) ([]domain.Event, error) { return s.Complete(subject.Complete{By: by}) }
}

func notify(by domain.Actor, channel subject.Channel) command {
	return func(s *subject.Subject) ([]domain.Event, error) {
		return s.Notify(subject.Notify{By: by, Channel: channel})
	}
}

func restrict(by domain.Actor, cause subject.Restraining) command {
	return func(s *subject.Subject) ([]domain.Event, error) {
		return s.Restrict(subject.Restrict{By: by, Cause: cause})
	}
}

func lift(by domain.Actor) command {
	return func(s *subject.Subject) ([]domain.Event, error) {
		return s.LiftRestriction(subject.LiftRestriction{By: by})
	}
}

func hold(by domain.Actor, id string, ground subject.Ground, until string) command {
	return func(s *subject.Subject) ([]domain.Event, error) {
		c := subject.PlaceHold{By: by, Hold: id, Ground: ground, Now: now}
		if until != "" {
			c.Until = d(until)
		}
		return s.PlaceHold(c)
	}
}

func release(by domain.Actor, id string) command {
	return func(s *subject.Subject) ([]domain.Event, error) {
		return s.LiftHold(subject.LiftHold{By: by, Subject: lan, Hold: id})
	}
}
