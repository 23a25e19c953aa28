// Package datasetreport lists the rows of a dataset's file that are not in its
// table, each with its line, column, value and reason, so that nobody takes the
// table for more than it is.
package datasetreport

import (
	_ "embed"
	"net/http"
	"strconv"

	"minhbach/internal/app"
	"minhbach/opendata/ingest"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed datasetreport.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("datasetreport", source)

// Page is one page of the report.
type Page struct {
	render.Base
	Item      render.Link
	ItemLang  string
	Accepted  int64
	Total     int64
	Rows      []Row
	Listed    int
	Pages     render.Pagination
	JSON, CSV string
}

// Row is one rejected row.
type Row struct {
	Line                  int64
	Column, Value, Reason string
}

// pageSize is how many rows a page has.
const pageSize = 100

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	d, here, err := dataset.Open(r, "/loi")
	if err != nil || !here || dataset.Gone(r, d) {
		return err
	}
	if d.Content.Release == nil {
		return app.ErrNotFound.New()
	}
	report, err := s.App.Queries.Datasets.Report(r.Context(), dataset.Target(r, d))
	if err != nil {
		return err
	}
	name, lang := dataset.Local(r.Lang, d.Title, d.TitleEn)
	path := dataset.Path(r, d.DatasetItem)
	p := Page{Base: dataset.Base(r, d, i18n.T(r.Lang, "report.title")), Item: render.Link{Label: name, URL: r.Then(path)}, ItemLang: lang,
		Accepted: d.Content.Release.Rows, Total: report.Total, Listed: len(report.Rejected)}
	p.Canonical, p.NoIndex = r.Absolute(path+"/loi"), true
	p.JSON, p.CSV = r.Then("/api/v1/datasets/"+d.ID+"/report"), r.Then("/api/v1/datasets/"+d.ID+"/report.csv")
	last := max((len(report.Rejected)+pageSize-1)/pageSize, 1)
	n := 1
	if text := r.Asked.Query().Get("trang"); text != "" {
		if n, err = strconv.Atoi(text); err != nil || n < 1 || n > last {
			return dataset.ErrPage.New("text", text).At("trang")
		}
	}
	for _, x := range report.Rejected[min((n-1)*pageSize, len(report.Rejected)):min(n*pageSize, len(report.Rejected))] {
		p.Rows = append(p.Rows, row(r.Lang, x))
	}
	p.Pages = render.NewPagination(n, last, func(n int) string {
		q := r.Asked.Query()
		q.Set("trang", strconv.Itoa(n))
		return reading.With(path+"/loi", q)
	})
	return Template.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

func row(lang i18n.Lang, x ingest.Rejected) Row {
	out := Row{Line: x.Line, Column: x.Column, Value: x.Value, Reason: x.Vi}
	if lang == i18n.EN {
		out.Reason = x.En
	}
	return out
}

// Beyond tells that more rows were rejected than are listed one by one.
func (p Page) Beyond() bool { return p.Total > int64(p.Listed) }
