package rules

import (
	"strconv"
	"strings"
)

// LegalBasis is where a rule comes from. A document is known by its number,
// never by its date: the regulation itself misdates one (Điều 21).
type LegalBasis struct {
	Document Text   `json:"document"` // "Quyết định 07/2019/QĐ-UBND"
	Article  int    `json:"article,omitempty"`
	Clause   int    `json:"clause,omitempty"`
	Point    string `json:"point,omitempty"`
}

// Letters are the points (điểm) of a Vietnamese legal text in their order:
// there is a đ and there is no f, j, w or z.
var Letters = []string{"a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"}

// Cite names the place in a language: "Điều 17 khoản 1 điểm c, Quyết định
// 07/2019/QĐ-UBND", "Article 17, clause 1, point c, Decision 07/2019/QĐ-UBND".
func (b LegalBasis) Cite(lang string) string {
	article, clause, point, sep := "Điều ", "khoản ", "điểm ", " "
	if lang == "en" {
		article, clause, point, sep = "Article ", "clause ", "point ", ", "
	}
	var parts []string
	if b.Article > 0 {
		parts = append(parts, article+strconv.Itoa(b.Article))
	}
	if b.Clause > 0 {
		parts = append(parts, clause+strconv.Itoa(b.Clause))
	}
	if b.Point != "" {
		parts = append(parts, point+b.Point)
	}
	if len(parts) == 0 {
		return b.Document.In(lang)
	}
	return strings.Join(parts, sep) + ", " + b.Document.In(lang)
}

// Cite names every place that the rule rests on, the first one first.
func (r Rule) Cite(lang string) string {
	places := []string{r.LegalBasis.Cite(lang)}
	for _, b := range r.Also {
		places = append(places, b.Cite(lang))
	}
	return strings.Join(places, "; ")
}
