package app

import (
	"context"

	"minhbach/domain/staff"
	"minhbach/eventstore"
)

// Pseudonyms stand for texts that the log must recognise and not tell. The same
// text in a scope always gives the same one; "" while the vault is locked.
type Pseudonyms interface {
	Pseudonym(scope, text string) string
}

// loginKey is what a login is claimed under. The name of a claim's stream is a bare
// hash of it, and a bare hash of a login could be guessed by whoever reads the log.
func (d Deps) loginKey(login string) (string, error) {
	if d.Pseudonyms != nil {
		if key := d.Pseudonyms.Pseudonym(claimLogin, login); key != "" {
			return key, nil
		}
	}
	return "", ErrVaultLocked.New()
}

// loginHolder tells whose a login is; "" when nobody's. Logs from before the vault
// hold claims of the bare login.
func (d Deps) loginHolder(ctx context.Context, login string) (id string, err error) {
	if key, locked := d.loginKey(login); locked == nil {
		if id, err = d.Claims.Holder(ctx, claimLogin, key); err != nil || id != "" {
			return id, err
		}
	}
	return d.Claims.Holder(ctx, claimLogin, login)
}

// notBefore refuses a login that an account took before there was a vault. No such
// claim is made any more, so it is enough to look.
func (d Deps) notBefore(ctx context.Context, login, id string) error {
	holder, err := d.Claims.Holder(ctx, claimLogin, login)
	if err != nil || holder == "" || holder == id {
		return err
	}
	a := staff.New()
	if _, _, err := eventstore.Load(ctx, d.Repo, accountPrefix+holder, a); err != nil {
		return err
	}
	if a.IsRegistered() {
		return ErrLoginTaken.New("login", login).At("login")
	}
	return nil
}
