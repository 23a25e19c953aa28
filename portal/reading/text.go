package reading

import (
	"strings"
	"unicode/utf8"

	"minhbach/portal/i18n"
)

func validText(s string) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= MostText && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' })
}

var languageNames = map[string]string{
	"vi": "Tiếng Việt", "en": "English", "km": "ភាសាខ្មែរ", "zh": "中文", "fr": "Français", "ja": "日本語", "ko": "한국어", "lo": "ພາສາລາວ",
}

// LanguageName is a language's own name, or its tag.
func LanguageName(tag string) string {
	if name, ok := languageNames[tag]; ok {
		return name
	}
	return tag
}

// Foreign is the lang attribute for a text in a page: empty when it is the page's.
func Foreign(page i18n.Lang, tag string) string {
	if tag == string(page) {
		return ""
	}
	return tag
}
