package schemaorg

import (
	"strings"

	"minhbach/opendata/record"
)

// Bounds of a description, in characters (Google's guide to structured data for
// datasets).
const (
	Shortest = 50
	Longest  = 5000
)

// Description is the text of a dataset within the bounds: a short one is completed
// by what is known besides, a long one ends at a word.
func Description(r record.Record, lang string) string {
	text := r.TextOr(lang)
	if len([]rune(text)) < Shortest {
		from, of := "Nguồn: ", "Tập dữ liệu mở của cơ quan nhà nước, tải được ở nhiều định dạng."
		if lang == "en" {
			from, of = "Source: ", "An open dataset of a government agency, to be downloaded in several formats."
		}
		text = strings.TrimRight(strings.TrimSpace(text), ".") + ". " + from + r.Publisher.Label(lang) + ". " + of
	}
	if long := []rune(text); len(long) > Longest {
		text = string(long[:Longest-1])
		if space := strings.LastIndexByte(text, ' '); space > len(text)/2 {
			text = text[:space]
		}
		text += "…"
	}
	return text
}
