package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/board"
	"minhbach/internal/app"
)

func boardURL(agency string) string { return agencyURL(agency) + "/board" }

// at registers a command on the board of the agency in the address.
func onBoard[I, C any, P boardRequest[I]](s *service, api huma.API, op huma.Operation, run app.Command[C], build func(in *I, agency string) C) {
	op.Tags = []string{tagBoards}
	change(api, op, func(ctx context.Context, in *I) (*receiptAnswer, error) {
		by, err := P(in).keys().by(ctx)
		if err != nil {
			return nil, err
		}
		id, err := s.agencyID(ctx, P(in).agencyKey())
		if err != nil {
			return nil, err
		}
		r, err := run(ctx, by, build(in, id))
		if err != nil {
			return nil, err
		}
		return answer(r, boardURL(id)), nil
	})
}

type boardRequest[I any] interface {
	keyed[I]
	agencyKey() string
}

func (k *AgencyKey) agencyKey() string { return k.Agency }

type establishIn struct {
	Keys
	AgencyKey
	Body Decision
}

func (s *service) establishBoard(api huma.API) {
	onBoard(s, api, huma.Operation{
		OperationID: "establish-board", Path: "/agencies/{agency}/board", Method: http.MethodPut,
		Summary: "Found the editorial board of a portal", Description: "By the agency's head or an administrator, with the founding decision (Article 28 clause 3).",
	}, s.app.Commands.EstablishBoard, func(in *establishIn, agency string) app.EstablishBoard {
		return app.EstablishBoard{Agency: agency, Decision: in.Body.domain()}
	})
}

type appointIn struct {
	Keys
	AgencyKey
	Body Appointment
}

// Appointment gives an account a seat for a term.
type Appointment struct {
	Account    string   `json:"account" format:"uuid"`
	Position   Seating  `json:"position"`
	Concurrent bool     `json:"concurrent,omitempty" doc:"Beside another office."`
	From       Date     `json:"from"`
	To         Date     `json:"to,omitzero" doc:"Last day; absent: until dismissed."`
	Decision   Decision `json:"decision"`
}

func (s *service) appointMember(api huma.API) {
	onBoard(s, api, huma.Operation{
		OperationID: "appoint-member", Path: "/agencies/{agency}/board/seats",
		Summary: "Give an account a seat on the board", Description: "A second seat of the same account replaces the first from its own first day.",
	}, s.app.Commands.AppointMember, func(in *appointIn, agency string) app.AppointMember {
		b := in.Body
		return app.AppointMember{
			Agency: agency, Account: b.Account, Position: board.Position(b.Position), Concurrent: b.Concurrent,
			From: b.From.Date, To: b.To.Date, Decision: b.Decision.domain(),
		}
	})
}

type dismissIn struct {
	Keys
	AgencyKey
	Body Dismissal
}

// Dismissal ends a seat.
type Dismissal struct {
	Account string `json:"account" format:"uuid"`
	On      Date   `json:"on" doc:"First day without it."`
	Reason  string `json:"reason" maxLength:"2000"`
}

func (s *service) dismissMember(api huma.API) {
	onBoard(s, api, huma.Operation{
		OperationID: "dismiss-member", Path: "/agencies/{agency}/board/dismissals",
		Summary: "End a seat on the board", Description: "What was approved before stays approved.",
	}, s.app.Commands.DismissMember, func(in *dismissIn, agency string) app.DismissMember {
		return app.DismissMember{Agency: agency, Account: in.Body.Account, On: in.Body.On.Date, Reason: in.Body.Reason}
	})
}

type delegateIn struct {
	Keys
	AgencyKey
	Body NewDelegation
}

// NewDelegation lends the caller's power to approve.
type NewDelegation struct {
	To    string `json:"to" format:"uuid" doc:"Account id."`
	Since Date   `json:"since"`
	Until Date   `json:"until" doc:"Last day; within one's own term."`
	Note  string `json:"note,omitempty" maxLength:"2000"`
}

func (s *service) delegateAuthority(api huma.API) {
	onBoard(s, api, huma.Operation{
		OperationID: "delegate-authority", Path: "/agencies/{agency}/board/delegations",
		Summary: "Lend one's own power to approve", Description: "By the board's head or deputy; it cannot be lent on.",
	}, s.app.Commands.DelegateAuthority, func(in *delegateIn, agency string) app.DelegateAuthority {
		return app.DelegateAuthority{Agency: agency, To: in.Body.To, Since: in.Body.Since.Date, Until: in.Body.Until.Date, Note: in.Body.Note}
	})
}

type revokeDelegationIn struct {
	Keys
	AgencyKey
	Body DelegationEnd
}

// DelegationEnd ends a loan early.
type DelegationEnd struct {
	To string `json:"to" format:"uuid" doc:"Account id."`
	On Date   `json:"on" doc:"First day without it."`
}

func (s *service) revokeDelegation(api huma.API) {
	onBoard(s, api, huma.Operation{
		OperationID: "revoke-delegation", Path: "/agencies/{agency}/board/delegation-revocations",
		Summary: "Take a lent power back", Description: "By whoever lent it.",
	}, s.app.Commands.RevokeDelegation, func(in *revokeDelegationIn, agency string) app.RevokeDelegation {
		return app.RevokeDelegation{Agency: agency, To: in.Body.To, On: in.Body.On.Date}
	})
}

type boardRulesIn struct {
	Keys
	AgencyKey
	Body BoardRules
}

// BoardRules is a version of the board's operating regulation.
type BoardRules struct {
	Decision   Decision `json:"decision"`
	Attachment string   `json:"attachment,omitempty" maxLength:"64" doc:"SHA-256 of the file, uploaded before."`
}

func (s *service) recordBoardRules(api huma.API) {
	onBoard(s, api, huma.Operation{
		OperationID: "record-board-rules", Path: "/agencies/{agency}/board/regulations",
		Summary: "Record the board's operating regulation", Description: "A versioned document (Article 22 clause 5).",
	}, s.app.Commands.RecordBoardRules, func(in *boardRulesIn, agency string) app.RecordBoardRules {
		return app.RecordBoardRules{Agency: agency, Decision: in.Body.Decision.domain(), Attachment: in.Body.Attachment}
	})
}
