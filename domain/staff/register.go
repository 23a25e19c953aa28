package staff

import (
	"regexp"

	"minhbach/domain"
	"minhbach/domain/fault"
	"minhbach/domain/fold"
	"minhbach/domain/input"
)

// Register makes an account without roles and without a password.
type Register struct {
	By      domain.Actor
	Account string // id
	Login   string
	Name    string
}

var loginForm = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9._-]{1,62})[a-z0-9]$`)

// FoldLogin is the form in which logins are stored, claimed and compared. An
// address is not a login: logins name the claim's stream, and no stream may hold
// somebody's address.
func FoldLogin(login string) string { return fold.String(login) }

func (a *Account) Register(cmd Register) ([]domain.Event, error) {
	if !administers(cmd.By) {
		return nil, ErrNotAllowed.New()
	}
	if a.IsRegistered() {
		return nil, ErrRegistered.New()
	}
	var l fault.List
	made := Registered{
		Account: input.Line(&l, "account", cmd.Account, maxID),
		Login:   FoldLogin(input.Line(&l, "login", cmd.Login, 64)),
		Name:    input.Line(&l, "name", cmd.Name, maxName),
	}
	if made.Login != "" && !loginForm.MatchString(made.Login) || made.Login == domain.System {
		l.Add(ErrLogin.New().At("login"))
	}
	if made.Account == domain.System {
		l.Add(ErrRegistered.New().At("account"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{made}, nil
}
