// Package notices is the read model of the outbox: what is to be told to whom, what
// was sent and what failed. It sends nothing and knows no address.
package notices

import (
	_ "embed"

	"minhbach/projections"
)

//go:embed schema.sql
var schema string

// Prefix of the streams that it reads.
const Prefix = "notice-"

// Definition of the read model. Raise Version with any change of schema.sql or of
// what the reducers write.
func Definition() projections.Definition {
	return projections.Definition{
		Name:    "notices",
		Version: 1,
		Schema:  schema,
		Types:   []string{"notice."},
		New:     func() projections.State { return state{} },
	}
}
