package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/internal/app"
)

// bundleMedia is what a proof bundle is served as.
const bundleMedia = "application/vnd.minhbach.proof+json"

type bundleAnswer struct {
	Position    uint64 `header:"Minhbach-Position" doc:"Position of the log that the answer reflects."`
	ETag        string `header:"ETag" doc:"Of exactly this bundle; it is another one with each checkpoint."`
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition" doc:"The name to save under."`
	Body        []byte
}

func bundleAnswers() map[string]*huma.Response {
	return map[string]*huma.Response{"200": {
		Description: "The bundle: give it to minhbach verify event, or check it by the formats that it names (RFC 6962, C2SP tlog-proof)",
		Content: map[string]*huma.MediaType{bundleMedia: {
			Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"format", "key", "leaf", "proof"}, Properties: map[string]*huma.Schema{
				"format":    {Type: huma.TypeString, Examples: []any{"minhbach-proof/1"}},
				"leaf":      {Type: huma.TypeString, Description: "The leaf, byte for byte: JSON in the form of RFC 8785."},
				"data":      {Type: huma.TypeString, ContentEncoding: "base64", Description: "The event's data, byte for byte; only where they are public."},
				"salt_data": {Type: huma.TypeString, Description: "Hex. SHA-256 over it and then the data is the leaf's commitment."},
				"metadata":  {Type: huma.TypeString, ContentEncoding: "base64", Description: "The envelope; only where who acted is public."},
				"content":   {Type: huma.TypeString, Description: "Canonical content of the version that the event made public, where it is short."},
				"proof":     {Type: huma.TypeString, Description: "C2SP tlog-proof, with the signed checkpoint."},
				"key":       {Type: huma.TypeString, Description: "Verifier key (C2SP signed-note). A hint: know it from elsewhere."},
			}},
		}},
	}}
}

const bundleIs = "The bundle is made and checked for this request: 409 says that something does not match, 503 ledger.behind that no checkpoint covers the event yet. What the public may not read of an event is left out; the commitments to it remain."

type proveEventIn struct {
	ID string `path:"id" format:"uuid" doc:"Of the event, from a history." example:"0190f3c2-0000-7000-8000-0000000000aa"`
	Fresh
}

func (s *service) proveEvent(api huma.API) {
	read(api, huma.Operation{
		OperationID: "prove-event", Path: "/proofs/events/{id}", Tags: []string{tagProofs},
		Summary:     "The proof bundle of an event",
		Description: "Anybody gets those of events that are told in a public history. " + bundleIs,
		Errors:      []int{409}, Metadata: map[string]any{tokenIs: tokenTaken}, Responses: bundleAnswers(),
	}, func(ctx context.Context, in *proveEventIn) (*bundleAnswer, error) {
		return s.bundle(ctx, in.Fresh, func() (app.Proof, error) { return s.app.Queries.Proofs.Event(ctx, requestOf(ctx).caller, in.ID) })
	})
}

type provePublicationIn struct {
	VersionKey
	Fresh
}

func (s *service) provePublication(api huma.API) {
	read(api, huma.Operation{
		OperationID: "prove-publication", Path: "/proofs/publications/{id}/versions/{number}", Tags: []string{tagProofs},
		Summary:     "The proof bundle of a public version of a publication",
		Description: "Of the event that made it public, also after a withdrawal. " + bundleIs,
		Errors:      []int{409}, Responses: bundleAnswers(),
	}, func(ctx context.Context, in *provePublicationIn) (*bundleAnswer, error) {
		return s.bundle(ctx, in.Fresh, func() (app.Proof, error) {
			return s.app.Queries.Proofs.Publication(ctx, app.Caller{}, in.ID, in.Number)
		})
	})
}

type proveDatasetIn struct {
	DatasetKey
	Number int `path:"number" minimum:"1" doc:"From 1." example:"1"`
	Fresh
}

func (s *service) proveDataset(api huma.API) {
	read(api, huma.Operation{
		OperationID: "prove-dataset", Path: "/proofs/datasets/{id}/versions/{number}", Tags: []string{tagProofs},
		Summary:     "The proof bundle of a public version of a dataset",
		Description: "The content that the event names has the SHA-256 of the publisher's file. " + bundleIs,
		Errors:      []int{409}, Responses: bundleAnswers(),
	}, func(ctx context.Context, in *proveDatasetIn) (*bundleAnswer, error) {
		return s.bundle(ctx, in.Fresh, func() (app.Proof, error) {
			return s.app.Queries.Proofs.Dataset(ctx, app.Caller{}, in.ID, in.Number)
		})
	})
}

// bundle answers only with what was found right.
func (s *service) bundle(ctx context.Context, f Fresh, prove func() (app.Proof, error)) (*bundleAnswer, error) {
	position, err := s.fresh(ctx, f)
	if err != nil {
		return nil, err
	}
	x, err := prove()
	switch {
	case err != nil:
		return nil, err
	case x.Verdict == app.Fails:
		return nil, x.Why
	case x.Verdict != app.Holds:
		return nil, app.ErrLedgerBehind.New()
	}
	return &bundleAnswer{
		Position: position, ETag: tagged("proof", string(x.Bundle)), ContentType: bundleMedia,
		Disposition: disposition("chung-thuc-" + x.Event.ID + ".json"), Body: x.Bundle,
	}, nil
}
