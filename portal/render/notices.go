package render

import (
	"time"

	"minhbach/portal/i18n"
)

// Tombstone tells that a publication was withdrawn, when and why. The page
// stays, so that no address ever leads nowhere.
func Tombstone(lang i18n.Lang, at time.Time, reason string) Notice {
	return Notice{Tone: Warning, Title: i18n.T(lang, "tombstone.title"), Text: i18n.T(lang, "tombstone.text", at, reason)}
}

// Superseded leads from a publication to the one that replaced it.
func Superseded(lang i18n.Lang, title, url string) Notice {
	return Notice{Tone: Warning, Title: i18n.T(lang, "superseded.title"), Text: title,
		Links: []Link{{Label: i18n.T(lang, "superseded.link"), URL: url}}}
}
