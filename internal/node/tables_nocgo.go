//go:build !cgo

package node

import (
	"context"

	"minhbach/analytics"
	"minhbach/internal/tables"
)

// openTables: this build has no engine for tables, and says so when one is asked.
func openTables(_ context.Context, _ string, warn func(string, ...any)) (analytics.Store, error) {
	warn("this program was built without a table engine: datasets can be read and downloaded, not queried or added")
	return tables.None{}, nil
}

// HasTables tells whether this program was built with a table engine.
const HasTables = false
