package node

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"minhbach/projections"
)

// What is made of the log besides the read models.
const (
	searchName = "search"
	tablesName = "tables"
	ledgerName = "ledger"
)

// Names of everything that can be made again from the log and the files.
func Names() []string {
	var names []string
	for _, d := range Definitions() {
		names = append(names, d.Name)
	}
	return append(names, searchName, tablesName, ledgerName)
}

// Rebuild makes a read model, the search index, the tables or the ledger's tiles again
// and returns the hash of its state: for the ledger the root that was signed; it is
// empty for the search index, whose files are the engine's.
func (n *Node) Rebuild(ctx context.Context, name string) (hash string, err error) {
	switch name {
	case searchName:
		return "", n.Search.Rebuild(ctx)
	case tablesName:
		if err := n.RebuildTables(ctx, nil); err != nil {
			return "", err
		}
		return n.tablesHash(), nil
	case ledgerName:
		if err := n.Ledger.Rebuild(ctx); err != nil {
			return "", err
		}
		latest, _ := n.Ledger.Latest()
		return latest.Root, nil
	}
	runner, err := n.Models.Runner(name)
	if err != nil {
		return "", err
	}
	if err := runner.Rebuild(ctx); err != nil {
		return "", err
	}
	return runner.StateHash(ctx)
}

// tablesHash covers which tables there are and how many rows each has.
func (n *Node) tablesHash() string {
	h := sha256.New()
	loaded := n.Tables.Loaded()
	for _, id := range slices.Sorted(maps.Keys(loaded)) {
		fmt.Fprintf(h, "%s %d\n", id, loaded[id])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Parked lists what a read model or the search index put aside, and why.
func (n *Node) Parked(ctx context.Context, name string) ([]projections.Parked, error) {
	switch name {
	case searchName:
		out := []projections.Parked{}
		for _, p := range n.Search.Parked() {
			out = append(out, projections.Parked{Stream: p.Kind + "-" + p.ID, Type: p.Kind, Error: p.Error})
		}
		return out, nil
	case tablesName, ledgerName:
		return []projections.Parked{}, nil
	}
	runner, err := n.Models.Runner(name)
	if err != nil {
		return nil, err
	}
	return runner.Parked(ctx)
}

// Unpark tries again what was put aside; for the search index that is everything.
func (n *Node) Unpark(ctx context.Context, name, stream string) (applied int, err error) {
	if name == searchName {
		before := len(n.Search.Parked())
		err := n.Search.Unpark(ctx)
		return before - len(n.Search.Parked()), err
	}
	runner, err := n.Models.Runner(name)
	if err != nil {
		return 0, err
	}
	return runner.Unpark(ctx, stream)
}
