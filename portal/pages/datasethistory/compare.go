package datasethistory

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"minhbach/analytics"
	"minhbach/domain/calendar"
	set "minhbach/domain/dataset"
	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Compare is the form with two columns of choices and its answer.
type Compare struct {
	Possible, Shown bool
	From, To        int
	Error           string
	Fields          []Field
	Data            *Data
	SameData        bool
}

// Field is one field of the description that differs.
type Field struct {
	Label string
	Diff  render.Diff
}

// Data is how the rows differ.
type Data struct {
	Added, Removed, Changed, Same int64
	NoKey                         bool // rows were compared as wholes
	Columns                       []render.Fact
	AddedRows, RemovedRows        *dataset.Table
	ChangedRows                   []Row
	Key                           string
	Unavailable                   string
}

// Row is one row whose values changed.
type Row struct {
	Key   string
	Cells []Cell
}

// Cell is one value before and after.
type Cell struct{ Label, Before, After string }

// unasked is up to how many rows the last two versions are compared without being
// asked to: larger tables take a while.
const unasked = 50_000

// mostRows of each kind are shown; the API has all.
const mostRows = 20

var errCompare = fault.Define(fault.Invalid, "dataset.compare",
	"Hãy chọn hai phiên bản khác nhau có trong danh sách.",
	"Choose two different versions of the list.")

// compare answers the form; without a choice it compares the last two versions.
func (p *Page) compare(r *site.Request, d view.Dataset, versions []view.DatasetVersion) (int, error) {
	c := &p.Compare
	if c.Possible = len(versions) > 1; !c.Possible {
		return http.StatusOK, nil
	}
	c.From, c.To = versions[len(versions)-2].Number, versions[len(versions)-1].Number
	asked := r.Asked.Query().Has("tu") || r.Asked.Query().Has("den")
	if q := r.Asked.Query(); asked {
		c.From, c.To = number(q.Get("tu")), number(q.Get("den"))
	}
	for i, v := range p.Versions {
		p.Versions[i].From, p.Versions[i].To = v.Number == c.From, v.Number == c.To
	}
	known := func(n int) bool {
		return slices.ContainsFunc(versions, func(v view.DatasetVersion) bool { return v.Number == n })
	}
	if c.From == c.To || !known(c.From) || !known(c.To) {
		c.Error = errCompare.Sentence(string(r.Lang))
		return http.StatusUnprocessableEntity, nil
	}
	if !asked && max(rowsOf(versions[len(versions)-2]), rowsOf(versions[len(versions)-1])) > unasked {
		return http.StatusOK, nil
	}
	diff, err := r.Site.App.Queries.Datasets.Compare(r.Context(), d.ID, c.From, c.To, mostRows)
	if err != nil {
		sentence, only := dataset.NoTable(r.Lang, err)
		if !only {
			return 0, err
		}
		c.Shown, c.Data = true, &Data{Unavailable: sentence}
		return http.StatusOK, nil
	}
	c.Shown = true
	for _, f := range diff.Fields {
		c.Fields = append(c.Fields, Field{Label: fieldLabel(r.Lang, f.Field), Diff: render.NewDiff(fieldText(r.Lang, f.Field, f.Before), fieldText(r.Lang, f.Field, f.After))})
	}
	if c.SameData = diff.Data == nil; !c.SameData {
		c.Data = data(r, diff.Data, columnsOf(diff.To))
	}
	return http.StatusOK, nil
}

func rowsOf(v view.DatasetVersion) int64 {
	if v.Content.Release == nil {
		return 0
	}
	return v.Content.Release.Rows
}

func columnsOf(v view.DatasetVersion) []set.Column {
	if v.Content.Release == nil {
		return nil
	}
	return v.Content.Release.Columns
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// fieldLabel names a field of the description or a part of a column by its path
// ("title", "columns.nam.unit").
func fieldLabel(lang i18n.Lang, path string) string {
	parts := strings.Split(path, ".")
	label := parts[len(parts)-1]
	if how, ok := strings.CutPrefix(path, "release.reading."); ok {
		return i18n.T(lang, "data.field.release.reading", how)
	}
	for _, key := range []string{"data.field." + path, "data.field." + label, "field." + label} {
		if i18n.Has(key) {
			label = i18n.T(lang, key)
			break
		}
	}
	if len(parts) > 2 && parts[0] == "columns" {
		return i18n.T(lang, "data.field.of-column", parts[1], label)
	}
	return label
}

// fieldText says the value of a field as pages do: lists by their names, days in
// the Vietnamese order.
func fieldText(lang i18n.Lang, path, text string) string {
	var names []string
	for _, id := range strings.Split(text, "\n") {
		names = append(names, oneText(lang, path, id))
	}
	return strings.Join(names, "\n")
}

func oneText(lang i18n.Lang, path, id string) string {
	known := func(t set.Term, ok bool) string {
		if !ok {
			return id
		}
		return t.Label(string(lang))
	}
	switch path {
	case "topics":
		return known(set.ThemeOf(id))
	case "licence":
		return known(set.LicenceOf(id))
	case "frequency":
		return known(set.FrequencyOf(set.Frequency(id)))
	case "release.change":
		if id != "" {
			return set.Change(id).Label(string(lang))
		}
	case "period_from", "period_to", "next_due":
		if day, err := calendar.Parse(id); err == nil {
			return day.DMY()
		}
	}
	if strings.HasPrefix(path, "columns.") && strings.HasSuffix(path, ".type") && id != "" {
		return dataset.TypeName(lang, set.Type(id))
	}
	return id
}

// data words the difference of two tables.
func data(r *site.Request, x *analytics.Difference, columns []set.Column) *Data {
	out := &Data{Added: x.Added, Removed: x.Removed, Changed: x.Changed, Same: x.Same, NoKey: len(x.Key) == 0 || x.KeyRepeated}
	for _, c := range x.ColumnsAdded {
		out.Columns = append(out.Columns, render.Fact{Term: i18n.T(r.Lang, "compare.column.added"), Text: dataset.Label(r.Lang, c)})
	}
	for _, c := range x.ColumnsRemoved {
		out.Columns = append(out.Columns, render.Fact{Term: i18n.T(r.Lang, "compare.column.removed"), Text: dataset.Label(r.Lang, c)})
	}
	for _, c := range x.ColumnsRetyped {
		out.Columns = append(out.Columns, render.Fact{Term: i18n.T(r.Lang, "compare.column.retyped"),
			Text: c.Column + ": " + dataset.TypeName(r.Lang, c.From) + " → " + dataset.TypeName(r.Lang, c.To)})
	}
	table := func(key string, n int64, rows []analytics.Row) *dataset.Table {
		if len(rows) == 0 {
			return nil
		}
		return dataset.NewTable(r, i18n.T(r.Lang, key, len(rows), n), columns, &analytics.Page{Columns: x.Columns, Rows: rows}, dataset.State{}, "")
	}
	out.AddedRows, out.RemovedRows = table("compare.rows.added", x.Added, x.AddedRows), table("compare.rows.removed", x.Removed, x.RemovedRows)
	for _, c := range x.ChangedRows {
		out.ChangedRows = append(out.ChangedRows, changedRow(r.Lang, x, c, columns))
	}
	return out
}

// changedRow shows the values that differ, under the row's key.
func changedRow(lang i18n.Lang, x *analytics.Difference, c analytics.Changed, columns []set.Column) Row {
	var row Row
	var key []string
	for i, column := range x.Columns {
		if i >= len(c.Before) || i >= len(c.After) {
			break
		}
		if full, ok := dataset.Column(columns, column.Name); ok {
			column = full
		}
		before, after := dataset.Value(lang, column, c.Before[i]), dataset.Value(lang, column, c.After[i])
		switch {
		case slices.Contains(x.Key, column.Name):
			key = append(key, after)
		case before != after:
			row.Cells = append(row.Cells, Cell{Label: dataset.Label(lang, column), Before: before, After: after})
		}
	}
	row.Key = strings.Join(key, " · ")
	return row
}
