package app

import (
	"context"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// Ledger is the tree over the log, as far as proofs need it; eventstore/ledger
// implements it.
type Ledger interface {
	Latest() (ledger.Published, bool)
	// Covering is the first signed checkpoint that a leaf is under.
	Covering(ctx context.Context, index uint64) (ledger.Published, error)
	IndexOf(ctx context.Context, position eventstore.Position) (index uint64, found bool, err error)
	Bundle(ctx context.Context, ev eventstore.Event, reveal ledger.Reveal) (ledger.Bundle, error)
	Source() ledger.Source
	Status(ctx context.Context) (ledger.Status, error)
}

// EventFinder finds an event by its id; where several streams hold it, the one
// recorded first.
type EventFinder interface {
	EventByID(ctx context.Context, id eventstore.ID) (ev eventstore.Event, found bool, err error)
}

type proofs struct{ public }

func proofQueries(d Deps, q *Queries) {
	p := proofs{public{d}}
	q.Proofs = ProofQueries{
		Event: p.event, Publication: p.ofPublication, Dataset: p.ofDataset, Hash: p.hash, Check: p.check,
		Checkpoint: p.checkpoint, Consistency: p.consistency, Covered: p.covered, Size: p.size,
	}
}
