package publication

import (
	"maps"
	"slices"

	"minhbach/domain/publication"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// text of an item in one language.
type text struct {
	Language, Title, Summary, Body string
	Original                       bool
}

func original(c publication.Content) text {
	return text{c.Language, c.Title, c.Summary, c.Body, true}
}

// chosen is the text in the language asked for by name (?tieng=), else in the
// page's language, else the original.
func chosen(r *site.Request, c publication.Content) text {
	for _, tag := range []string{r.Asked.Query().Get("tieng"), string(r.Lang)} {
		if tag == c.Language {
			return original(c)
		}
		if t, ok := c.Translations[tag]; ok {
			return text{Language: tag, Title: t.Title, Summary: t.Summary, Body: t.Body}
		}
	}
	return original(c)
}

// languages are the tabs of an item that has translations.
func languages(r *site.Request, c publication.Content, current string) []render.Link {
	if len(c.Translations) == 0 {
		return nil
	}
	var out []render.Link
	for _, tag := range append([]string{c.Language}, slices.Sorted(maps.Keys(c.Translations))...) {
		address := r.Then(r.Asked.Path)
		if tag != string(r.Lang) {
			q := r.Asked.Query()
			q.Set("tieng", tag)
			address = reading.With(r.Asked.Path, q)
		}
		out = append(out, render.Link{Label: reading.LanguageName(tag), URL: address, Current: tag == current})
	}
	return out
}

// notices about the text shown: not translated, or translated from an older text.
func notices(r *site.Request, item item, t text) []render.Notice {
	var out []render.Notice
	if t.Original && t.Language != string(r.Lang) {
		out = append(out, render.Notice{Tone: render.Info, Title: i18n.T(r.Lang, "item.untranslated", reading.LanguageName(t.Language))})
	}
	if slices.Contains(item.Stale, t.Language) {
		q := r.Asked.Query()
		q.Set("tieng", item.Content.Language)
		out = append(out, render.Notice{Tone: render.Warning, Title: i18n.T(r.Lang, "item.stale.title"), Text: i18n.T(r.Lang, "item.stale.text"),
			Links: []render.Link{{Label: i18n.T(r.Lang, "item.stale.link"), URL: reading.With(r.Asked.Path, q)}}})
	}
	return append(out, standing(r, item)...)
}
