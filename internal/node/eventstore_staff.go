package node

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"minhbach/domain/fault"
	"minhbach/eventstore/esdbserver"
	"minhbach/internal/app"
)

// admin is the name that the configured password belongs to, as on an EventStoreDB.
const admin = "admin"

// doorkeeper tells the log's door who comes: the configured administrator, or staff.
// The configured one may do everything. Staff who administer the province read
// everything and write nothing by their office: an event that no command decided would
// be an approval that nobody gave. Otherwise staff may do what the access list of a
// stream gives to their name, their account or one of their roles.
type doorkeeper struct {
	password [sha256.Size]byte
	has      bool // a configured administrator
	staff    *app.Auth
	attempt  app.Attempt
}

func newDoorkeeper(password string, staff *app.Auth, now func() time.Time) *doorkeeper {
	k := &doorkeeper{password: sha256.Sum256([]byte(password)), has: password != "", staff: staff}
	if staff != nil {
		k.attempt = staff.Attempt
	} else {
		k.attempt = app.NewAttempt(now)
	}
	return k
}

var (
	_ esdbserver.Authenticator = (*doorkeeper)(nil)
	_ esdbserver.Rechecker     = (*doorkeeper)(nil)
)

func (k *doorkeeper) Authenticate(ctx context.Context, name, password string) (esdbserver.Identity, error) {
	address := esdbserver.AddressOf(ctx)
	switch {
	case k.has && name == admin:
		return k.configured(password, address)
	case k.staff == nil:
		end, err := k.attempt(name, address)
		if err != nil {
			return esdbserver.Identity{}, refusal(err)
		}
		end(true)
		return esdbserver.Identity{}, esdbserver.ErrCredentials
	}
	s, err := k.staff.Basic(ctx, app.SignIn{Login: name, Password: password, Address: address})
	if err != nil {
		return esdbserver.Identity{}, refusal(err)
	}
	return identity(s), nil
}

func (k *doorkeeper) configured(password, address string) (esdbserver.Identity, error) {
	end, err := k.attempt(admin, address)
	if err != nil {
		return esdbserver.Identity{}, refusal(err)
	}
	given := sha256.Sum256([]byte(password))
	right := subtle.ConstantTimeCompare(given[:], k.password[:]) == 1
	end(!right)
	if !right {
		return esdbserver.Identity{}, esdbserver.ErrCredentials
	}
	return esdbserver.Identity{Name: admin, Groups: []string{esdbserver.Admins}}, nil
}

func (k *doorkeeper) Recheck(ctx context.Context, was esdbserver.Identity) (esdbserver.Identity, error) {
	before, ofStaff := was.Mark.(app.Standing)
	if !ofStaff {
		return was, nil // the configured one, as long as this process runs
	}
	s, err := k.staff.Still(ctx, before)
	if err != nil {
		return esdbserver.Identity{}, refusal(err)
	}
	return identity(s), nil
}

// refusal is ErrCredentials for whatever trying again does not mend at once.
func refusal(err error) error {
	f := fault.Of(err)
	if f == nil || f.Code.Kind != fault.Unauthenticated && f.Code.Kind != fault.RateLimited {
		return err
	}
	if errors.Is(err, app.ErrRefused) {
		return fmt.Errorf("%w; accounts with a second factor use a personal token as the password", esdbserver.ErrCredentials)
	}
	return fmt.Errorf("%w: %s", esdbserver.ErrCredentials, f.Sentence("en"))
}

// identity names what access lists may name: the login, the account by its id, every
// role, and every role with its agency ("editor@" and the agency's id).
func identity(s app.Standing) esdbserver.Identity {
	id := esdbserver.Identity{Name: s.Login, Groups: []string{"account-" + s.Caller.Account}, Mark: s}
	if s.Administers {
		id.Groups = append(id.Groups, esdbserver.Readers)
	}
	for _, g := range s.Caller.Grants {
		id.Groups = append(id.Groups, string(g.Role), string(g.Role)+"@"+g.Agency)
	}
	return id
}
