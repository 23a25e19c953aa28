package datasetrows

import (
	"slices"
	"strconv"

	"minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	pages "minhbach/portal/pages/dataset"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// form shows what was asked for and what is wrong with it.
func (p *Page) form(r *site.Request, columns []dataset.Column, s pages.State) {
	t := func(key string, args ...any) string { return i18n.T(r.Lang, key, args...) }
	sentence := func(name string) string {
		if err := s.Faults[name]; err != nil {
			return fault.Of(err).Sentence(string(r.Lang))
		}
		return ""
	}
	p.Filtered = s.Filtered() || len(s.Columns) > 0 || s.Order != ""
	p.Search = render.Field{Kind: "search", ID: "tim-dong", Name: "q", Label: t("data.search"), Hint: t("rows.search.hint"), Value: r.Asked.Query().Get("q"),
		Optional: true, MaxLength: reading.MostText, Error: sentence("q")}
	if p.Search.Error != "" {
		p.Search.Value = ""
	}
	empty := false
	for i, c := range s.Conditions {
		if c.Column == "" && empty {
			continue // one line to fill in is enough; the next comes with the answer
		}
		empty = empty || c.Column == ""
		n := strconv.Itoa(i + 1)
		line := Condition{
			Column:   render.Field{Kind: "select", ID: "c" + n, Label: t("rows.column", n), Optional: true, Options: []render.Option{{Label: t("rows.column.any"), Selected: c.Column == ""}}},
			Operator: render.Field{Kind: "select", ID: "p" + n, Label: t("rows.operator", n), Optional: true},
			Value:    render.Field{ID: "v" + n, Label: t("rows.value", n), Value: c.Value, Optional: true, MaxLength: reading.MostText, Error: sentence("v" + n)},
		}
		for _, column := range columns {
			if column.Type != dataset.Geometry {
				line.Column.Options = append(line.Column.Options, render.Option{Value: column.Name, Label: pages.Label(r.Lang, column), Selected: column.Name == c.Column})
			}
		}
		chosen := c.Operator
		if chosen == "" {
			chosen = "bang"
		}
		for _, o := range pages.Operators {
			line.Operator.Options = append(line.Operator.Options, render.Option{Value: o.ID, Label: t("rows.operator." + o.ID), Selected: o.ID == chosen})
		}
		p.Conditions = append(p.Conditions, line)
	}
	p.Order = render.Field{Kind: "select", ID: "xep", Label: t("rows.order"), Optional: true, Error: sentence("xep"), Options: []render.Option{{Label: t("rows.order.file"), Selected: s.Order == ""}}}
	p.Columns = render.Field{Kind: "checkboxes", ID: "cot", Label: t("rows.columns"), Hint: t("rows.columns.hint", pages.Shown), Optional: true}
	for _, column := range columns {
		label := pages.Label(r.Lang, column)
		p.Columns.Options = append(p.Columns.Options, render.Option{Value: column.Name, Label: label, Selected: slices.Contains(s.Columns, column.Name)})
		if column.Type == dataset.Geometry {
			continue
		}
		for _, sign := range []string{"", "-"} {
			p.Order.Options = append(p.Order.Options, render.Option{Value: sign + column.Name, Label: t("rows.order.by"+sign, label), Selected: column.Name == s.Order && (sign == "-") == s.Descending})
		}
	}
	p.Size = render.Field{Kind: "select", ID: "dong", Label: t("rows.size"), Optional: true, Error: sentence("dong")}
	for _, n := range pages.PageSizes {
		p.Size.Options = append(p.Size.Options, render.Option{Value: strconv.Itoa(n), Label: i18n.Number(r.Lang, int64(n)), Selected: n == s.Rows})
	}
	all := []render.Field{p.Search, p.Order, p.Size}
	for _, c := range p.Conditions {
		all = append(all, c.Value)
	}
	if text := sentence("trang"); text != "" {
		all = append(all, render.Field{ID: "noi-dung", Label: t("rows.page"), Error: text})
	}
	p.Errors = render.Errors(all...)
}
