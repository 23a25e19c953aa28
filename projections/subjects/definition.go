// Package subjects is the read model of what is under way about the data of
// persons: requests to erase it and their due dates, restrictions and holds. It
// holds no personal data; who read what is told from the log.
package subjects

import (
	_ "embed"

	"minhbach/projections"
)

//go:embed schema.sql
var schema string

// Prefix of the streams that it reads.
const Prefix = "subject-"

// Definition of the read model. Raise Version with any change of schema.sql or of
// what the reducers write.
func Definition() projections.Definition {
	return projections.Definition{
		Name:    "subjects",
		Version: 1,
		Schema:  schema,
		Types:   []string{"subject."},
		New:     func() projections.State { return state{} },
	}
}
