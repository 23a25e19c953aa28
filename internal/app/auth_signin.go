package app

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/staff"
	"minhbach/eventstore"
	"minhbach/projections/view"
)

// maxLogin is longer than any login; what is longer is not looked for.
const maxLogin = 64

func (k *doorkeeper) signIn(ctx context.Context, in SignIn) (Session, error) {
	end, wait := k.failures.begin(sourceOf(in.Address), k.Now())
	if end == nil {
		return Session{}, ErrTooManyFailures.New("minutes", strconv.Itoa(int(math.Ceil(wait.Minutes()))))
	}
	began := k.Now()
	s, err := k.tryToSignIn(ctx, in)
	if errors.Is(err, staff.ErrLocked) {
		err = ErrLockedOut.New("until", fault.Of(err).Args["until"])
	}
	refused := errors.Is(err, ErrRefused) || errors.Is(err, ErrLockedOut)
	end(refused)
	if refused {
		k.Pause(ctx, refusalStep-max(0, k.Now().Sub(began))%refusalStep)
	}
	return s, mapErr(err)
}

// refusalStep is what the time of a refusal is a multiple of: the failure of an
// account that exists is written to disk, that of one that does not is not, and
// nobody shall read from the clock which it was.
const refusalStep = 250 * time.Millisecond

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// errMoved: the account got another password or key while the given one was checked.
var errMoved = errors.New("app: credentials changed meanwhile")

func (k *doorkeeper) tryToSignIn(ctx context.Context, in SignIn) (Session, error) {
	login := ""
	if len(in.Login) <= 4*maxLogin {
		login = staff.FoldLogin(strings.TrimSpace(in.Login))
	}
	for range 3 {
		a, err := k.byLogin(ctx, login)
		if err != nil {
			return Session{}, err
		}
		s, err := k.judge(ctx, in, login, a)
		if !errors.Is(err, errMoved) {
			return s, err
		}
	}
	return Session{}, ErrTooBusy.New()
}

// byLogin loads the account; an empty one when there is none. A login that the
// read model does not know yet is looked up by its claim.
func (k *doorkeeper) byLogin(ctx context.Context, login string) (*staff.Account, error) {
	a := staff.New()
	if login == "" || len(login) > maxLogin {
		return a, nil
	}
	found, err := k.People.ByLogin(ctx, login)
	id := found.ID
	if errors.Is(err, view.ErrNotFound) {
		id, err = k.loginHolder(ctx, login)
	}
	if err != nil || id == "" {
		return a, err
	}
	_, _, err = eventstore.Load(ctx, k.Repo, accountPrefix+id, a)
	return a, err
}

// judge checks what was given and lets the aggregate decide. Every way to a
// refusal takes one hash.
func (k *doorkeeper) judge(ctx context.Context, in SignIn, login string, a *staff.Account) (Session, error) {
	now := k.Now()
	open := a.IsRegistered() && a.HasPassword() && !a.IsDisabled() && !a.IsErased()
	hash := ""
	if open && !a.Locked(now) {
		plain, err := k.Secrets.Unseal(purposePassword, a.ID(), a.PasswordHash())
		if err != nil {
			return Session{}, err
		}
		hash = string(plain)
	}
	fact := staff.SignIn{Now: now, TOTPGiven: in.Code != "", Session: eventstore.NewID(now).String()}
	var err error
	if fact.PasswordOK, err = k.Secrets.CheckPassword(ctx, hash, in.Password); err != nil {
		return Session{}, err
	}
	if !open {
		if len(login) > maxLogin || login == "" {
			return Session{}, ErrRefused.New()
		}
		return Session{}, k.phantoms.fail(login, now)
	}
	if fact.PasswordOK && fact.TOTPGiven && a.HasTOTP() {
		key, err := k.Secrets.Unseal(purposeTOTP, a.ID(), a.TOTPSecret())
		if err != nil {
			return Session{}, err
		}
		fact.TOTPStep, fact.TOTPOK = k.Secrets.CheckTOTP(string(key), in.Code, now)
	}
	return k.decide(ctx, a, fact)
}

func (k *doorkeeper) decide(ctx context.Context, checked *staff.Account, fact staff.SignIn) (Session, error) {
	id := checked.ID()
	env := envelope(Caller{Command: eventstore.NewID(fact.Now)}, domain.Actor{Account: id})
	var a *staff.Account
	var decided []domain.Event
	out, err := eventstore.Execute(ctx, k.Repo, accountPrefix+id, staff.New, nil, env,
		func(s *staff.Account, _ eventstore.Revision) ([]domain.Event, error) {
			if s.PasswordHash() != checked.PasswordHash() || s.TOTPSecret() != checked.TOTPSecret() || s.IsDisabled() {
				return nil, errMoved
			}
			var err error
			a = s
			decided, err = s.SignIn(fact)
			return decided, err
		})
	switch {
	case errors.Is(err, staff.ErrNeedsCode):
		return Session{NeedsCode: true, Account: id}, nil
	case err != nil:
		return Session{}, err
	}
	if _, in := decided[0].(staff.SignedIn); !in {
		return Session{}, ErrRefused.New()
	}
	now := fact.Now
	c := cookie{
		ID: fact.Session, Account: id, Started: now.Unix(), Seen: now.Unix(), Expires: now.Add(staff.AbsoluteLimit).Unix(),
		Position: uint64(out.Position),
	}
	s := c.session()
	s.Sealed = k.seal(c)
	s.MustChange = a.MustChange()
	s.MustEnrol = !a.HasTOTP() && a.NeedsSecondFactor(k.today())
	return s, nil
}

// today is the date in Viet Nam.
func (d Deps) today() calendar.Date { return calendar.DateOf(d.Now()) }
