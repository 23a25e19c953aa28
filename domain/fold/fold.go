// Package fold reduces Vietnamese text to comparable forms: the folded string
// behind search, slugs, domain labels and duplicate checks, and the collation
// key behind sorted lists. It promises that NFC and NFD input give the same
// answer, that folding twice changes nothing, and that no input panics. It is
// not a transliterator: letters of other scripts are kept, only bared of marks.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// String maps đ and its look-alikes to d (NFD leaves them whole), strips
// combining marks and lower-cases: "Đại Ân" and its decomposed form both give
// "dai an". Invalid bytes become U+FFFD; use NFC to refuse them.
func String(s string) string {
	if out, ok := fast(s); ok {
		return out
	}
	return slow(s)
}

func slow(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	// Lower-casing can uncover a mark and stripping can bring a letter and a
	// mark together, so the three steps run until nothing moves.
	for range 4 {
		next := pass(s)
		if next == s {
			break
		}
		s = next
	}
	return s
}

func pass(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case isBarredD(r):
			b.WriteByte('d')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(b.String())
}

// isBarredD: U+0111/U+0110 are Vietnamese đ/Đ; eth (ð/Ð) and African D (Ɖ/ɖ)
// look the same in capitals and arrive by wrong keyboards and old fonts.
func isBarredD(r rune) bool {
	switch r {
	case 'đ', 'Đ', 'ð', 'Ð', 'Ɖ', 'ɖ':
		return true
	}
	return false
}

// latin holds the folded letter of every rune in the blocks Vietnamese uses.
var latin = func() (t [2]struct {
	first rune
	to    [0x250]rune
	n     rune
}) {
	t[0].first, t[0].n = 0, 0x250
	t[1].first, t[1].n = 0x1E00, 0x100
	for i := range t {
		for k := range t[i].n {
			r := t[i].first + k
			folded := slow(string(r))
			one, size := utf8.DecodeRuneInString(folded)
			if size == len(folded) && size > 0 {
				t[i].to[k] = one
			}
		}
	}
	return t
}()

// fast folds text made of Latin letters and combining diacritics, which is
// nearly all of it, in one pass; anything else is left to slow.
func fast(s string) (string, bool) {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf && (s[i] < 'A' || s[i] > 'Z') {
		i++
	}
	if i == len(s) {
		return s, true
	}
	buf := make([]byte, i, len(s))
	copy(buf, s)
	for ; i < len(s); i++ {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			buf = append(buf, c)
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		var to rune
		switch {
		case r < 0x250:
			to = latin[0].to[r]
		case r >= 0x300 && r < 0x370: // combining diacritical marks
			i += size - 1
			continue
		case r >= 0x1E00 && r < 0x1F00:
			to = latin[1].to[r-0x1E00]
		case r >= 0x2010 && r <= 0x201F: // dashes and quotes
			to = r
		}
		if to == 0 {
			return "", false
		}
		buf = utf8.AppendRune(buf, to)
		i += size - 1
	}
	return string(buf), true
}
