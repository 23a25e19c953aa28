package datasetwork

import (
	_ "embed"
	"net/http"
	"strconv"

	"minhbach/analytics"
	"minhbach/domain/fault"
	"minhbach/opendata/ingest"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/pages/datasetupload"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed rows.html
var rowsSource string

// RowsTemplate is the template of the pages about rows of the data in hand.
var RowsTemplate = render.Define[Rows]("datasetworkrows", rowsSource)

// Rows is a page of the table in hand, or the list of rows that are not in it.
type Rows struct {
	render.Base
	Back   string
	Table  *dataset.Table
	Pages  render.Pagination
	Report *datasetupload.Report
	None   bool
}

const pageSize = 50

var errPage = fault.Define(fault.NotFound, "dataset.no_page",
	"Không có trang “{text}”; hãy mở trang đầu của bảng.",
	"There is no page “{text}”; open the first page of the table.")

// ServeRows shows rows of the data in hand.
func ServeRows(s *site.Site, r *site.Request) error {
	w, err := s.App.Queries.Datasets.Work(r.Context(), r.Caller, r.PathValue("id"))
	if err != nil {
		return err
	}
	n := 1
	if text := r.URL.Query().Get("trang"); text != "" {
		if n, err = strconv.Atoi(text); err != nil || n < 1 || n > dataset.MostPage {
			return errPage.New("text", text)
		}
	}
	rows, err := s.App.Queries.Datasets.WorkRows(r.Context(), r.Caller, w.ID, analytics.Query{Limit: pageSize, Offset: int64(n-1) * pageSize})
	if err != nil {
		return err
	}
	home := r.Link(datasetdesk.Path(w.ID))
	p := Rows{Base: datasetdesk.Below(r, w, i18n.T(r.Lang, "desk.data.rows.title")), Back: home}
	from := int64(n-1)*pageSize + 1
	p.Table = dataset.NewTable(r, i18n.T(r.Lang, "rows.caption", from, from+int64(len(rows.Rows))-1, rows.Total), w.Content.Release.Columns, rows, dataset.State{}, "")
	p.Pages = render.NewPagination(n, int(min((rows.Total+pageSize-1)/pageSize, dataset.MostPage)), func(n int) string { return home + "/dong?trang=" + strconv.Itoa(n) })
	return RowsTemplate.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

// ServeReport lists the rows that could not be read.
func ServeReport(s *site.Site, r *site.Request) error {
	w, report, err := reportOf(s, r)
	if err != nil {
		return err
	}
	home := r.Link(datasetdesk.Path(w))
	p := Rows{Base: datasetdesk.Frame(r, i18n.T(r.Lang, "report.title")), Back: home, Report: datasetupload.ReportOf(r.Lang, *report, home)}
	p.None = report.Total == 0
	return RowsTemplate.Render(s.Engine, r.W, r.Request, http.StatusOK, p)
}

func reportOf(s *site.Site, r *site.Request) (string, *ingest.Report, error) {
	id := r.PathValue("id")
	report, err := s.App.Queries.Datasets.WorkReport(r.Context(), r.Caller, id)
	return id, report, err
}

// SendReport sends the whole list; ending is csv or json.
func SendReport(ending string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		_, report, err := reportOf(s, r)
		if err != nil {
			return err
		}
		return datasetupload.SendReport(r, *report, ending)
	}
}
