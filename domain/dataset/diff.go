package dataset

import "minhbach/domain/publication"

// FieldChange is one field of the description or the columns dictionary that
// differs between two versions.
type FieldChange = publication.Change
