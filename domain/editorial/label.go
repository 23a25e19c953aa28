package editorial

import (
	"fmt"
	"unicode/utf8"
)

// Label is a name or sentence in both languages.
type Label struct{ Vi, En string }

// In is the label in a language: English for "en", else Vietnamese.
func (l Label) In(lang string) string {
	if lang == "en" {
		return l.En
	}
	return l.Vi
}

// Teller puts facts into sentences of one language.
type Teller string

// Say fills the sentence of the language.
func (t Teller) Say(vi, en string, args ...any) string {
	return fmt.Sprintf(Label{vi, en}.In(string(t)), args...)
}

// Because adds a reason, which is withheld from the public as a rule.
func (t Teller) Because(vi, en, reason string) string {
	if reason == "" {
		return t.Say(vi+".", en+".")
	}
	return t.Say(vi+", lý do: %s", en+", reason: %s", Short(reason))
}

// Short keeps a sentence a sentence.
func Short(s string) string {
	const most = 160
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
