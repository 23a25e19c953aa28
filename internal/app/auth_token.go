package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"minhbach/projections/view"
)

// token finds whose a bearer token is. The log and the read model know its hash.
func (k *doorkeeper) token(ctx context.Context, bearer string) (Caller, error) {
	hash := hashToken(bearer)
	account, id, err := k.People.ByToken(ctx, hash)
	if errors.Is(err, view.ErrNotFound) {
		// It may have been issued a moment ago.
		if err = k.peopleFresh(ctx); err == nil {
			account, id, err = k.People.ByToken(ctx, hash)
		}
	}
	if err != nil {
		return Caller{}, orToken(err)
	}
	a, err := k.People.Account(ctx, account)
	if err != nil {
		return Caller{}, orToken(err)
	}
	today := k.today()
	good := slices.ContainsFunc(a.Tokens, func(t view.Token) bool {
		return t.ID == id && !t.Revoked && !t.Expires.Before(today)
	})
	if a.Disabled || a.Erased || !good {
		return Caller{}, ErrToken.New()
	}
	by := proved(a, today).caller()
	by.Token = id
	return by, nil
}

func orToken(err error) error {
	if errors.Is(err, view.ErrNotFound) {
		return ErrToken.New()
	}
	return mapErr(err)
}

func hashToken(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
