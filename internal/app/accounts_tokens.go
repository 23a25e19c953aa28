package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/staff"
	"minhbach/eventstore"
)

// issueToken makes a secret for a program of one's own. An administrator cannot make
// one for others: whoever holds it acts as that person. The operator can, for
// accounts of machines.
//
// The secret is shown once. A command that is repeated gives a receipt without it:
// revoke that token and issue another.
func (r *registry) issueToken(ctx context.Context, by Caller, cmd IssueToken) (IssuedToken, error) {
	id, as := cmd.Account, domain.Actor{Account: domain.System}
	if !by.Operator {
		if err := person(by); err != nil {
			return IssuedToken{}, err
		}
		if id != "" && id != by.Account {
			return IssuedToken{}, ErrTokenOfOthers.New().At("account")
		}
		if len(by.Grants) == 0 {
			return IssuedToken{}, ErrNoStanding.New()
		}
		id, as = by.Account, domain.Actor{Account: by.Account}
	}
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(r.Now())
	}
	secret := r.Secrets.NewToken()
	issue := staff.IssueToken{
		By: as, Token: eventstore.DeriveID("token", by.Command.String()).String(), Label: cmd.Label,
		Hash: hashToken(secret), Expires: cmd.Expires, Now: r.Now(),
	}
	done, err := r.run(ctx, by, as, id, func(a *staff.Account) ([]domain.Event, error) { return a.IssueToken(issue) })
	if err != nil {
		return IssuedToken{}, err
	}
	done.ID = issue.Token
	if done.Repeated {
		secret = ""
	}
	return IssuedToken{Receipt: done, Secret: secret}, nil
}

// revokeToken ends one: one's own, or any by an administrator.
func (r *registry) revokeToken(ctx context.Context, by Caller, cmd RevokeToken) (Receipt, error) {
	id, as, err := r.selfOr(ctx, by, cmd.Account)
	if err != nil {
		return Receipt{}, err
	}
	return r.run(ctx, by, as, id, func(a *staff.Account) ([]domain.Event, error) {
		return a.RevokeToken(staff.RevokeToken{By: as, Token: cmd.Token})
	})
}
