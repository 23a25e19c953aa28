package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/subject"
	"minhbach/eventstore"
)

// restrictData hides the data from public views, exports and search (R09.4).
func (g guardians) restrictData(ctx context.Context, by Caller, cmd RestrictData) (Receipt, error) {
	return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
		return s.Restrict(subject.Restrict{By: as, Cause: cmd.Cause})
	})
}

func (g guardians) liftRestriction(ctx context.Context, by Caller, cmd LiftRestriction) (Receipt, error) {
	return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
		return s.LiftRestriction(subject.LiftRestriction{By: as})
	})
}

// placeHold keeps the data for a ground of law (R09.5). The id follows from the
// command, so that a retry finds what it made before.
func (g guardians) placeHold(ctx context.Context, by Caller, cmd PlaceHold) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(g.Now())
	}
	hold := eventstore.DeriveID("hold", by.Command.String()).String()
	return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
		return s.PlaceHold(subject.PlaceHold{By: as, Hold: hold, Ground: cmd.Ground, Reference: cmd.Reference, Until: cmd.Until, Now: g.Now()})
	})
}

func (g guardians) liftHold(ctx context.Context, by Caller, cmd LiftHold) (Receipt, error) {
	return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
		return s.LiftHold(subject.LiftHold{By: as, Subject: cmd.Subject, Hold: cmd.Hold})
	})
}
