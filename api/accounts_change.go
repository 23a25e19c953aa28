package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain"
	"minhbach/internal/app"
)

type passwordIn struct {
	Keys
	AccountKey
	Body NewPassword
}

// NewPassword is set for another; that person must change it.
type NewPassword struct {
	Password string `json:"password" minLength:"1" maxLength:"1000" writeOnly:"true" doc:"At least 12 characters, not a common one, without the login."`
}

func (s *service) setPassword(api huma.API) {
	command(api, huma.Operation{
		OperationID: "set-password", Path: "/accounts/{account}/password", Method: http.MethodPut, Tags: []string{tagAccounts},
		Summary: "Set a password for another person", Description: "Their sessions end, and they must change it at the next sign-in.",
	}, s.app.Commands.SetPassword, func(_ context.Context, in *passwordIn) (app.SetPassword, error) {
		return app.SetPassword{Account: in.Account, Password: in.Body.Password}, nil
	}, accountURL)
}

type grantIn struct {
	Keys
	AccountKey
	Body NewGrant
}

// NewGrant gives a role at an agency for a term.
type NewGrant struct {
	Role   Role   `json:"role"`
	Agency string `json:"agency" maxLength:"255" doc:"Id, code or slug." example:"kesach"`
	From   Date   `json:"from"`
	To     Date   `json:"to,omitzero" doc:"Last day; absent: until revoked."`
}

func (s *service) grantRole(api huma.API) {
	command(api, huma.Operation{
		OperationID: "grant-role", Path: "/accounts/{account}/roles", Tags: []string{tagAccounts},
		Summary: "Give an account a role at an agency", Description: "Nobody gives themselves a role. A seat on the board is given on the board.",
	}, s.app.Commands.GrantRole, func(ctx context.Context, in *grantIn) (app.GrantRole, error) {
		agency, err := s.agencyID(ctx, in.Body.Agency)
		return app.GrantRole{Account: in.Account, Role: domain.Role(in.Body.Role), Agency: agency, From: in.Body.From.Date, To: in.Body.To.Date}, err
	}, accountURL)
}

type revokeRoleIn struct {
	Keys
	AccountKey
	Body RoleEnd
}

// RoleEnd takes a role away.
type RoleEnd struct {
	Role   Role   `json:"role"`
	Agency string `json:"agency" maxLength:"255" doc:"Id, code or slug." example:"kesach"`
	Reason string `json:"reason" maxLength:"2000"`
}

func (s *service) revokeRole(api huma.API) {
	command(api, huma.Operation{
		OperationID: "revoke-role", Path: "/accounts/{account}/role-revocations", Tags: []string{tagAccounts},
		Summary: "Take a role away", Description: "The last administrator cannot lose the role.",
	}, s.app.Commands.RevokeRole, func(ctx context.Context, in *revokeRoleIn) (app.RevokeRole, error) {
		agency, err := s.agencyID(ctx, in.Body.Agency)
		return app.RevokeRole{Account: in.Account, Role: domain.Role(in.Body.Role), Agency: agency, Reason: in.Body.Reason}, err
	}, accountURL)
}

type accountReasonIn struct {
	Keys
	AccountKey
	Body Reason
}

// accountStep registers a command on an account that takes nothing but a reason.
func accountStep[C any](api huma.API, id, path, summary, description string, run app.Command[C], make func(account, reason string) C) {
	command(api, huma.Operation{
		OperationID: id, Path: "/accounts/{account}/" + path, Tags: []string{tagAccounts}, Summary: summary, Description: description,
	}, run, func(_ context.Context, in *accountReasonIn) (C, error) { return make(in.Account, in.Body.Reason), nil }, accountURL)
}

func (s *service) disableAccount(api huma.API) {
	accountStep(api, "disable-account", "disabling", "Disable an account", "Its sessions and tokens end within a second. The last administrator cannot be disabled.",
		s.app.Commands.DisableAccount, func(id, reason string) app.DisableAccount { return app.DisableAccount{Account: id, Reason: reason} })
}

func (s *service) enableAccount(api huma.API) {
	accountStep(api, "enable-account", "enabling", "Enable an account again", "Sessions that had ended stay ended.",
		s.app.Commands.EnableAccount, func(id, reason string) app.EnableAccount { return app.EnableAccount{Account: id, Reason: reason} })
}

func (s *service) revokeSessions(api huma.API) {
	accountStep(api, "revoke-sessions", "session-revocation", "End all sessions of an account", "The person signs in again.",
		s.app.Commands.RevokeSessions, func(id, reason string) app.RevokeSessions { return app.RevokeSessions{Account: id, Reason: reason} })
}

func (s *service) removeSecondFactor(api huma.API) {
	accountStep(api, "remove-second-factor", "second-factor-removal", "Remove the second factor of an account", "For a lost device; the person enrols a new one at the next sign-in where the role needs one.",
		s.app.Commands.RemoveTOTP, func(id, reason string) app.RemoveTOTP { return app.RemoveTOTP{Account: id, Reason: reason} })
}

type issueTokenIn struct {
	Keys
	AccountKey
	Body NewToken
}

// NewToken is for a program.
type NewToken struct {
	Label   string `json:"label" maxLength:"200" doc:"What it is for." example:"Đồng bộ văn bản hằng đêm"`
	Expires Date   `json:"expires" doc:"Last day; within a year."`
}

// IssuedToken carries the secret, once.
type IssuedToken struct {
	Receipt
	Secret string `json:"secret" doc:"Shown this once; only its hash is kept. A repeated request cannot show it again." example:"mb_…"`
}

type issuedTokenAnswer struct {
	ETag     string `header:"ETag" doc:"The revision of the account, in double quotes."`
	Location string `header:"Location" doc:"Where to read the account."`
	Position uint64 `header:"Minhbach-Position" doc:"Of the log after the change."`
	Body     IssuedToken
}

func (s *service) issueToken(api huma.API) {
	change(api, huma.Operation{
		OperationID: "issue-token", Path: "/accounts/{account}/tokens", Tags: []string{tagAccounts}, DefaultStatus: http.StatusCreated,
		Summary: "Issue a token for a program", Description: "It acts with the roles of the account, and ends with it.",
	}, func(ctx context.Context, in *issueTokenIn) (*issuedTokenAnswer, error) {
		by, err := in.by(ctx)
		if err != nil {
			return nil, err
		}
		t, err := s.app.Commands.IssueToken(ctx, by, app.IssueToken{Account: in.Account, Label: in.Body.Label, Expires: in.Body.Expires.Date})
		if err != nil {
			return nil, err
		}
		r := answer(t.Receipt, accountURL(in.Account))
		return &issuedTokenAnswer{ETag: r.ETag, Location: r.Location, Position: r.Position, Body: IssuedToken{r.Body, t.Secret}}, nil
	})
}

type revokeTokenIn struct {
	Keys
	AccountKey
	Token string `path:"token" maxLength:"100" doc:"Token id."`
}

func (s *service) revokeToken(api huma.API) {
	command(api, huma.Operation{
		OperationID: "revoke-token", Path: "/accounts/{account}/tokens/{token}/revocation", Tags: []string{tagAccounts},
		Summary: "Revoke a token", Description: "It ends within a second.",
	}, s.app.Commands.RevokeToken, func(_ context.Context, in *revokeTokenIn) (app.RevokeToken, error) {
		return app.RevokeToken{Account: in.Account, Token: in.Token}, nil
	}, accountURL)
}
