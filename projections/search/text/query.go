package text

import (
	"strings"
	"unicode"

	"minhbach/domain/fold"
)

// MaxWords of a query that count; the rest is ignored.
const MaxWords = 20

// MaxText is how many bytes of a query count. Nobody types more, and the work on a
// word grows with the square of its length.
const MaxText = 2000

// Cut shortens what was typed to the part that counts.
func Cut(s string) string {
	if len(s) <= MaxText {
		return s
	}
	return strings.ToValidUTF8(s[:MaxText], "")
}

// Unit is one thing that somebody asked for: a word, a phrase in quotes, or the
// number of a document.
type Unit struct {
	Words  []Word
	Phrase bool   // the words follow each other
	Number string // normalised, see Number; the words then are its parts
	Prefix bool   // the last word may be the beginning of a word
	Typed  string // as it was typed
}

// Word of a query.
type Word struct {
	Folded string
	Exact  string
	Marked bool // typed with a diacritic
}

// Parse reads what somebody typed. Quotes of any style make a phrase; a sign like
// 07/2019/QĐ-UBND is a number.
func Parse(s string) []Unit {
	s = Cut(s)
	var units []Unit
	seen := map[string]bool{}
	words := 0
	add := func(typed string, phrase bool) {
		u := Unit{Typed: strings.TrimSpace(typed), Phrase: phrase}
		Each(typed, func(t Token) bool {
			exact := t.Exact(typed)
			u.Words = append(u.Words, Word{t.Folded, exact, exact != t.Folded})
			return true
		})
		if !phrase {
			u.Number = Number(u.Typed)
		}
		if len(u.Words) == 0 || words+len(u.Words) > MaxWords {
			return
		}
		if u.Number == "" && !phrase {
			// A joined word such as "kinh-tế" is each of its words.
			for _, w := range u.Words {
				if key := w.Folded + " " + w.Exact; !seen[key] {
					seen[key] = true
					words++
					units = append(units, Unit{Words: []Word{w}, Typed: typedWord(u, w)})
				}
			}
			return
		}
		key := "\x00" + u.Number
		for _, w := range u.Words {
			key += " " + w.Exact
		}
		if !seen[key] {
			seen[key] = true
			words += len(u.Words)
			u.Phrase = u.Phrase && len(u.Words) > 1
			units = append(units, u)
		}
	}
	for i, part := range strings.Split(unify(s), `"`) {
		if i%2 == 1 {
			add(part, true)
			continue
		}
		for _, chunk := range strings.Fields(part) {
			add(chunk, false)
		}
	}
	return units
}

func typedWord(u Unit, w Word) string {
	if len(u.Words) == 1 {
		return strings.TrimFunc(u.Typed, func(r rune) bool { return !isWord(r, 2) })
	}
	return w.Folded
}

// unify makes every double quote the same one.
func unify(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '“', '”', '„', '‟', '«', '»', '＂':
			return '"'
		}
		return r
	}, s)
}

// Number is the form in which document numbers are compared: folded, without
// spaces and leading zeros: "07/2019/QĐ-UBND" is "7/2019/qd-ubnd". Empty for what
// is no number: it needs a digit and a stroke.
func Number(s string) string {
	s = fold.String(strings.Join(strings.Fields(s), ""))
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		s = s[i+1:]
	}
	s = strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	s = strings.NewReplacer("–", "-", "‑", "-", "−", "-").Replace(s)
	if !strings.Contains(s, "/") || !strings.ContainsAny(s, "0123456789") {
		return ""
	}
	parts := strings.Split(s, "/")
	for i, p := range parts {
		if trimmed := strings.TrimLeft(p, "0"); trimmed != "" {
			parts[i] = trimmed
		}
	}
	return strings.Join(parts, "/")
}

// NumberParts are the beginnings by which a number may be asked for, the whole
// number last: 7/2019, 7/2019/qd-ubnd.
func NumberParts(number string) []string {
	n := Number(number)
	if n == "" {
		return nil
	}
	var out []string
	for i, r := range n {
		if r == '/' && strings.Contains(n[:i], "/") {
			out = append(out, n[:i])
		}
	}
	return append(out, n)
}
