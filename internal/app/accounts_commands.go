package app

import (
	"context"
	"sync"

	"minhbach/domain"
	"minhbach/domain/staff"
	"minhbach/eventstore"
)

// registry runs commands on accounts. It finds out who may, checks what was typed,
// and leaves every decision to the aggregate.
type registry struct {
	Deps
	admins  sync.Mutex // held while it is made sure that an administrator remains
	guesses *limiter   // of present passwords, by account
}

func accountCommands(d Deps, c *Commands) {
	r := &registry{Deps: d, guesses: newLimiter()}
	c.RegisterAccount = r.register
	c.SetPassword = r.setPassword
	c.ChangePassword = r.changePassword
	c.EnrolTOTP = r.enrolTOTP
	c.RemoveTOTP = r.removeTOTP
	c.GrantRole = r.grantRole
	c.RevokeRole = r.revokeRole
	c.DisableAccount = r.disable
	c.EnableAccount = r.enable
	c.RevokeSessions = r.revokeSessions
	c.IssueToken = r.issueToken
	c.RevokeToken = r.revokeToken
	subjectCommands(r, c)
	noticeCommands(r, c)
}

// run executes a command on one account.
func (r *registry) run(ctx context.Context, by Caller, as domain.Actor, id string, decide func(*staff.Account) ([]domain.Event, error)) (Receipt, error) {
	if _, err := eventstore.ParseID(id); err != nil {
		return Receipt{}, staff.ErrNotRegistered.New().At("account")
	}
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(r.Now())
	}
	out, err := eventstore.Execute(ctx, r.Repo, accountPrefix+id, staff.New, by.named(), envelope(by, as),
		func(a *staff.Account, _ eventstore.Revision) ([]domain.Event, error) { return decide(a) })
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	return receipt(id, out), nil
}

// load an account as it is in the log.
func (d Deps) loadAccount(ctx context.Context, id string) (*staff.Account, error) {
	a := staff.New()
	if _, err := eventstore.ParseID(id); err != nil {
		return a, staff.ErrNotRegistered.New().At("account")
	}
	if _, _, err := eventstore.Load(ctx, d.Repo, accountPrefix+id, a); err != nil {
		return a, mapErr(err)
	}
	if !a.IsRegistered() {
		return a, staff.ErrNotRegistered.New().At("account")
	}
	return a, nil
}

// administrator wants an administrator of the province.
func (r *registry) administrator(ctx context.Context, by Caller) (domain.Actor, error) {
	p, err := r.places(ctx)
	if err != nil {
		return domain.Actor{}, mapErr(err)
	}
	return p.mayAdminister(by)
}

// selfOr takes an empty account, or the caller's own, as one's own, which any person
// may manage, and wants an administrator of the province for others.
func (r *registry) selfOr(ctx context.Context, by Caller, account string) (id string, as domain.Actor, err error) {
	if !by.Operator && (account == "" || account == by.Account) {
		return by.Account, domain.Actor{Account: by.Account}, person(by)
	}
	as, err = r.administrator(ctx, by)
	return account, as, err
}

// hashed checks a new password against the policy and seals its hash.
func (r *registry) hashed(ctx context.Context, account, plain, login, name string) (staff.Sealed, error) {
	if err := staff.CheckPassword(plain, login, name); err != nil {
		return "", err
	}
	hash, err := r.Secrets.HashPassword(ctx, plain)
	if err != nil {
		return "", err
	}
	return r.Secrets.Seal(purposePassword, account, []byte(hash)), nil
}
