package app

import (
	"context"
	"time"

	"minhbach/domain/staff"
	"minhbach/projections/view"
)

// PeopleReader is the read model of staff. What is not there is view.ErrNotFound.
type PeopleReader interface {
	Accounts(ctx context.Context) ([]view.Account, error)
	Account(ctx context.Context, id string) (view.Account, error)
	ByLogin(ctx context.Context, login string) (view.Account, error)
	ByToken(ctx context.Context, hash string) (account, token string, err error)
	// Session finds one that was begun and not ended.
	Session(ctx context.Context, account, id string) (view.Session, error)
	Names(ctx context.Context) (map[string]string, error)
	Board(ctx context.Context, agency string) (view.Board, error)
	// Wait returns once the read model has seen the position, or ctx's error.
	Wait(ctx context.Context, position uint64) error
}

// Secrets hashes, seals and makes what must not be read. Nothing that goes in in
// plain text is kept or logged.
type Secrets interface {
	HashPassword(ctx context.Context, plain string) (string, error)
	// CheckPassword takes as long with an empty hash, and then says no.
	CheckPassword(ctx context.Context, hash, plain string) (bool, error)

	// Seal binds a secret to a purpose and an account; Unseal opens it for these only.
	Seal(purpose, account string, plain []byte) staff.Sealed
	Unseal(purpose, account string, sealed staff.Sealed) ([]byte, error)

	SealSession(plain []byte) string
	OpenSession(sealed string) ([]byte, error)
	SessionMAC(session string) []byte

	NewToken() string
	NewTOTP(login string) (secret, uri string, err error)
	// CheckTOTP tells whether the code is right at that time, one step of clock
	// skew allowed, and the step it is of.
	CheckTOTP(secret, code string, now time.Time) (step int64, ok bool)
}

// Purposes of sealed values. They are part of what is sealed and never change.
const (
	purposePassword = "password"
	purposeTOTP     = "totp"
)

// catchUp bounds how long a command or a request waits for the read model of people.
const catchUp = 2 * time.Second

// peopleFresh waits until the read model has seen all that was recorded before the call.
func (d Deps) peopleFresh(ctx context.Context) error {
	head, err := d.Log.Head(ctx)
	if err != nil {
		return err
	}
	return d.peopleAt(ctx, uint64(head))
}

func (d Deps) peopleAt(ctx context.Context, position uint64) error {
	ctx, cancel := context.WithTimeout(ctx, catchUp)
	defer cancel()
	return d.People.Wait(ctx, position)
}
