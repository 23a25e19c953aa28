package node

import (
	"context"
	"fmt"
	"slices"

	"minhbach/eventstore"
	"minhbach/eventstore/vault"
	"minhbach/projections/people"
)

// unseal rebuilds the read model of people when it was filled while keys were
// missing that are here now: names that stood as sealed are names again.
func (n *Node) unseal(ctx context.Context) {
	if n.Vault.Locked() != nil || n.Ready(ctx) != nil {
		return
	}
	back, err := n.keysCameBack(ctx)
	if err == nil && back {
		n.cfg.Log.Info("keys of the vault came back; the read model of people is built anew")
		_, err = n.Rebuild(ctx, "people")
	}
	if err != nil && ctx.Err() == nil {
		n.cfg.Log.Error("looking for names that can be opened again", "error", err)
	}
}

func (n *Node) keysCameBack(ctx context.Context) (bool, error) {
	all, err := people.NewReader(n.Models.byName["people"]).Accounts(ctx)
	if err != nil {
		return false, err
	}
	for _, a := range all {
		if !a.Sealed {
			continue
		}
		state, err := n.Vault.State(ctx, a.ID)
		if err != nil {
			return false, err
		}
		if state == vault.None {
			continue
		}
		facts, err := n.Repo.History(ctx, "account-"+a.ID)
		if err != nil {
			return false, fmt.Errorf("account %s: %w", a.ID, err)
		}
		if !slices.ContainsFunc(facts, func(f eventstore.Fact) bool { return f.Sealed }) {
			return true, nil
		}
	}
	return false, nil
}
