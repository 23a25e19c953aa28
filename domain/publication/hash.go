package publication

import (
	"maps"
	"slices"

	"minhbach/domain/editorial"
)

// Hash is the SHA-256, in lower-case hex, of the canonical JSON of a content:
// the field names of Content, empty optional fields left out, in the form of
// RFC 8785 (members sorted by name, no white space, shortest escapes; numbers
// are whole and below 2^53). Anyone can make it again from the exported JSON.
func Hash(c Content) string { return editorial.Hash(c) }

// TextHash is the hash of the original text alone. A translation names the one it
// was made from, and is stale once it differs.
func TextHash(c Content) string {
	return editorial.Hash(struct {
		Language string `json:"language"`
		Title    string `json:"title"`
		Summary  string `json:"summary"`
		Body     string `json:"body"`
	}{c.Language, c.Title, c.Summary, c.Body})
}

// Stale lists the languages whose translation was made from another original
// text, sorted.
func (c Content) Stale() []string {
	var stale []string
	of := TextHash(c)
	for _, language := range slices.Sorted(maps.Keys(c.Translations)) {
		if c.Translations[language].Of != of {
			stale = append(stale, language)
		}
	}
	return stale
}

// Canonical returns the bytes that Hash covers.
func Canonical(c Content) []byte { return editorial.Canonical(c) }
