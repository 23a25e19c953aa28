// Package disposals is the read model of the lists by which content leaves the
// portal once its time of retention has ended. It tells what is proposed, decided
// and done; which items are due is told by the read models of the items.
package disposals

import (
	_ "embed"

	"minhbach/projections"
)

//go:embed schema.sql
var schema string

// Prefix of the streams that it reads.
const Prefix = "disposal-"

// Definition of the read model. Raise Version with any change of schema.sql or of
// what the reducers write.
func Definition() projections.Definition {
	return projections.Definition{
		Name:    "disposals",
		Version: 1,
		Schema:  schema,
		Types:   []string{"disposal."},
		New:     func() projections.State { return state{} },
	}
}
