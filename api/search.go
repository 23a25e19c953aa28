package api

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

type searchIn struct {
	Q         string   `query:"q" maxLength:"300" doc:"Words; a phrase in double quotes. Accents, capitals and composition do not matter, but what is written with accents is found first. Empty: everything, the newest first." example:"thong ke dan so"`
	Kind      []string `query:"kind" maxItems:"3" enum:"publication,dataset,agency" doc:"One or several, with commas."`
	Type      []string `query:"type" maxItems:"20" doc:"Kind of publication, type of unit."`
	Section   []string `query:"section" maxItems:"20"`
	Agency    string   `query:"agency" maxLength:"255" doc:"Id, code or slug."`
	Below     bool     `query:"subordinates" doc:"Also of the agencies below it."`
	Topic     []string `query:"topic" maxItems:"12"`
	Keyword   []string `query:"keyword" maxItems:"20"`
	Format    []string `query:"format" maxItems:"8"`
	Licence   []string `query:"licence" maxItems:"10"`
	Band      []string `query:"band" maxItems:"4"`
	Year      []int    `query:"year" maxItems:"20" example:"[2025]"`
	From      Date     `query:"from" doc:"First day of publication."`
	To        Date     `query:"to" doc:"Last day of publication."`
	ChangedAt Date     `query:"changed_from" doc:"First day of the last change."`
	Sort      string   `query:"sort" enum:"relevance,newest,updated,title" default:"relevance"`
	Limit     int      `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Offset    int      `query:"offset" minimum:"0" maximum:"10000"`
	Facets    bool     `query:"facets" doc:"Also count the values of every filter."`
}

// SearchResult is what was found, the best first.
type SearchResult struct {
	Items    []SearchHit        `json:"items"`
	Total    int                `json:"total"`
	Facets   map[string][]Facet `json:"facets,omitempty" doc:"By filter."`
	Relaxed  bool               `json:"relaxed" doc:"Nothing has all that was asked for; these come nearest."`
	Spelling string             `json:"spelling,omitempty" doc:"A text that finds something, where this one finds nothing."`
}

// SearchHit is one thing that was found.
type SearchHit struct {
	ID       string       `json:"id"`
	Kind     string       `json:"kind" example:"dataset"`
	Score    float64      `json:"score"`
	Title    string       `json:"title"`
	Marked   []Fragment   `json:"title_marked" doc:"The title, split where it matches."`
	Passages [][]Fragment `json:"passages" doc:"Of summary, keywords and text, as they are written."`
	URL      string       `json:"url" format:"uri-reference" doc:"In the API."`
}

// Fragment of the original text.
type Fragment struct {
	Text  string `json:"text"`
	Match bool   `json:"match"`
}

var searchOrders = map[string]search.Order{"relevance": search.ByRelevance, "newest": search.ByNewest, "updated": search.ByUpdated, "title": search.ByTitle}

var searchFacets = []string{"kind", "type", "section", "agency", "topic", "keyword", "format", "licence", "band", "year", "state"}

func (s *service) searchAll(api huma.API) {
	read(api, huma.Operation{
		OperationID: "search", Path: "/search", Tags: []string{tagSearch},
		Summary:     "Publications, datasets and agencies by words",
		Description: "All ways of writing a word find the same things: with accents or without, composed or decomposed, đ or d. Follow rel=next.",
	}, func(ctx context.Context, in *searchIn) (*paged[SearchResult], error) {
		tree, err := s.app.Queries.Tree(ctx, view.AsOf{}, calendar.Date{})
		if err != nil {
			return nil, err
		}
		q := search.Query{
			Text: strings.TrimSpace(in.Q), Kinds: in.Kind, Types: in.Type, Sections: in.Section, Topics: in.Topic, Keywords: in.Keyword,
			Formats: in.Format, Licences: in.Licence, Bands: in.Band, Years: in.Year, Order: searchOrders[in.Sort],
			Limit: in.Limit, Offset: in.Offset, Highlight: true,
		}
		if q.Agencies, err = s.owners(ctx, tree, view.AsOf{}, in.Agency, in.Below); err != nil {
			return nil, err
		}
		if !in.From.IsZero() {
			q.Published.From = in.From.Start()
		}
		if !in.To.IsZero() {
			q.Published.To = in.To.End().Add(-time.Nanosecond)
		}
		if !in.ChangedAt.IsZero() {
			q.Updated.From = in.ChangedAt.Start()
		}
		if in.Facets {
			q.Facets = searchFacets
		}
		found, err := s.app.Queries.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		body := SearchResult{Items: each(found.Hits, hitOf), Total: found.Total, Relaxed: found.Relaxed, Spelling: found.Spelling}
		if in.Facets {
			body.Facets = map[string][]Facet{}
			for name, counts := range found.Facets {
				body.Facets[name] = each(counts, func(c search.Count) Facet { return facetOf(name, c.Value, c.Count, tree) })
			}
		}
		link := ""
		if next := in.Offset + len(found.Hits); len(found.Hits) > 0 && next < found.Total && next <= 10_000 {
			link = nextOffset(ctx, "/search", in.query(), next)
		}
		return &paged[SearchResult]{Position: found.Position, Link: link, Body: body}, nil
	})
}

func hitOf(h search.Hit) SearchHit {
	out := SearchHit{ID: h.ID, Kind: h.Kind, Score: h.Score, Marked: fragments(h.Title), Passages: each(h.Passages, fragments), URL: foundURL(h.Kind, h.ID)}
	for _, f := range h.Title {
		out.Title += f.Text
	}
	return out
}

func fragments(list []search.Fragment) []Fragment {
	return each(list, func(f search.Fragment) Fragment { return Fragment(f) })
}

func foundURL(kind, id string) string {
	switch kind {
	case search.Dataset:
		return datasetURL(id)
	case search.Agency:
		return prefix + "/agencies/" + id
	}
	return publicationURL(id)
}

func (in *searchIn) query() url.Values {
	q := url.Values{}
	for name, values := range map[string][]string{
		"q": {in.Q}, "kind": in.Kind, "type": in.Type, "section": in.Section, "agency": {in.Agency}, "topic": in.Topic, "keyword": in.Keyword,
		"format": in.Format, "licence": in.Licence, "band": in.Band, "year": each(in.Year, strconv.Itoa),
		"from": {in.From.String()}, "to": {in.To.String()}, "changed_from": {in.ChangedAt.String()},
	} {
		if text := strings.Join(values, ","); text != "" {
			q.Set(name, text)
		}
	}
	if in.Below {
		q.Set("subordinates", "true")
	}
	if in.Sort != "relevance" {
		q.Set("sort", in.Sort)
	}
	if in.Limit != 20 {
		q.Set("limit", strconv.Itoa(in.Limit))
	}
	return q
}

type suggestIn struct {
	Q     string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"What somebody has typed so far." example:"dan s"`
	Limit int    `query:"limit" minimum:"1" maximum:"20" default:"8"`
}

// Suggestions complete what somebody is typing.
type Suggestions struct {
	Items []Suggestion `json:"items" doc:"The best first."`
}

// Suggestion is a title.
type Suggestion struct {
	Text string `json:"text"`
	Kind string `json:"kind"`
	ID   string `json:"id"`
	URL  string `json:"url" format:"uri-reference"`
}

func (s *service) suggest(api huma.API) {
	read(api, huma.Operation{
		OperationID: "suggest", Path: "/search/suggest", Tags: []string{tagSearch},
		Summary:     "Titles that begin like what is being typed",
		Description: "For a list under a search box.",
	}, func(ctx context.Context, in *suggestIn) (*reply[Suggestions], error) {
		position, err := s.fresh(ctx, Fresh{})
		if err != nil {
			return nil, err
		}
		all, err := s.app.Queries.Suggest(ctx, in.Q, in.Limit)
		if err != nil {
			return nil, err
		}
		return &reply[Suggestions]{Position: position, Body: Suggestions{Items: each(all, func(x search.Suggestion) Suggestion {
			return Suggestion{x.Text, x.Kind, x.ID, foundURL(x.Kind, x.ID)}
		})}}, nil
	})
}
