package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/internal/app"
)

// LedgerCheckpoint is a signed head of the tree.
type LedgerCheckpoint struct {
	Origin    string        `json:"origin" doc:"Of the log, for ever its own." example:"soctrang.gov.vn/log"`
	Size      uint64        `json:"size" doc:"Leaves: one an event." example:"4711"`
	Root      string        `json:"root" doc:"RFC 6962 root, hex."`
	Signed    time.Time     `json:"signed" doc:"By the server's clock; witnesses and stamps vouch for it."`
	Note      string        `json:"note" doc:"C2SP tlog-checkpoint as a signed note, with all signatures."`
	Key       string        `json:"key" doc:"Verifier key of the log. A hint: know it from elsewhere."`
	Witnesses []Cosignature `json:"witnesses" doc:"Who else signed it. Not checked here: their keys are for you to know."`
	Stamp     []byte        `json:"stamp,omitempty" doc:"RFC 3161 token over the note's text, DER."`
	StampedBy string        `json:"stamped_by,omitempty"`
	Tiles     string        `json:"tiles" format:"uri-reference" doc:"Where the tree's static files are (C2SP tlog-tiles)." example:"/log/"`
}

// Cosignature of a witness.
type Cosignature struct {
	Name string     `json:"name"`
	At   *time.Time `json:"at,omitempty"`
}

type checkpointIn struct{ Fresh }

func (s *service) getCheckpoint(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-checkpoint", Path: "/ledger/checkpoint", Tags: []string{tagProofs},
		Summary:     "The newest signed checkpoint of the tree over the log",
		Description: "The note as it was signed is at /log/checkpoint too, beside the tiles. Keep it: a later tree must begin with this one.",
	}, func(ctx context.Context, in *checkpointIn) (*reply[LedgerCheckpoint], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		c, err := s.app.Queries.Proofs.Checkpoint(ctx)
		if err != nil {
			return nil, err
		}
		return &reply[LedgerCheckpoint]{Position: position, Body: LedgerCheckpoint{
			Origin: c.Origin, Size: c.Size, Root: c.Root, Signed: c.Signed.UTC(), Note: c.Note, Key: c.Key,
			Witnesses: each(c.Witnesses, cosignatureOf), Stamp: c.Stamp, StampedBy: c.StampedBy, Tiles: "/log/",
		}}, nil
	})
}

func cosignatureOf(c app.Cosignature) Cosignature {
	out := Cosignature{Name: c.Name}
	if !c.At.IsZero() {
		out.At = &c.At
	}
	return out
}

// LedgerConsistency shows that one tree is how another begins.
type LedgerConsistency struct {
	From     uint64   `json:"from"`
	To       uint64   `json:"to"`
	RootFrom string   `json:"root_from" doc:"Root of the first so many leaves, hex: compare it with the checkpoint that you kept."`
	RootTo   string   `json:"root_to" doc:"Hex."`
	Hashes   []string `json:"hashes" doc:"The proof of RFC 6962 section 2.1.2, base64."`
}

type consistencyIn struct {
	From uint64 `query:"from" required:"true" minimum:"1" doc:"Size of the checkpoint that you kept." example:"1"`
	To   uint64 `query:"to" doc:"Size of a later one; 0: the newest." example:"4711"`
	Fresh
}

func (s *service) getConsistency(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-consistency", Path: "/ledger/consistency", Tags: []string{tagProofs},
		Summary:     "The proof that the tree of one size begins with that of another",
		Description: "Check it with any RFC 6962 tool, or let minhbach verify extends do all of it.",
	}, func(ctx context.Context, in *consistencyIn) (*reply[LedgerConsistency], error) {
		position, err := s.fresh(ctx, in.Fresh)
		if err != nil {
			return nil, err
		}
		c, err := s.app.Queries.Proofs.Consistency(ctx, in.From, in.To)
		if err != nil {
			return nil, err
		}
		return &reply[LedgerConsistency]{Position: position, Body: LedgerConsistency(c)}, nil
	})
}
