//go:build cgo

package node

import (
	"context"

	"minhbach/analytics"
	"minhbach/analytics/duckdb"
)

// openTables opens the engine of the tables. A file that is broken is thrown away:
// every table is made again from the releases' files.
func openTables(ctx context.Context, path string, warn func(string, ...any)) (analytics.Store, error) {
	store, err := duckdb.Open(ctx, duckdb.Options{Path: path})
	if err == nil {
		return store, nil
	}
	if !duckdb.IsBroken(err) {
		return nil, err
	}
	warn("the tables of datasets are broken and will be made again", "error", err)
	if err := duckdb.Remove(path); err != nil {
		return nil, err
	}
	store, err = duckdb.Open(ctx, duckdb.Options{Path: path})
	if err != nil {
		return nil, err
	}
	return store, nil
}

// HasTables tells whether this program was built with a table engine.
const HasTables = true
