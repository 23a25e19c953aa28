// Package organisation is the chart of the agencies on a date, with the domain name
// of each portal and, where a name is not in use yet, why.
package organisation

import (
	_ "embed"
	"net/http"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed organisation.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("organisation", source)

// Page is the chart.
type Page struct {
	render.Base
	Action   string
	Field    render.Field
	Errors   []render.Field
	AsOfText string
	On       string
	Count    int
	Above    []render.Link
	Roots    []Node
}

// Serve shows the chart below this portal's agency.
func Serve(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	if err := reading.Locate(r); err != nil {
		return err
	}
	title := i18n.T(r.Lang, "nav.organisation")
	p := Page{Base: reading.Base(r, title, render.Link{Label: title}), Action: r.Asked.Path, AsOfText: r.Asked.Query().Get("as_of")}
	p.Description = i18n.T(r.Lang, "chart.description", r.Agency.Name(string(r.Lang)))
	on, text := reading.Day(r), r.Asked.Query().Get("ngay")
	p.Field = render.Field{Kind: "date", ID: "ngay", Label: i18n.T(r.Lang, "chart.date"), Hint: i18n.T(r.Lang, "chart.date.hint"), Value: text, Narrow: true, Optional: true}
	status, tree := http.StatusOK, r.Tree
	if text != "" {
		p.NoIndex = true
		asked, err := date(text)
		if err != nil {
			p.Field.Error = fault.Of(err).Sentence(string(r.Lang))
			p.Errors, status = render.Errors(p.Field), http.StatusUnprocessableEntity
		} else {
			on, p.Field.Value = asked, asked.String()
			if tree, err = s.App.Queries.Tree(r.Context(), r.AsOf, asked); err != nil {
				return err
			}
		}
	}
	p.On = on.DMY()
	p.fill(r, tree)
	return Template.Render(s.Engine, r.W, r.Request, status, p)
}

func date(text string) (calendar.Date, error) {
	if d, err := calendar.Parse(text); err == nil {
		return d, nil
	}
	return calendar.ParseDMY(text)
}

func (p *Page) fill(r *site.Request, tree *view.Tree) {
	root, ok := tree.ByID(r.Agency.ID)
	if !ok {
		return
	}
	path := tree.Path(root.ID)
	for _, a := range path[:len(path)-1] {
		p.Above = append(p.Above, render.Link{Label: a.Name(string(r.Lang)), URL: r.Prefix(a) + "/co-cau-to-chuc"})
	}
	p.Roots = []Node{node(r, tree, root)}
	p.Count = len(tree.Under(root.ID))
}
