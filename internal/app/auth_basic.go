package app

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/staff"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// Standing is what a name and a password proved at a door that programs use and that
// asks them with every call. There is no session behind it.
type Standing struct {
	Caller      Caller
	Login       string
	Administers bool // the province, and with it the whole network

	password [sha256.Size]byte // of the stored hash; meaningless with a token
	revision int64             // of the account, up to which the password was compared
}

// Attempt admits a try at a name from an address, to be ended by calling end once, or
// refuses it with auth.too_many: five failures in a quarter of an hour are enough.
type Attempt func(name, address string) (end func(failed bool), err error)

// NewAttempt counts failures in memory.
func NewAttempt(now func() time.Time) Attempt { return attempts(newLimiter(), now) }

// A name and an address make one source, so that a program with a wrong password locks
// nobody else out who works on the same machine.
func attempts(l *limiter, now func() time.Time) Attempt {
	return func(name, address string) (func(failed bool), error) {
		end, wait := l.begin(sourceOf(address)+" "+shorten(name, maxLogin), now())
		if end == nil {
			return nil, ErrTooManyFailures.New("minutes", strconv.Itoa(int(math.Ceil(wait.Minutes()))))
		}
		return end, nil
	}
}

// basic tells who has this name and this password, or one of the account's tokens in
// its place. A password alone is enough only where neither the account nor one of its
// roles has a second factor, and where it is the person's own.
func (k *doorkeeper) basic(ctx context.Context, in SignIn) (Standing, error) {
	login := ""
	if len(in.Login) <= 4*maxLogin {
		login = staff.FoldLogin(strings.TrimSpace(in.Login))
	}
	end, err := attempts(k.failures, k.Now)(login, in.Address)
	if err != nil {
		return Standing{}, err
	}
	began := k.Now()
	s, err := k.byToken(ctx, login, in.Password)
	if errors.Is(err, ErrToken) {
		s, err = k.byPassword(ctx, login, in.Password)
	}
	refused := errors.Is(err, ErrRefused) || errors.Is(err, staff.ErrLocked)
	end(refused)
	if refused {
		k.Pause(ctx, refusalStep-max(0, k.Now().Sub(began))%refusalStep)
		return Standing{}, ErrRefused.New()
	}
	return s, mapErr(err)
}

func (k *doorkeeper) byToken(ctx context.Context, login, token string) (Standing, error) {
	by, err := k.token(ctx, token)
	if err != nil {
		return Standing{}, err
	}
	a, err := k.People.Account(ctx, by.Account)
	if err != nil {
		return Standing{}, orToken(err)
	}
	if login == "" || staff.FoldLogin(a.Login) != login {
		return Standing{}, ErrToken.New()
	}
	return k.standing(ctx, Standing{Caller: by, Login: a.Login})
}

func (k *doorkeeper) byPassword(ctx context.Context, login, password string) (Standing, error) {
	for range 3 {
		a, err := k.byLogin(ctx, login)
		if err != nil {
			return Standing{}, err
		}
		s, err := k.comparePassword(ctx, login, password, a)
		if !errors.Is(err, errMoved) {
			return s, err
		}
	}
	return Standing{}, ErrTooBusy.New()
}

// comparePassword takes one hash whatever the outcome.
func (k *doorkeeper) comparePassword(ctx context.Context, login, password string, a *staff.Account) (Standing, error) {
	now := k.Now()
	open := k.enoughAlone(a)
	hash := ""
	if open && !a.Locked(now) {
		plain, err := k.Secrets.Unseal(purposePassword, a.ID(), a.PasswordHash())
		if err != nil {
			return Standing{}, err
		}
		hash = string(plain)
	}
	right, err := k.Secrets.CheckPassword(ctx, hash, password)
	switch {
	case err != nil:
		return Standing{}, err
	case !open && (login == "" || len(login) > maxLogin):
		return Standing{}, ErrRefused.New()
	case !open:
		return Standing{}, k.phantoms.fail(login, now)
	case !right:
		_, err := k.decide(ctx, a, staff.SignIn{Now: now})
		return Standing{}, err
	}
	seen, err := k.People.Account(ctx, a.ID())
	if errors.Is(err, view.ErrNotFound) { // registered a moment ago
		if err = k.peopleFresh(ctx); err == nil {
			seen, err = k.People.Account(ctx, a.ID())
		}
	}
	if err != nil {
		return Standing{}, err
	}
	s := Standing{Caller: proved(seen, k.today()).caller(), Login: seen.Login, password: sha256.Sum256([]byte(a.PasswordHash())), revision: -1}
	return k.standing(ctx, s)
}

func (k *doorkeeper) enoughAlone(a *staff.Account) bool {
	return a.IsRegistered() && a.HasPassword() && !a.IsDisabled() && !a.IsErased() && !a.MustChange() &&
		!a.HasTOTP() && !a.NeedsSecondFactor(k.today())
}

// standing adds what the roles mean for the whole network.
func (k *doorkeeper) standing(ctx context.Context, s Standing) (Standing, error) {
	s.Administers = false
	if len(s.Caller.Grants) == 0 {
		return s, nil
	}
	p, err := k.places(ctx)
	if err != nil {
		return Standing{}, err
	}
	_, err = p.mayAdminister(s.Caller)
	s.Administers = err == nil
	return s, nil
}

// still tells whether what was proved holds by now, and as whom the caller acts; it is
// auth.refused when it does not. It reads and compares nothing that is slow, unless the
// account has changed.
func (k *doorkeeper) still(ctx context.Context, was Standing) (Standing, error) {
	a, err := k.People.Account(ctx, was.Caller.Account)
	if errors.Is(err, view.ErrNotFound) || err == nil && (a.Disabled || a.Erased) {
		return Standing{}, ErrRefused.New()
	}
	if err != nil {
		return Standing{}, mapErr(err)
	}
	today := k.today()
	p := proved(a, today)
	now := was
	now.Caller, now.Caller.Token = p.caller(), was.Caller.Token
	if id := was.Caller.Token; id != "" {
		if !slices.ContainsFunc(a.Tokens, func(t view.Token) bool { return t.ID == id && !t.Revoked && !t.Expires.Before(today) }) {
			return Standing{}, ErrRefused.New()
		}
		return k.standing(ctx, now)
	}
	if p.mustChange || p.needsSecond || p.hasSecond {
		return Standing{}, ErrRefused.New()
	}
	if a.Revision != was.revision {
		held := staff.New()
		at, _, err := eventstore.Load(ctx, k.Repo, accountPrefix+a.ID, held)
		if err != nil {
			return Standing{}, mapErr(err)
		}
		sum := sha256.Sum256([]byte(held.PasswordHash()))
		if !k.enoughAlone(held) || subtle.ConstantTimeCompare(sum[:], was.password[:]) == 0 {
			return Standing{}, ErrRefused.New()
		}
		now.revision = int64(at)
	}
	return k.standing(ctx, now)
}
