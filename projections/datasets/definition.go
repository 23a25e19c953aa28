package datasets

import (
	_ "embed"

	"minhbach/projections"
)

//go:embed schema.sql
var schema string

// Definition of the read model. Raise Version with any change of schema.sql, of
// what the reducers write, or of the scores of domain/dataset/quality.
func Definition() projections.Definition {
	return projections.Definition{
		Name:    "datasets",
		Version: 3,
		Schema:  schema,
		Types:   []string{"dataset."},
		New:     func() projections.State { return &state{open: map[string]*work{}} },
	}
}
