package app

import (
	"minhbach/domain"
	"minhbach/eventstore"
)

// streams of the aggregates. Names carry ids only.
const (
	// treeStream holds the one tree of an installation; see
	// docs/decisions/0004-one-stream-for-the-agency-tree.md.
	treeStream        = "agencies-00000000-0000-7000-8000-000000000001"
	publicationPrefix = "publication-"
	datasetPrefix     = "dataset-"
	boardPrefix       = "board-"
	accountPrefix     = "account-"
	ledgerPrefix      = "ledger-"
)

// Network stands for the whole network in a grant that was given before the
// province was registered: it counts as one at the province.
const Network = "network"

// envelope is what the log keeps of who gave a command.
func envelope(by Caller, actor domain.Actor) eventstore.Envelope {
	return eventstore.Envelope{
		Command: by.Command, Correlation: by.Correlation,
		Actor: actor.Account, Role: string(actor.Role), Agency: actor.Agency, OnBehalfOf: actor.OnBehalfOf,
	}
}

// named is the revision that the caller's If-Match stands for.
func (by Caller) named() *eventstore.Revision {
	if by.Revision == nil {
		return nil
	}
	r := eventstore.Revision(*by.Revision)
	return &r
}

// receipt of an outcome.
func receipt(id string, out eventstore.Outcome) Receipt {
	return Receipt{ID: id, Revision: int64(out.Revision), Position: uint64(out.Position), Repeated: out.Repeated}
}
