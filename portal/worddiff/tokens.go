package worddiff

import (
	"unicode"
	"unicode/utf8"
)

// class groups runes into tokens: a word is one token, a run of blanks is one
// token, every newline and every punctuation mark is a token of its own.
type class int

const (
	word class = iota
	blank
	single
)

func classOf(r rune) class {
	switch {
	case r == '\n':
		return single
	case unicode.IsSpace(r):
		return blank
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '_':
		return word
	}
	return single
}

// tokens cuts text without losing a byte, also where it is not valid UTF-8.
func tokens(text string) []string {
	var out []string
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		kind := classOf(r)
		for kind != single && n < len(text) {
			next, size := utf8.DecodeRuneInString(text[n:])
			if classOf(next) != kind && !joinsNumber(kind, text, n, size) {
				break
			}
			n += size
		}
		out, text = append(out, text[:n]), text[n:]
	}
	return out
}

// joinsNumber keeps 1.234.567,89, 07/2019 and 05-CP in one token: a changed
// figure should show whole.
func joinsNumber(kind class, text string, at, size int) bool {
	if kind != word || at+size >= len(text) {
		return false
	}
	switch text[at] {
	case '.', ',', '/', '-', ':':
		return digit(text[at-1]) && digit(text[at+size])
	}
	return false
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// lines cuts after every newline, keeping it.
func lines(text string) []string {
	var out []string
	for len(text) > 0 {
		n := len(text)
		for i := range len(text) {
			if text[i] == '\n' {
				n = i + 1
				break
			}
		}
		out, text = append(out, text[:n]), text[n:]
	}
	return out
}

func countWords(text string) int {
	n := 0
	for _, tok := range tokens(text) {
		if r, _ := utf8.DecodeRuneInString(tok); classOf(r) == word {
			n++
		}
	}
	return n
}

// intern numbers equal strings equally, so that comparing is comparing ints.
func intern(a, b []string) (x, y []int32) {
	ids := make(map[string]int32, len(a))
	number := func(in []string) []int32 {
		out := make([]int32, len(in))
		for i, s := range in {
			id, ok := ids[s]
			if !ok {
				id = int32(len(ids))
				ids[s] = id
			}
			out[i] = id
		}
		return out
	}
	return number(a), number(b)
}
