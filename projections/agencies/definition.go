// Package agencies is the read model of the tree of agencies: who exists, under
// whom, under which name and which domain name, on any date and as known at any
// position of the log; and whose portal a host name is.
package agencies

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
		Name:    "agencies",
		Version: 1,
		Schema:  schema,
		Types:   []string{"agency."},
		New:     func() projections.State { return state{} },
	}
}
