package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"minhbach/domain"
	"minhbach/domain/staff"
	"minhbach/domain/subject"
	"minhbach/eventstore"
)

// orderErasure decides that the data goes. What could not be carried out is refused
// here: without the vault, with events that were never sealed, or when nobody would
// be left to administer the network.
func (g guardians) orderErasure(ctx context.Context, by Caller, cmd OrderErasure) (Receipt, error) {
	if _, err := g.guardian(ctx, by); err != nil {
		return Receipt{}, err
	}
	if _, err := g.loadAccount(ctx, cmd.Subject); err != nil {
		return Receipt{}, err
	}
	if err := g.erasable(ctx, cmd.Subject); err != nil {
		return Receipt{}, err
	}
	p, err := g.places(ctx)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	return g.butTheLast(ctx, by, p, cmd.Subject, func() (Receipt, error) {
		return g.decide(ctx, by, cmd.Subject, func(s *subject.Subject, as domain.Actor) ([]domain.Event, error) {
			return s.Order(subject.Order{By: as, Subject: cmd.Subject, Rules: g.Rules, Calendar: g.Calendar, Now: g.Now()})
		})
	})
}

// erasable: there is a vault, and nothing about the person was written before data
// was sealed.
func (g guardians) erasable(ctx context.Context, id string) error {
	if g.Vault == nil {
		return ErrNoVault.New()
	}
	if _, err := g.Vault.Destroyed(ctx, id); err != nil {
		return ErrNoVault.New().Because(err)
	}
	plain, err := g.plainEvents(ctx, id)
	if err != nil {
		return mapErr(err)
	}
	if plain > 0 {
		return ErrPlainHistory.New("events", plain)
	}
	return nil
}

// plainEvents counts the events that hold data of the person in the clear, because
// they were written before their fields were sealed.
func (g guardians) plainEvents(ctx context.Context, id string) (n int, err error) {
	var types []string
	for t := range g.SealedSince {
		types = append(types, t)
	}
	if len(types) == 0 {
		return 0, nil
	}
	for ev, err := range g.Log.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{Types: types}, 0) {
		if err != nil {
			return n, err
		}
		var envelope struct {
			Version int `json:"v"`
		}
		if ev.Stream != accountPrefix+id && !bytes.Contains(ev.Data, []byte(id)) {
			continue
		}
		if json.Unmarshal(ev.Metadata, &envelope) != nil || envelope.Version < 1 {
			continue // somebody else's
		}
		if since, sealed := g.SealedSince[ev.Type]; sealed && envelope.Version < since {
			n++
		}
	}
	return n, nil
}

// carry carries out what was ordered. The order of its steps is what makes it safe
// to be cut short: the account is shut, the key goes, and only then the log says
// so. After the log has said so, a key that came back with an old copy of the vault
// goes again.
func (g guardians) carry(ctx context.Context, id string) (Receipt, error) {
	s, _, err := g.loadSubject(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	clock := domain.Actor{Account: domain.System}
	if state := s.State(); state != subject.StateOrdered && state != subject.StateErased {
		_, err := s.Complete(subject.Complete{By: clock})
		return Receipt{}, err
	}
	if g.Vault == nil {
		return Receipt{}, ErrNoVault.New()
	}
	if err := g.shut(ctx, id); err != nil {
		return Receipt{}, err
	}
	if err := g.Vault.Destroy(ctx, id); err != nil {
		return Receipt{}, err
	}
	env := eventstore.Envelope{Command: eventstore.DeriveID("erase", id, s.Request().ReceivedOn.String()), Actor: domain.System}
	out, err := eventstore.Execute(ctx, g.Repo, subjectPrefix+id, subject.New, nil, env,
		func(s *subject.Subject, _ eventstore.Revision) ([]domain.Event, error) {
			return s.Complete(subject.Complete{By: clock})
		})
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	return receipt(id, out), nil
}

// shut ends the account's sessions, tokens and roles for good.
func (g guardians) shut(ctx context.Context, id string) error {
	as := domain.Actor{Account: domain.System, Role: domain.Administrator}
	env := eventstore.Envelope{Command: eventstore.NewID(g.Now()), Actor: domain.System}
	_, err := eventstore.Execute(ctx, g.Repo, accountPrefix+id, staff.New, nil, env,
		func(a *staff.Account, _ eventstore.Revision) ([]domain.Event, error) {
			if !a.IsRegistered() || a.IsDisabled() {
				return nil, nil
			}
			return a.Disable(staff.Disable{By: as, Reason: "Xóa dữ liệu cá nhân."})
		})
	if errors.Is(err, eventstore.ErrNoStream) || errors.Is(err, eventstore.ErrErased) {
		return nil // nobody signs in to an erased account, disabled or not
	}
	return mapErr(err)
}
