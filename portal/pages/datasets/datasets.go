// Package datasets is the catalogue of open data of a portal: searched by words with
// or without accents, narrowed by facets with counts, ordered, paged, and followed
// by a feed of exactly what was chosen.
package datasets

import (
	_ "embed"
	"net/http"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/portal/i18n"
	pages "minhbach/portal/pages/dataset"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed datasets.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("datasets", source)

// Page is one page of the catalogue.
type Page struct {
	render.Base
	Action  string
	Search  render.Field
	Order   render.Field
	Hidden  []render.Hidden
	Errors  []render.Field
	Tiles   []Tile // topics, where nothing was asked yet
	Bare    []Tile // those without datasets, where others have some
	Facets  []Facet
	Active  []Active
	Reset   string
	Lines   []render.Item
	Total   int
	Pages   render.Pagination
	FeedURL string
}

// Tile is a topic with its number of datasets.
type Tile struct {
	Label, URL string
	Count      int
}

// pageSize is how many datasets a page has.
const pageSize = 20

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	if err := reading.Locate(r); err != nil {
		return err
	}
	title := i18n.T(r.Lang, "data.title")
	p := Page{Base: reading.Base(r, title, render.Link{Label: title}), Action: r.Asked.Path, Reset: r.Then(r.Asked.Path)}
	p.Description = i18n.T(r.Lang, "catalogue.description", r.Agency.Name(string(r.Lang)))
	p.Query = ""
	f := read(r)
	p.Search, p.Order, p.Hidden = f.search(), f.ordering(), f.hidden()
	// Search engines see the catalogue and each facet alone, not every combination.
	p.NoIndex = p.NoIndex || f.chosen() > 1 || f.words != "" || f.page > 1
	p.FeedURL = f.address("/du-lieu/feed.atom", 1)
	p.Feeds = []render.Feed{{Title: title + " – " + r.Agency.Name(string(r.Lang)), URL: p.FeedURL, Type: "application/atom+xml"}}
	if p.Errors = render.Errors(p.Search, p.Order, f.pageField()); len(p.Errors) > 0 {
		return Template.Render(s.Engine, r.W, r.Request, http.StatusUnprocessableEntity, p)
	}
	q := f.query()
	q.Facets, q.FacetLimit = true, facetValues
	answer, err := s.App.Queries.Datasets.List(r.Context(), q)
	if err != nil {
		return err
	}
	p.Total, p.Lines = answer.Total, Items(r, answer.Items)
	p.Facets, p.Active = f.facets(answer.Facets), f.active()
	if !f.narrowed() && f.page == 1 {
		p.Tiles, p.Bare = f.tiles(answer.Facets["topic"])
	}
	p.Pages = render.NewPagination(f.page, (answer.Total+pageSize-1)/pageSize, func(n int) string { return f.address(r.Asked.Path, n) })
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

// Items turns datasets into lines of a list.
func Items(r *site.Request, items []view.DatasetItem) []render.Item {
	out := make([]render.Item, 0, len(items))
	for _, d := range items {
		out = append(out, Line(r, d))
	}
	return out
}

// Line is one dataset in a list, with what decides whether to open it.
func Line(r *site.Request, d view.DatasetItem) render.Item {
	title, lang := pages.Local(r.Lang, d.Title, d.TitleEn)
	line := render.Item{Title: title, Lang: lang, URL: r.Then(pages.Path(r, d)), At: d.UpdatedAt, Kicker: reading.AgencyName(r, d.Agency)}
	if line.Text, _ = pages.Local(r.Lang, d.Summary, d.SummaryEn); lang == "" && r.Lang == i18n.EN && d.SummaryEn == "" {
		line.Text = ""
	}
	if d.State != view.Published {
		line.Badges = pages.Badges(r.Lang, d)[:1]
	}
	if d.Format != "" {
		line.Facts = append(line.Facts, strings.ToUpper(d.Format))
	}
	if d.Rows > 0 {
		line.Facts = append(line.Facts, i18n.T(r.Lang, "data.rows-columns", d.Rows, d.Columns))
	}
	if period := pages.Period(r.Lang, d.PeriodFrom, d.PeriodTo); period != "" {
		line.Facts = append(line.Facts, i18n.T(r.Lang, "catalogue.period", period))
	}
	if d.Version > 1 {
		line.Facts = append(line.Facts, i18n.T(r.Lang, "data.version", d.Version))
	}
	if d.Band != "" {
		line.Facts = append(line.Facts, i18n.T(r.Lang, "catalogue.band", pages.BandName(r.Lang, d.Band)))
	}
	return line
}

func (f *filter) tiles(counts []view.Count) (full, bare []Tile) {
	of := map[string]int{}
	for _, c := range counts {
		of[c.Value] = c.Count
	}
	for _, t := range dataset.Themes() {
		to := f.with("chu-de", t.ID)
		tile := Tile{Label: t.Label(string(f.r.Lang)), URL: to.address(f.r.Asked.Path, 1), Count: of[t.ID]}
		if tile.Count > 0 {
			full = append(full, tile)
		} else {
			bare = append(bare, tile)
		}
	}
	if len(full) == 0 {
		return bare, nil
	}
	return full, bare
}
