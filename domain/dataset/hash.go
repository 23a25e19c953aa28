package dataset

import "minhbach/domain/editorial"

// Hash is the SHA-256, in lower-case hex, of the canonical JSON of a content: the
// field names of Content, empty optional fields left out, in the form of RFC 8785.
// The release in it names its file by SHA-256, so the hash stands for the data too.
func Hash(c Content) string { return editorial.Hash(c) }

// Canonical returns the bytes that Hash covers.
func Canonical(c Content) []byte { return editorial.Canonical(c) }
