// Package people is the read model of staff: accounts, what they may do where,
// their sessions and tokens, and the editorial boards. It holds no password and no
// secret; whether a sign-in or an approval is right is decided on the aggregates.
package people

import (
	_ "embed"

	"minhbach/projections"
)

//go:embed schema.sql
var schema string

// Definition of the read model. Raise Version with any change of schema.sql or of
// what the reducers write.
func Definition() projections.Definition {
	return projections.Definition{
		Name:    "people",
		Version: 2,
		Schema:  schema,
		Types:   []string{"account.", "board."},
		New:     func() projections.State { return state{} },
	}
}
