package search

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed suggest.html
var suggestSource string

// SuggestTemplate is the template of the list of suggestions.
var SuggestTemplate = render.Define[SuggestPage]("suggest", suggestSource)

// SuggestPage lists what the words may become, for readers without scripts.
type SuggestPage struct {
	render.Base
	Text  string
	Lines []render.Link
	Again string
}

// suggestType is the media type of the OpenSearch suggestions extension.
const suggestType = "application/x-suggestions+json"

// ServeSuggest answers suggestions: a page, or for browsers and scripts the four
// lists of the OpenSearch suggestions extension.
func ServeSuggest(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	text, err := reading.Text(r.Asked.Query().Get("q"))
	if err != nil {
		return err
	}
	found, err := suggestions(r.Context(), r, text)
	if err != nil {
		return err
	}
	address := func(text string) string { return reading.With(r.Link("/tim-kiem"), url.Values{"q": {text}}) }
	if r.Asked.Query().Get("dang") == "json" || strings.Contains(r.Header.Get("Accept"), suggestType) {
		return answerJSON(r, text, found, address)
	}
	title := i18n.T(r.Lang, "find.suggest")
	p := SuggestPage{Base: reading.Base(r, title, render.Link{Label: i18n.T(r.Lang, "search.title"), URL: r.Link("/tim-kiem")}, render.Link{Label: title}), Text: text, Again: address(text)}
	p.NoIndex = true
	for _, line := range found {
		p.Lines = append(p.Lines, render.Link{Label: line, URL: address(line)})
	}
	return SuggestTemplate.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

func answerJSON(r *site.Request, text string, found []string, address func(string) string) error {
	addresses := make([]string, 0, len(found))
	for _, line := range found {
		addresses = append(addresses, r.Absolute(address(line)))
	}
	if found == nil {
		found = []string{}
	}
	body, err := json.Marshal([]any{text, found, []string{}, addresses})
	if err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", suggestType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, err = r.W.Write(body)
	}
	return err
}
