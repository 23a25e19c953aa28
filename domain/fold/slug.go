package fold

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// MaxSlug is the longest slug in bytes.
const MaxSlug = 80

var spelled = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'ħ': "h", 'ŧ': "t", 'þ': "th", 'ı': "i"}

// Slug is the part of an address made from a title: a-z, 0-9 and single
// hyphens inside, at most MaxSlug bytes, cut between words where there is a
// second one. Text without any Latin letter or digit gives "", and the caller
// names the thing by its id.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range String(norm.NFKC.String(strings.ToValidUTF8(s, " "))) {
		piece := spelled[r]
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			piece = string(r)
		}
		if piece == "" {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(piece)
	}
	return cut(b.String())
}

func cut(slug string) string {
	if len(slug) <= MaxSlug {
		return slug
	}
	if slug[MaxSlug] == '-' {
		return slug[:MaxSlug]
	}
	if i := strings.LastIndexByte(slug[:MaxSlug], '-'); i > 0 {
		return slug[:i]
	}
	return slug[:MaxSlug]
}
