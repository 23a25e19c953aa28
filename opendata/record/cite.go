package record

import (
	"fmt"
	"strings"
)

// Citation is the sentence by which the dataset is cited, in a language.
func (s Site) Citation(r Record, lang string) string {
	version, at := "phiên bản", "Truy cập tại"
	if lang == "en" {
		version, at = "version", "Available at"
	}
	return fmt.Sprintf("%s (%d). %s, %s %d. %s %s", r.Publisher.Label(lang), r.Dataset.UpdatedAt.Year(), line(r.Title(lang)), version, r.Dataset.Version, at, s.URI(r.Dataset.Slug))
}

// BibTeX is an entry for bibliographies.
func (s Site) BibTeX(r Record) string {
	key := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, r.Dataset.Slug)
	d := r.Dataset
	return fmt.Sprintf("@misc{%s_v%d,\n  title = {{%s}},\n  author = {{%s}},\n  year = {%d},\n  version = {%d},\n  url = {%s}\n}",
		key, d.Version, brace(r.Title("vi")), brace(r.Publisher.Name), d.UpdatedAt.Year(), d.Version, s.URI(d.Slug))
}

// bibtex replaces what would end a field or start a command.
var bibtex = strings.NewReplacer("{", "(", "}", ")", `\`, "/", "%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`, "_", `\_`)

func brace(s string) string { return bibtex.Replace(line(s)) }

// line is text without line ends and controls.
func line(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(c rune) bool { return c <= ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 }), " ")
}
