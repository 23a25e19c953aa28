package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/internal/app"
	"minhbach/projections/view"
)

// Account of a member of staff. It holds no secret.
type Account struct {
	ID           string    `json:"id" format:"uuid"`
	Login        string    `json:"login"`
	Name         string    `json:"name"`
	Disabled     bool      `json:"disabled"`
	HasPassword  bool      `json:"has_password"`
	MustChange   bool      `json:"must_change_password"`
	SecondFactor bool      `json:"second_factor"`
	LockedUntil  time.Time `json:"locked_until,omitzero"`
	LastSignIn   time.Time `json:"last_sign_in,omitzero"`
	Grants       []Grant   `json:"grants"`
	Tokens       []Token   `json:"tokens"`
	Revision     int64     `json:"revision" doc:"For If-Match."`
}

// Grant is a role at an agency for a term.
type Grant struct {
	Role   Role   `json:"role"`
	Agency string `json:"agency" doc:"Agency id."`
	From   Date   `json:"from,omitzero"`
	To     Date   `json:"to,omitzero" doc:"Last day; absent while open."`
}

// Token for programs, without its secret.
type Token struct {
	ID      string `json:"id"`
	Label   string `json:"label"`
	Expires Date   `json:"expires" doc:"Last day."`
	Revoked bool   `json:"revoked"`
}

func grantOf(g view.Grant) Grant { return Grant{Role(g.Role), g.Agency, Date{g.From}, Date{g.To}} }

func accountOf(a view.Account) Account {
	return Account{
		ID: a.ID, Login: a.Login, Name: a.Name, Disabled: a.Disabled, HasPassword: a.HasPassword, MustChange: a.MustChange,
		SecondFactor: a.SecondFactor, LockedUntil: utc(a.LockedUntil), LastSignIn: utc(a.LastSignIn),
		Grants: each(a.Grants, grantOf), Revision: a.Revision,
		Tokens: each(a.Tokens, func(t view.Token) Token { return Token{t.ID, t.Label, Date{t.Expires}, t.Revoked} }),
	}
}

func accountURL(id string) string { return prefix + "/accounts/" + id }

// Me is who the token speaks for.
type Me struct {
	Account string  `json:"account" doc:"Account id."`
	Name    string  `json:"name"`
	Grants  []Grant `json:"grants" doc:"That run today."`
}

func (s *service) getMe(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-me", Path: "/me", Tags: []string{tagAccounts},
		Summary: "Who the token speaks for", Description: "Passwords and second factors are changed on the portal by the person, never by a program.",
	}, func(ctx context.Context, _ *noInput) (*unplaced[Me], error) {
		by := requestOf(ctx).caller
		return &unplaced[Me]{Body: Me{Account: by.Account, Name: by.Name, Grants: each(by.Grants, grantOf)}}, nil
	})
}

// AccountList is the accounts that the caller may see.
type AccountList struct {
	Accounts []Account `json:"accounts"`
}

type listAccountsIn struct{ Fresh }

func (s *service) listAccounts(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "list-accounts", Path: "/accounts", Tags: []string{tagAccounts},
		Summary: "The accounts that you may see", Description: "Administrators and inspectors see all; others see those of their own agencies.",
	}, func(ctx context.Context, in *listAccountsIn) (*reply[AccountList], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		all, err := s.app.Queries.Accounts(ctx, requestOf(ctx).caller)
		if err != nil {
			return nil, err
		}
		return &reply[AccountList]{Position: position, Body: AccountList{each(all, accountOf)}}, nil
	})
}

// AccountKey names an account in an address.
type AccountKey struct {
	Account string `path:"account" format:"uuid" doc:"Account id." example:"0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10"`
}

type getAccountIn struct {
	AccountKey
	Fresh
}

func (s *service) getAccount(api huma.API) {
	staff(api, huma.Operation{
		OperationID: "get-account", Path: "/accounts/{account}", Tags: []string{tagAccounts},
		Summary: "One account", Description: "The ETag is the revision: send it back in If-Match.",
	}, func(ctx context.Context, in *getAccountIn) (*reply[Account], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		a, err := s.app.Queries.Account(ctx, requestOf(ctx).caller, in.Account)
		if err != nil {
			return nil, err
		}
		return &reply[Account]{Position: position, ETag: quoteRevision(a.Revision), Body: accountOf(a)}, nil
	})
}

// NewAccount is a member of staff.
type NewAccount struct {
	Login    string `json:"login" maxLength:"100" example:"nguyen.thi.a"`
	Name     string `json:"name" maxLength:"200" example:"Nguyễn Thị A"`
	Password string `json:"password,omitempty" maxLength:"1000" writeOnly:"true" doc:"May be left out; must be changed at the first sign-in."`
}

type registerAccountIn struct {
	Keys
	Body NewAccount
}

func (s *service) registerAccount(api huma.API) {
	command(api, huma.Operation{
		OperationID: "register-account", Path: "/accounts", Tags: []string{tagAccounts}, DefaultStatus: http.StatusCreated,
		Summary: "Register an account", Description: "Logins are unique, whatever the accents and case.",
	}, s.app.Commands.RegisterAccount, func(_ context.Context, in *registerAccountIn) (app.RegisterAccount, error) {
		return app.RegisterAccount{Login: in.Body.Login, Name: in.Body.Name, Password: in.Body.Password}, nil
	}, accountURL)
}
