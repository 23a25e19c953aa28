// Package i18n holds what the portal says in Vietnamese and English, and how it
// writes dates, numbers, sizes and deadlines.
//
// Promises: both catalogues have the same keys and the same placeholders, or
// loading fails; Lookup never invents a text for an unknown key; nothing here
// depends on the host's locale, clock or time-zone files.
//
// It does not translate content: what an agency writes stays in the language in
// which it was written.
//
// Messages live in messages/<section>/{vi,en}.json, one folder a section, so
// that two people can work on two sections. Sections are merged when the
// program starts; the same key in two sections is refused.
package i18n

import (
	"embed"
	"fmt"
	"strings"
)

// Lang is a language of the portal.
type Lang string

// The two languages; Vietnamese comes first everywhere.
const (
	VI Lang = "vi"
	EN Lang = "en"
)

// Langs lists the languages in their order of preference.
var Langs = []Lang{VI, EN}

// Parse reads a language tag; anything unknown is Vietnamese.
func Parse(tag string) Lang {
	if tag = strings.ToLower(tag); tag == "en" || strings.HasPrefix(tag, "en-") {
		return EN
	}
	return VI
}

// Other is the language a reader can switch to.
func (l Lang) Other() Lang {
	if l == EN {
		return VI
	}
	return EN
}

// Name is the language's own name for itself.
func (l Lang) Name() string {
	if l == EN {
		return "English"
	}
	return "Tiếng Việt"
}

//go:embed messages/*/*.json
var files embed.FS

// catalogue is loaded once; a fault in an embedded file is a fault of the
// build, so it stops the program (and every test) at once.
var catalogue = func() *Catalogue {
	c, err := Load(files)
	if err != nil {
		panic(err)
	}
	return c
}()

// Default is the catalogue built into the program.
func Default() *Catalogue { return catalogue }

// UnknownKeyError names a key that no catalogue declares.
type UnknownKeyError struct{ Key string }

func (e *UnknownKeyError) Error() string {
	return fmt.Sprintf("i18n: unknown key %q: declare it in portal/i18n/messages/<section>/vi.json and en.json", e.Key)
}

// T is the text of key in lang. An unknown key shows as ⟦key⟧, which every page
// test refuses; templates use Lookup and fail instead.
func T(lang Lang, key string, args ...any) string {
	s, err := catalogue.Lookup(lang, key, args...)
	if err != nil {
		return "⟦" + key + "⟧"
	}
	return s
}

// Lookup is T with an error for an unknown key.
func Lookup(lang Lang, key string, args ...any) (string, error) {
	return catalogue.Lookup(lang, key, args...)
}

// Has reports whether key is declared.
func Has(key string) bool { return catalogue.Has(key) }
