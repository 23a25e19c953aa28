package app

import (
	"context"
	"errors"

	"minhbach/domain"
	"minhbach/domain/staff"
	"minhbach/eventstore"
)

// claimLogin is the scope of logins: one account each, for ever.
const claimLogin = "login"

// registering must be over well before others may take its claim for an orphan.
const registering = orphanAge / 2

// register makes an account, with a first password where one is given. The login
// is claimed first; the id follows from the command, so that a retry finds what it
// made before.
func (r *registry) register(ctx context.Context, by Caller, cmd RegisterAccount) (Receipt, error) {
	as, err := r.administrator(ctx, by)
	if err != nil {
		return Receipt{}, err
	}
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(r.Now())
	}
	by.Revision = nil // there is none yet
	id := eventstore.DeriveID("account", by.Command.String()).String()
	if _, err := r.loadAccount(ctx, id); !errors.Is(err, staff.ErrNotRegistered) {
		if err != nil {
			return Receipt{}, err
		}
		return r.run(ctx, by, as, id, func(a *staff.Account) ([]domain.Event, error) { return nil, staff.ErrRegistered.New() })
	}
	decide, login, err := r.registration(ctx, as, id, cmd)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	ctx, cancel := context.WithTimeout(ctx, registering)
	defer cancel()
	if err := r.claimLogin(ctx, envelope(by, as), login, id); err != nil {
		return Receipt{}, mapErr(err)
	}
	return r.run(ctx, by, as, id, decide)
}

// registration asks the aggregate before anything is claimed, so that a refusal
// costs nothing, and hashes the password once.
func (r *registry) registration(ctx context.Context, as domain.Actor, id string, cmd RegisterAccount) (decide func(*staff.Account) ([]domain.Event, error), login string, err error) {
	request := staff.Register{By: as, Account: id, Login: cmd.Login, Name: cmd.Name}
	facts, err := staff.New().Register(request)
	if err != nil {
		return nil, "", err
	}
	made := facts[0].(staff.Registered)
	var hash staff.Sealed
	if cmd.Password != "" {
		if hash, err = r.hashed(ctx, id, cmd.Password, made.Login, made.Name); err != nil {
			return nil, "", err
		}
	}
	return func(a *staff.Account) ([]domain.Event, error) {
		facts, err := a.Register(request)
		if err != nil || hash == "" {
			return facts, err
		}
		a.Apply(facts[0])
		more, err := a.SetPassword(staff.SetPassword{By: as, Hash: hash})
		return append(facts, more...), err
	}, made.Login, nil
}

// claimLogin takes a login. A holder that never came to exist, because its command
// failed long ago, gives way.
func (r *registry) claimLogin(ctx context.Context, env eventstore.Envelope, login, id string) error {
	key, err := r.loginKey(login)
	if err != nil {
		return err
	}
	if err := r.notBefore(ctx, login, id); err != nil {
		return err
	}
	err = r.Claims.Take(ctx, env, claimLogin, key, id)
	var held *eventstore.Held
	if !errors.As(err, &held) {
		return err
	}
	taken := ErrLoginTaken.New("login", login).At("login").Because(err)
	if r.Now().Sub(held.Since) < orphanAge {
		return taken
	}
	a := staff.New()
	if _, _, err := eventstore.Load(ctx, r.Repo, accountPrefix+held.Holder, a); err != nil {
		return err
	}
	if a.IsRegistered() {
		return taken
	}
	return r.Claims.TakeOver(ctx, env, claimLogin, key, id, held.Holder)
}
