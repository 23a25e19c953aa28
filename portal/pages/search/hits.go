package search

import (
	"context"
	"errors"
	"strings"
	"time"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/datasets"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

// Hit is one line of the list, with what matched.
type Hit struct {
	Kicker   string
	Title    []search.Fragment
	Lang     string
	URL      string
	At       time.Time
	Passages [][]search.Fragment
	Badges   []render.Badge
	Facts    []string
}

// datasetPassages are shown of a dataset: its dictionary repeats many words.
const datasetPassages = 2

// hits names what was found. What has gone since the index last looked is left out.
func hits(r *site.Request, found []search.Hit) ([]Hit, error) {
	sets, err := setsOf(r, found)
	if err != nil {
		return nil, err
	}
	out := make([]Hit, 0, len(found))
	for _, h := range found {
		one := Hit{Title: h.Title, Passages: h.Passages}
		switch h.Kind {
		case search.Dataset:
			d, ok := sets[h.ID]
			if !ok {
				continue
			}
			one.Passages = one.Passages[:min(len(one.Passages), datasetPassages)]
			one.from(datasets.Line(r, d))
			one.Kicker = i18n.T(r.Lang, "search.kind.dataset") + " · " + one.Kicker
		case search.Agency:
			a, ok := r.Tree.ByID(h.ID)
			if !ok {
				continue
			}
			one.URL, one.Kicker = r.Home(a), i18n.T(r.Lang, "search.kind.agency")
			if up, ok := r.Tree.ByID(a.Parent); ok {
				one.Kicker += " · " + up.Name(string(r.Lang))
			}
		default:
			p, err := r.Site.App.Queries.Publication(r.Context(), h.ID, view.AsOf{})
			if errors.Is(err, publication.ErrNotFound) || errors.Is(err, app.ErrNotFound) || p.State == view.Withdrawn && err == nil {
				continue
			}
			if err != nil {
				return nil, err
			}
			one.from(reading.Items(r, []view.Item{p.Item}, true)[0])
		}
		out = append(out, one)
	}
	return out, nil
}

func (h *Hit) from(line render.Item) {
	h.Kicker, h.Lang, h.URL, h.At, h.Badges, h.Facts = line.Kicker, line.Lang, line.URL, line.At, line.Badges, line.Facts
	if len(h.Title) == 0 {
		h.Title = []search.Fragment{{Text: line.Title}}
	}
	if len(h.Passages) == 0 && line.Text != "" {
		h.Passages = [][]search.Fragment{{{Text: line.Text}}}
	}
}

// setsOf asks for all datasets among the hits at once.
func setsOf(r *site.Request, found []search.Hit) (map[string]view.DatasetItem, error) {
	var ids []string
	for _, h := range found {
		if h.Kind == search.Dataset {
			ids = append(ids, h.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	answer, err := r.Site.App.Queries.Datasets.List(r.Context(), view.DatasetFilter{IDs: ids, Limit: len(ids)})
	if err != nil {
		return nil, err
	}
	out := map[string]view.DatasetItem{}
	for _, d := range answer.Items {
		out[d.ID] = d
	}
	return out, nil
}

// suggestions completes what somebody types; an index that cannot answer in time
// has none.
func suggestions(ctx context.Context, r *site.Request, text string) ([]string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	found, err := r.Site.App.Queries.Suggest(ctx, text, mostSuggestions)
	if err != nil {
		return nil, err
	}
	var out []string
	seen := map[string]bool{}
	for _, s := range found {
		if !seen[s.Text] {
			seen[s.Text] = true
			out = append(out, s.Text)
		}
	}
	return out, nil
}

const mostSuggestions = 8
