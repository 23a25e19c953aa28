package publications

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
		Name:    "publications",
		Version: 5,
		Schema:  schema,
		Types:   []string{"publication."},
		New:     func() projections.State { return &state{open: map[string]*work{}} },
	}
}
