package staff

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/fault"
)

const (
	maxID      = 100
	maxName    = 120
	maxReason  = 1000
	maxLabel   = 100
	maxSealed  = 2048
	maxTokens  = 20
	maxSession = 100
)

func administers(by domain.Actor) bool {
	return by.Account == domain.System || by.Role == domain.Administrator && by.Account != ""
}

// headGrants are the roles that the head of an agency hands out there (Điều 28).
var headGrants = []domain.Role{domain.Contributor, domain.Editor, domain.BoardMember, domain.BoardHead}

func grants(by domain.Actor, role domain.Role, agency string) bool {
	return administers(by) ||
		by.Role == domain.AgencyHead && by.Agency == agency && agency != "" && slices.Contains(headGrants, role)
}

func (a *Account) isOwn(by domain.Actor) bool {
	return by.Account == a.id && a.id != "" && by.OnBehalfOf == ""
}

// managed: registered, and the actor is an administrator or, where own is true, the
// person whose account it is.
func (a *Account) managed(by domain.Actor, own bool) error {
	switch {
	case !a.IsRegistered():
		return ErrNotRegistered.New()
	case !administers(by) && !(own && a.isOwn(by)):
		return ErrNotAllowed.New()
	}
	return nil
}

func checkSealed(s Sealed) *fault.Fault {
	if s == "" || len(s) > maxSealed {
		return ErrSealed.New()
	}
	return nil
}
