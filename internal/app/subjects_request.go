package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/subject"
)

// requestErasure records a request; the deadlines are those of the day on which it
// arrived.
func (g guardians) requestErasure(ctx context.Context, by Caller, cmd RequestErasure) (Receipt, error) {
	return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
		return s.Ask(subject.Ask{
			By: as, Subject: cmd.Subject, Capacity: cmd.Capacity, Basis: cmd.Basis, Reference: cmd.Reference, ReceivedOn: cmd.ReceivedOn,
			ThirdParty: cmd.ThirdParty, Rules: g.Rules, Calendar: g.Calendar, Now: g.Now(),
		})
	})
}

func (g guardians) acknowledgeErasure(ctx context.Context, by Caller, cmd AcknowledgeErasure) (Receipt, error) {
	return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
		return s.Acknowledge(subject.Acknowledge{By: as, Calendar: g.Calendar, Now: g.Now()})
	})
}

func (g guardians) extendErasure(ctx context.Context, by Caller, cmd ExtendErasure) (Receipt, error) {
	return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
		return s.Extend(subject.Extend{By: as, Cause: cmd.Cause, Rules: g.Rules, Calendar: g.Calendar, Now: g.Now()})
	})
}

// refuseErasure keeps the data; the ground of law stands in the fact.
func (g guardians) refuseErasure(ctx context.Context, by Caller, cmd RefuseErasure) (Receipt, error) {
	return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
		return s.Refuse(subject.Refuse{By: as, Subject: cmd.Subject, Ground: cmd.Ground, Reference: cmd.Reference, Calendar: g.Calendar, Now: g.Now()})
	})
}

func (g guardians) notifyRequester(ctx context.Context, by Caller, cmd NotifyRequester) (Receipt, error) {
	return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
		return s.Notify(subject.Notify{By: as, Channel: cmd.Channel})
	})
}
