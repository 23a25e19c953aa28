package app

import (
	"sync"
	"time"

	"minhbach/domain/staff"
)

// phantoms are accounts that do not exist, or cannot be signed in to. They lock
// after the same attempts and for as long as real ones, so that neither answer
// tells which logins there are.
type phantoms struct {
	mu       sync.Mutex
	accounts map[string]*staff.Account
}

const keptPhantoms = 10_000

func newPhantoms() *phantoms { return &phantoms{accounts: map[string]*staff.Account{}} }

// fail judges an attempt at a phantom: staff.ErrLocked or auth.refused.
func (p *phantoms) fail(login string, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.accounts[login]
	if a == nil {
		for some := range p.accounts {
			if len(p.accounts) < keptPhantoms {
				break
			}
			delete(p.accounts, some)
		}
		a = staff.New()
		a.Apply(staff.Registered{Account: "phantom", Login: login})
		a.Apply(staff.PasswordSet{Hash: "none"})
		p.accounts[login] = a
	}
	facts, err := a.SignIn(staff.SignIn{Now: now})
	if err != nil {
		return err
	}
	for _, f := range facts {
		a.Apply(f)
	}
	return ErrRefused.New()
}
