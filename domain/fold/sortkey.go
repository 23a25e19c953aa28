package fold

import (
	"encoding/hex"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// A collator keeps state between calls, so each caller takes its own.
var collators = sync.Pool{New: func() any {
	return &collator{c: collate.New(language.Vietnamese, collate.Numeric)}
}}

type collator struct {
	c   *collate.Collator
	buf collate.Buffer
}

// SortKey orders text as a Vietnamese dictionary does: a < ă < â, d < đ,
// e < ê, o < ô < ơ, u < ư before tones, and numbers by value ("Phường 2"
// before "Phường 10"). The key is lower-case hexadecimal, so that comparing
// keys byte by byte in any database, file or JSON gives the same order.
func SortKey(s string) string {
	col := collators.Get().(*collator)
	defer collators.Put(col)
	col.buf.Reset()
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	return hex.EncodeToString(col.c.KeyFromString(&col.buf, s))
}
