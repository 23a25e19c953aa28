package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhbach/domain/fold"
)

// Gap stands between the values of a list that is indexed as one text: no phrase
// reaches across it.
const Gap = "\x1f"

// Token is a word of a text.
type Token struct {
	Start, End int    // bytes of the original
	Position   int    // from 1; words that follow each other differ by 1
	Folded     string // bare lower-case letters: what matches
}

// Exact form of a token of s.
func (t Token) Exact(s string) string { return Exact(s[t.Start:t.End]) }

// Tokens are the maximal runs of letters, digits and marks.
func Tokens(s string) []Token {
	out := make([]Token, 0, len(s)/6+1)
	Each(s, func(t Token) bool { out = append(out, t); return true })
	return out
}

// Each calls yield with the tokens of s in order until it returns false.
func Each(s string, yield func(Token) bool) {
	position, start := 0, -1
	flush := func(end int) bool {
		if start < 0 {
			return true
		}
		t := Token{Start: start, End: end, Folded: fold.String(s[start:end])}
		start = -1
		if t.Folded == "" { // marks alone
			return true
		}
		position++
		t.Position = position
		return yield(t)
	}
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if isWord(r, size) {
			if start < 0 {
				start = i
			}
		} else {
			if !flush(i) {
				return
			}
			if r == rune(Gap[0]) {
				position += 100
			}
		}
		i += size
	}
	flush(len(s))
}

func isWord(r rune, size int) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	if r == utf8.RuneError && size == 1 {
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// tones, in the order of the letters of each row of vowels below.
const tones = "\u0300\u0301\u0303\u0309\u0323"

var toned = func() map[rune][2]rune {
	out := map[rune][2]rune{}
	marks := []rune(tones)
	for _, row := range []string{"aàáãảạ", "ăằắẵẳặ", "âầấẫẩậ", "eèéẽẻẹ", "êềếễểệ", "iìíĩỉị",
		"oòóõỏọ", "ôồốỗổộ", "ơờớỡởợ", "uùúũủụ", "ưừứữửự", "yỳýỹỷỵ"} {
		letters := []rune(row)
		for i, r := range letters[1:] {
			out[r] = [2]rune{letters[0], marks[i]}
		}
	}
	return out
}()

// Exact is the lower-case composed word with its tone at the end, because both
// hoà and hòa are in use (Quyết định 240/QĐ of 1984 left it open).
func Exact(word string) string {
	ascii := true
	for i := 0; i < len(word); i++ {
		if word[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(word)
	}
	if strings.IndexFunc(word, unicode.IsMark) >= 0 {
		word = strings.Join(fold.Words(word), "") // composed
	}
	out := make([]byte, 0, len(word)+2)
	var tail rune
	for _, r := range word {
		r = unicode.ToLower(r)
		if split, ok := toned[r]; ok {
			r = split[0]
			if tail != 0 {
				out = utf8.AppendRune(out, tail)
			}
			tail = split[1]
		}
		out = utf8.AppendRune(out, r)
	}
	if tail != 0 {
		out = utf8.AppendRune(out, tail)
	}
	return string(out)
}
