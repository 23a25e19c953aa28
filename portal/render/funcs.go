package render

import (
	"html/template"
	"time"

	"minhbach/portal/assets"
	"minhbach/portal/i18n"
	"minhbach/portal/markdown"
)

// funcs are what templates may call, bound to one language:
//
//	t "key" args…        a message          asset "app.css"   a hashed address
//	date, datetime, instant, machine        a time in Viet Nam
//	number, decimal, size, percent          a figure in the language's way
//	deadline days "working_days"            wording of a time limit
//	markdown text, excerpt text n           safe HTML, plain text
//	lang, add a b                           "vi" or "en"; a sum
func funcs(lang i18n.Lang, set *assets.Set) template.FuncMap {
	return template.FuncMap{
		"t":        func(key string, args ...any) (string, error) { return i18n.Lookup(lang, key, args...) },
		"asset":    set.URL,
		"date":     i18n.Date,
		"datetime": i18n.DateTime,
		"instant":  i18n.Instant,
		"machine":  func(at time.Time) string { return i18n.Machine(at) },
		"number":   func(n any) string { return i18n.Format(lang, n) },
		"decimal":  func(f float64, decimals int) string { return i18n.Decimal(lang, f, decimals) },
		"size":     func(bytes int64) string { return i18n.Size(lang, bytes) },
		"percent":  func(share float64) string { return i18n.Percent(lang, share) },
		"deadline": func(days int, unit i18n.Unit) string { return i18n.Deadline(lang, days, unit) },
		"markdown": markdown.Render,
		"excerpt":  markdown.Excerpt,
		"lang":     func() string { return string(lang) },
		"add":      func(a, b int) int { return a + b },
	}
}
