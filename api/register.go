package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/internal/app"
)

// read registers a question that anybody may ask.
func read[I, O any](api huma.API, op huma.Operation, h func(context.Context, *I) (*O, error)) {
	op.Method = http.MethodGet
	op.Security = []map[string][]string{{}}
	if tokenOf(&op) == tokenTaken {
		op.Security = append(op.Security, map[string][]string{bearer: {}})
		op.Errors = append(op.Errors, 401)
	}
	register(api, op, h, 400, 404, 406, 422, 429, 500, 503)
}

// staff registers a question that needs a token.
func staff[I, O any](api huma.API, op huma.Operation, h func(context.Context, *I) (*O, error)) {
	op.Method = http.MethodGet
	register(api, needsToken(op), h, 400, 401, 403, 404, 406, 422, 429, 500, 503)
}

// change registers a command.
func change[I, O any](api huma.API, op huma.Operation, h func(context.Context, *I) (*O, error)) {
	if op.Method == "" {
		op.Method = http.MethodPost
	}
	register(api, needsToken(op), h, 400, 401, 403, 404, 406, 408, 409, 413, 415, 422, 429, 500, 503)
}

func needsToken(op huma.Operation) huma.Operation {
	if op.Metadata == nil {
		op.Metadata = map[string]any{}
	}
	op.Metadata[tokenIs] = tokenNeeded
	op.Security = []map[string][]string{{bearer: {}}}
	return op
}

func register[I, O any](api huma.API, op huma.Operation, h func(context.Context, *I) (*O, error), errs ...int) {
	op.Errors = append(op.Errors, errs...)
	slices.Sort(op.Errors)
	op.Errors = slices.Compact(op.Errors)
	huma.Register(api, op, h)
}

// Keys are the headers that every command takes.
type Keys struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"36" doc:"A UUID of your own. The same key again is the same command again: it is carried out once, and the answer says repeated." example:"0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10"`
	IfMatch        string `header:"If-Match" maxLength:"30" doc:"The revision that you read, in double quotes, from the ETag. Where it is no longer the newest the answer is 409 stale.revision." example:"\"12\""`
}

// by is the caller with what the headers say.
func (k Keys) by(ctx context.Context) (app.Caller, error) {
	by, err := requestOf(ctx).caller.WithCommand(k.IdempotencyKey)
	if err != nil {
		return by, err
	}
	if k.IfMatch == "" || k.IfMatch == "*" {
		return by, nil
	}
	revision, err := parseRevision(k.IfMatch)
	if err != nil {
		return by, err
	}
	return by.At(revision), nil
}

func (k *Keys) keys() Keys { return *k }

// Receipt is the answer to a command.
type Receipt struct {
	ID       string `json:"id" doc:"Of what was changed." example:"0190f3c2-7b1e-7c55-9d3a-0f6a2b4c8d10"`
	Revision int64  `json:"revision" doc:"Of the thing after the change: the next If-Match." example:"13"`
	Position uint64 `json:"position" doc:"Of the log: a question with min_position of this much sees the change." example:"4711"`
	Repeated bool   `json:"repeated" doc:"This Idempotency-Key had been carried out before; nothing was done again."`
}

type receiptAnswer struct {
	ETag     string `header:"ETag" doc:"The revision, in double quotes."`
	Location string `header:"Location" doc:"Where to read the thing."`
	Position uint64 `header:"Minhbach-Position" doc:"Of the log after the change."`
	Body     Receipt
}

func answer(r app.Receipt, location string) *receiptAnswer {
	return &receiptAnswer{
		ETag: quoteRevision(r.Revision), Location: location, Position: r.Position,
		Body: Receipt{ID: r.ID, Revision: r.Revision, Position: r.Position, Repeated: r.Repeated},
	}
}

// keyed is a request with the headers of a command.
type keyed[I any] interface {
	*I
	keys() Keys
}

// command registers an operation that does one thing: what build makes of the
// request is given to run, in the name of the caller.
func command[I, C any, P keyed[I]](api huma.API, op huma.Operation, run app.Command[C], build func(context.Context, *I) (C, error), location func(id string) string) {
	change(api, op, func(ctx context.Context, in *I) (*receiptAnswer, error) {
		by, err := P(in).keys().by(ctx)
		if err != nil {
			return nil, err
		}
		cmd, err := build(ctx, in)
		if err != nil {
			return nil, err
		}
		r, err := run(ctx, by, cmd)
		if err != nil {
			return nil, err
		}
		where := ""
		if location != nil {
			where = location(r.ID)
		}
		return answer(r, where), nil
	})
}
