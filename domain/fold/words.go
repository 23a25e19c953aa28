package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words are the maximal runs of letters, digits and their marks in the NFC
// form of s, with case and diacritics kept. Spaces, hyphens, dashes, commas,
// full stops and every other sign separate.
func Words(s string) []string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// Tokens are the folded words of s; a run of bare marks gives none.
func Tokens(s string) []string {
	words := Words(s)
	tokens := words[:0]
	for _, w := range words {
		if f := String(w); f != "" {
			tokens = append(tokens, f)
		}
	}
	return tokens
}
