package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/board"
	"minhbach/projections/view"
)

// Board of an agency's portal.
type Board struct {
	Agency      string       `json:"agency" format:"uuid"`
	Established bool         `json:"established"`
	Decision    *Decision    `json:"decision,omitempty" doc:"That founded the board; absent before."`
	Seats       []Seat       `json:"seats" doc:"Past ones included."`
	Delegations []Delegation `json:"delegations" doc:"Of the power to approve, past ones included."`
	Regulations []Regulation `json:"regulations" doc:"Operating regulations, the newest last (Article 22 clause 5)."`
	Revision    int64        `json:"revision" doc:"For If-Match."`
}

// Decision is the document behind a board or a seat.
type Decision struct {
	Number string `json:"number" maxLength:"100" example:"15/QĐ-UBND"`
	Date   Date   `json:"date"`
	Signer string `json:"signer" maxLength:"200"`
}

// Seat on a board, for a term.
type Seat struct {
	Account    string   `json:"account" doc:"Account id."`
	Name       string   `json:"name"`
	Position   Seating  `json:"position"`
	Concurrent bool     `json:"concurrent" doc:"Beside another office."`
	From       Date     `json:"from"`
	To         Date     `json:"to,omitzero" doc:"Last day; absent while open."`
	Decision   Decision `json:"decision"`
}

// Delegation of a seat's power to another account.
type Delegation struct {
	From  string `json:"from" doc:"Account id of whoever lends the power."`
	To    string `json:"to" doc:"Account id."`
	Since Date   `json:"since"`
	Until Date   `json:"until" doc:"Last day."`
	Note  string `json:"note,omitempty"`
}

// Regulation is one version of a board's operating regulation.
type Regulation struct {
	Decision   Decision `json:"decision"`
	Attachment string   `json:"attachment,omitempty" doc:"SHA-256 of the file."`
}

type getBoardIn struct {
	AgencyKey
	Fresh
}

func (s *service) getBoard(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-board", Path: "/agencies/{agency}/board", Tags: []string{tagAgencies},
		Summary:     "The editorial board of an agency's portal",
		Description: "Who may approve, from when to when, and by which decision.",
	}, func(ctx context.Context, in *getBoardIn) (*reply[Board], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		id, err := s.agency(ctx, in.Agency, view.AsOf{})
		if err != nil {
			return nil, err
		}
		b, err := s.app.Queries.Board(ctx, id.ID)
		if err != nil {
			return nil, err
		}
		body := boardOf(b)
		body.Agency = id.ID
		return &reply[Board]{Position: position, ETag: quoteRevision(b.Revision), Body: body}, nil
	})
}

func boardOf(b view.Board) Board {
	out := Board{
		Agency: b.Agency, Established: b.Established, Revision: b.Revision,
		Seats: each(b.Seats, func(x view.Seat) Seat {
			return Seat{Account: x.Account, Name: x.Name, Position: Seating(x.Position), Concurrent: x.Concurrent, From: Date{x.From}, To: Date{x.To}, Decision: decisionOf(x.Decision)}
		}),
		Delegations: each(b.Delegations, func(x view.Delegation) Delegation {
			return Delegation{From: x.From, To: x.To, Since: Date{x.Since}, Until: Date{x.Until}, Note: x.Note}
		}),
		Regulations: each(b.Regulations, func(x view.Regulation) Regulation {
			return Regulation{Decision: decisionOf(x.Decision), Attachment: x.Attachment}
		}),
	}
	if b.Established {
		d := decisionOf(b.Decision)
		out.Decision = &d
	}
	return out
}

func decisionOf(d view.Decision) Decision { return Decision{d.Number, Date{d.Date}, d.Signer} }

func (d Decision) domain() board.Decision {
	return board.Decision{Number: d.Number, Date: d.Date.Date, Signer: d.Signer}
}
