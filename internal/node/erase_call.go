package node

import (
	"context"
	"encoding/json"
	"net/http"

	"minhbach/domain/calendar"
	"minhbach/domain/subject"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

// ErasureCall is what the command line asks about one person's data, of this
// process or of a server that has the directory in use.
type ErasureCall struct {
	Who        string // id or login
	By         string // login of the administrator in whose name it is done; empty: the operator's own
	Do         subject.Command
	Capacity   subject.Capacity
	Basis      subject.Basis
	Ground     subject.Ground
	Cause      string
	Channel    subject.Channel
	Reference  string
	ReceivedOn calendar.Date
	Until      calendar.Date
	Hold       string
	ThirdParty bool
}

// ErasureAnswer is the person's file afterwards, and what was done on the way.
type ErasureAnswer struct {
	File  app.PersonFile `json:"file"`
	Steps []EraseStep    `json:"steps,omitempty"`
}

// Erasure answers a call; an order is carried out to its end before it returns.
func (n *Node) Erasure(ctx context.Context, call ErasureCall) (ErasureAnswer, error) {
	var out ErasureAnswer
	operator := app.Caller{Operator: true}
	q := n.App.Queries.Subjects
	id, err := q.Find(ctx, operator, call.Who)
	if err != nil {
		return out, err
	}
	by := operator
	if call.By != "" {
		if by.OnBehalfOf, err = q.Find(ctx, operator, call.By); err != nil {
			return out, err
		}
	}
	if call.Do != "" {
		if err := n.erasureDeed(ctx, by, id, call); err != nil {
			return out, err
		}
	}
	if call.Do == subject.CommandOrder || call.Do == subject.CommandComplete {
		if err := n.CarryOut(ctx, func(s EraseStep) { out.Steps = append(out.Steps, s) }); err != nil {
			return out, err
		}
	}
	out.File, err = q.Get(ctx, operator, id)
	return out, err
}

func (n *Node) erasureDeed(ctx context.Context, by app.Caller, id string, c ErasureCall) (err error) {
	do := n.App.Commands.Subjects
	switch c.Do {
	case subject.CommandRequest:
		_, err = do.RequestErasure(ctx, by, app.RequestErasure{Subject: id, Capacity: c.Capacity, Basis: c.Basis, Reference: c.Reference, ReceivedOn: c.ReceivedOn, ThirdParty: c.ThirdParty})
	case subject.CommandAcknowledge:
		_, err = do.AcknowledgeErasure(ctx, by, app.AcknowledgeErasure{Subject: id})
	case subject.CommandExtend:
		_, err = do.ExtendErasure(ctx, by, app.ExtendErasure{Subject: id, Cause: subject.Cause(c.Cause)})
	case subject.CommandRefuse:
		_, err = do.RefuseErasure(ctx, by, app.RefuseErasure{Subject: id, Ground: c.Ground, Reference: c.Reference})
	case subject.CommandOrder:
		_, err = do.OrderErasure(ctx, by, app.OrderErasure{Subject: id})
	case subject.CommandComplete: // CarryOut finds what is left to do
	case subject.CommandNotify:
		_, err = do.NotifyRequester(ctx, by, app.NotifyRequester{Subject: id, Channel: c.Channel})
	case subject.CommandRestrict:
		_, err = do.Restrict(ctx, by, app.RestrictData{Subject: id, Cause: subject.Restraining(c.Cause)})
	case subject.CommandLift:
		_, err = do.LiftRestriction(ctx, by, app.LiftRestriction{Subject: id})
	case subject.CommandHold:
		_, err = do.PlaceHold(ctx, by, app.PlaceHold{Subject: id, Ground: c.Ground, Reference: c.Reference, Until: c.Until})
	case subject.CommandRelease:
		_, err = do.LiftHold(ctx, by, app.LiftHold{Subject: id, Hold: c.Hold})
	default:
		err = app.ErrNotFound.New()
	}
	return err
}

// Erasures lists what is under way, what is owed soonest first.
func (n *Node) Erasures(ctx context.Context) ([]view.Subject, error) {
	if _, err := n.subjectsNow(ctx); err != nil {
		return nil, err
	}
	return n.App.Queries.Subjects.List(ctx, app.Caller{Operator: true})
}

func (n *Node) erasureControl(mux *http.ServeMux) {
	mux.HandleFunc("GET /erasures", func(w http.ResponseWriter, r *http.Request) {
		all, err := n.Erasures(r.Context())
		answer(w, all, err)
	})
	mux.HandleFunc("POST /erasures", func(w http.ResponseWriter, r *http.Request) {
		var call ErasureCall
		if err := json.Unmarshal([]byte(r.FormValue("call")), &call); err != nil {
			answer(w, nil, err)
			return
		}
		out, err := n.Erasure(r.Context(), call)
		answer(w, out, err)
	})
}
