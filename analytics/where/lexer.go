package where

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhbach/analytics"
	"minhbach/domain/fold"
)

type kind int

const (
	end    kind = iota
	word        // a name or keyword
	quoted      // a string
	named       // in backquotes
	bare        // begins with a digit or sign: a number, date or instant
	sign        // an operator or bracket
)

type token struct {
	kind kind
	text string
	at   int // character, counted from 1
}

type lexer struct {
	rest string
	at   int // of the next character
}

// next reads a token. Everything that is not understood is a sign of one character:
// the parser refuses it in its place.
func (l *lexer) next() (token, error) {
	l.take(len(l.rest) - len(strings.TrimLeftFunc(l.rest, unicode.IsSpace)))
	t := token{at: l.at}
	if l.rest == "" {
		return t, nil
	}
	r, size := utf8.DecodeRuneInString(l.rest)
	switch {
	case r == '"' || r == '\'' || r == '`' || r == '“':
		return l.quoted(r, size)
	case r >= '0' && r <= '9', (r == '-' || r == '+') && len(l.rest) > 1 && l.rest[1] >= '0' && l.rest[1] <= '9':
		t.kind, t.text = bare, l.take(1+span(l.rest[1:], func(r rune) bool {
			return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune(".:+-/", r)
		}))
	case letter(r):
		t.kind, t.text = word, l.take(span(l.rest, func(r rune) bool { return letter(r) || unicode.IsDigit(r) }))
	default:
		t.kind = sign
		for _, two := range []string{"!=", "<>", "<=", ">=", "=="} {
			if strings.HasPrefix(l.rest, two) {
				size = 2
			}
		}
		t.text = l.take(size)
	}
	return t, nil
}

// quoted reads up to the closing mark; the mark twice is the mark.
func (l *lexer) quoted(open rune, size int) (token, error) {
	t := token{kind: quoted, at: l.at}
	mark := string(open)
	switch open {
	case '`':
		t.kind = named
	case '“':
		mark = "”"
	}
	l.take(size)
	for {
		i := strings.Index(l.rest, mark)
		if i < 0 {
			return t, wanted(l.at+utf8.RuneCountInString(l.rest), "dấu "+mark+" đóng lại", "the closing "+mark)
		}
		t.text += l.take(i)
		l.take(len(mark))
		if !strings.HasPrefix(l.rest, mark) {
			return t, nil
		}
		t.text += l.take(len(mark))
	}
}

func (l *lexer) take(n int) string {
	s := l.rest[:n]
	l.rest = l.rest[n:]
	l.at += utf8.RuneCountInString(s)
	return s
}

func span(s string, part func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !part(r) }); i >= 0 {
		return i
	}
	return len(s)
}

func letter(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsMark(r) }

// keyword gives the English keyword of a word, or "". Vietnamese ones need their
// accents, which tell “trong” (in) from “trống” (missing) and columns from keywords.
func (t token) keyword() string {
	if t.kind != word {
		return ""
	}
	lower := strings.ToLower(t.text)
	if k, ok := english[lower]; ok {
		return k
	}
	return vietnamese[normal(lower)]
}

var english = map[string]string{
	"and": "and", "or": "or", "not": "not", "in": "in", "between": "between", "is": "is", "missing": "missing", "null": "missing",
	"contains": "contains", "starts": "starts", "ends": "ends", "equals": "equals", "true": "true", "false": "false",
}

// “không” is both not and false, by its place.
var vietnamese = map[string]string{
	"và": "and", "hoặc": "or", "không": "not", "trong": "in", "giữa": "between", "là": "is", "trống": "missing",
	"chứa": "contains", "bắt": "starts", "kết": "ends", "bằng": "equals", "đúng": "true", "có": "true", "sai": "false",
}

// second is the word that completes a Vietnamese keyword of two.
var second = map[string]string{"bắt": "đầu", "kết": "thúc"}

// normal is the form in which texts are stored; one that has none, by a control
// character in it, stays as it is.
func normal(s string) string {
	if n, err := fold.NFC(s); err == nil {
		return n
	}
	return s
}

func wanted(at int, vi, en string) error {
	return analytics.ErrSyntax.New("position", at, "wanted", vi, "wanted_en", en)
}
