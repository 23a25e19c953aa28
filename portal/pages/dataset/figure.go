package dataset

import (
	"html/template"
	"net/http"
	"net/url"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/opendata/chart"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Figure is the chart with its finding, its table and the form to change it.
type Figure struct {
	SVG            template.HTML // escaped by opendata/chart
	Title, Finding string
	Note           string // what is not drawn
	Heads          []string
	Rows           []FigureRow
	More           int // rows of the table that only the file has
	Fields         []render.Field
	Hidden         []render.Hidden
	Errors         []render.Field
	SVGURL, CSVURL string
}

// FigureRow is one label with its values.
type FigureRow struct {
	Label  string
	Values []string
}

// figureRows are on the page; the rest is in the file.
const figureRows = 60

// ErrFigure is the refusal of a figure that cannot be drawn of these columns.
var ErrFigure = fault.Define(fault.Invalid, "chart.columns",
	"Không vẽ được biểu đồ này từ các cột đã chọn: trục giá trị cần cột số, đường cần cột năm hoặc ngày, nhiều biểu đồ nhỏ cần cột chia nhóm. Hãy chọn lại.",
	"That figure cannot be drawn of the columns chosen: values need a column of numbers, a line needs years or dates, small multiples need a column to split by. Choose again.")

var chartParameters = []string{"x", "y", "by", "kind", "agg"}

// specOf reads which figure is asked for; without a question one is chosen.
func specOf(q url.Values, columns []dataset.Column, profiles []analytics.Profile) (s chart.Spec, asked bool, err error) {
	for _, name := range chartParameters {
		asked = asked || q.Get(name) != ""
	}
	s, ok := chart.Choose(columns, profiles)
	if !asked {
		if !ok {
			err = ErrFigure.New()
		}
		return s, false, err
	}
	s = chart.Spec{X: q.Get("x"), Y: q.Get("y"), By: q.Get("by"), Kind: chart.Kind(q.Get("kind")), Agg: analytics.Function(q.Get("agg"))}
	if s.Agg == analytics.Count {
		s.Y = ""
	}
	s = chart.Again(s, columns, profiles)
	if !s.Fits(columns) {
		err = ErrFigure.New()
	}
	return s, true, err
}

// figureOf draws the figure that the address asks for. A figure that cannot be
// drawn leaves the form with the reason, and 422 where somebody asked for it.
func figureOf(r *site.Request, d view.Dataset, profiles []analytics.Profile) (*Figure, int, error) {
	columns, q := d.Content.Release.Columns, r.Asked.Query()
	spec, asked, err := specOf(q, columns, profiles)
	f := &Figure{Fields: fields(r, columns, spec), Hidden: kept(r)}
	if err != nil {
		if !asked {
			return nil, http.StatusOK, nil
		}
		f.Fields[0].Error = fault.Of(err).Sentence(string(r.Lang))
		f.Errors = render.Errors(f.Fields...)
		return f, http.StatusUnprocessableEntity, nil
	}
	fig, left, err := draw(r, d, spec, ReadState(q, columns, string(r.Lang)))
	if refused := fault.Of(err); refused != nil && refused.Code.Kind != fault.Internal {
		// A figure that the table refuses must not take the page with it.
		if !asked {
			return nil, http.StatusOK, nil
		}
		f.Fields[0].Error = refused.Sentence(string(r.Lang))
		f.Errors = render.Errors(f.Fields...)
		return f, http.StatusUnprocessableEntity, nil
	}
	if err != nil {
		return nil, 0, err
	}
	if fig.Empty() {
		if asked {
			f.Note = i18n.T(r.Lang, "chart.empty")
			return f, http.StatusOK, nil
		}
		return nil, http.StatusOK, nil
	}
	f.Title, f.Finding = fig.Title, fig.Finding
	f.SVG = template.HTML(fig.SVG("hinh")) // opendata/chart escapes every text; tested and fuzzed there
	if left > 0 {
		f.Note = i18n.T(r.Lang, "chart.left", left)
	}
	f.table(r, fig, Label(r.Lang, column(columns, spec.X)))
	to := url.Values{"as_of": q["as_of"], "x": {spec.X}, "y": {spec.Y}, "by": {spec.By}, "kind": {string(spec.Kind)}, "agg": {string(spec.Agg)}}
	for _, h := range f.Hidden {
		if h.Name != "as_of" {
			to.Set(h.Name, h.Value)
		}
	}
	for name, v := range to {
		if len(v) == 0 || v[0] == "" {
			to.Del(name)
		}
	}
	path := Path(r, d.DatasetItem)
	f.SVGURL, f.CSVURL = reading.With(path+"/bieu-do.svg", clone(to)), reading.With(path+"/bieu-do.csv", clone(to))
	return f, http.StatusOK, nil
}

func column(columns []dataset.Column, name string) dataset.Column {
	c, _ := Column(columns, name)
	return c
}

// draw asks for the groups and builds the figure with its words.
func draw(r *site.Request, d view.Dataset, spec chart.Spec, state State) (chart.Figure, int64, error) {
	columns := d.Content.Release.Columns
	g := spec.Grouping(columns)
	g.Where, g.Search = state.Where(), state.Words
	answer, err := r.Site.App.Queries.Datasets.Groups(r.Context(), Target(r, d), g)
	if err != nil {
		return chart.Figure{}, 0, err
	}
	fig, left := chart.Build(spec, answer, columns, words(r.Lang))
	describe(r.Lang, &fig, spec, columns, left)
	return fig, left, nil
}

func (f *Figure) table(r *site.Request, fig chart.Figure, x string) {
	f.Heads = append(f.Heads, x)
	for _, s := range fig.Series {
		name := s.Name
		if name == "" {
			name = fig.Measure
		}
		f.Heads = append(f.Heads, name)
	}
	for i, label := range fig.Labels {
		if i == figureRows {
			f.More = len(fig.Labels) - figureRows
			break
		}
		row := FigureRow{Label: label}
		for _, s := range fig.Series {
			row.Values = append(row.Values, Amount(r.Lang, s.Values[i]))
		}
		f.Rows = append(f.Rows, row)
	}
}
