package analyticstest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Select answers as the contract says.
func (r *Reference) Select(ctx context.Context, q analytics.Query) (*analytics.Page, error) {
	m, err := r.table(q.Table)
	if err != nil {
		return nil, err
	}
	columns, err := q.Outputs(m.columns)
	if err != nil {
		return nil, err
	}
	rows := m.chosen(q.Where, q.Search)
	slices.SortStableFunc(rows, func(a, b int) int { return m.compare(a, b, q.Order) })
	page := &analytics.Page{Columns: columns, Total: int64(len(rows))}
	limit := cmp.Or(q.Limit, 100)
	seen := map[string]bool{}
	var out []analytics.Row
	var at []int
	for _, n := range rows {
		row := analytics.Row{}
		for _, c := range columns {
			row = append(row, m.get(n, c.Name))
		}
		if key := Text(row); q.Distinct && seen[key] {
			continue
		} else {
			seen[key] = true
		}
		out, at = append(out, row), append(at, n)
	}
	if q.Distinct {
		page.Total = int64(len(out))
		slices.SortStableFunc(out, func(a, b analytics.Row) int { return distinctOrder(a, b, columns, q.Order) })
	}
	if q.NoTotal {
		page.Total = -1
	}
	from := int(q.Offset)
	if q.After != nil {
		id := int(q.After[len(q.After)-1].(int64))
		from = slices.Index(at, id-1) + 1
	}
	from = min(from, len(out))
	end := min(from+limit, len(out))
	page.Rows = out[from:end]
	if end < len(out) && !q.Distinct {
		for _, o := range q.Order {
			page.Last = append(page.Last, m.get(at[end-1], o.Column))
		}
		page.Last = append(page.Last, int64(at[end-1]+1))
	}
	return page, nil
}

func (m memory) compare(a, b int, by []analytics.Order) int {
	for _, o := range by {
		if d := sorted(m.get(a, o.Column), m.get(b, o.Column), o.Desc); d != 0 {
			return d
		}
	}
	return cmp.Compare(a, b)
}

func distinctOrder(a, b analytics.Row, columns []dataset.Column, by []analytics.Order) int {
	for _, o := range by {
		i := slices.IndexFunc(columns, func(c dataset.Column) bool { return c.Name == o.Column })
		if d := sorted(a[i], b[i], o.Desc); d != 0 {
			return d
		}
	}
	return rowOrder(a, b)
}

func rowOrder(a, b analytics.Row) int {
	for i := range a {
		if d := order(a[i], b[i]); d != 0 {
			return d
		}
	}
	return 0
}

// Group answers as the contract says.
func (r *Reference) Group(ctx context.Context, q analytics.Grouping) (*analytics.Groups, error) {
	m, err := r.table(q.Table)
	if err != nil {
		return nil, err
	}
	columns, err := q.Outputs(m.columns)
	if err != nil {
		return nil, err
	}
	members := map[string][]int{}
	keys := map[string]analytics.Row{}
	if len(q.By) == 0 {
		members[""], keys[""] = nil, analytics.Row{}
	}
	for _, n := range m.chosen(q.Where, q.Search) {
		key := analytics.Row{}
		for _, b := range q.By {
			key = append(key, cut(m.get(n, b.Column), b.Part))
		}
		name := ""
		if len(key) > 0 {
			name = Text(key)
		}
		keys[name] = key
		members[name] = append(members[name], n)
	}
	out := &analytics.Groups{Columns: columns, Total: int64(len(members))}
	for name, rows := range members {
		row := keys[name]
		for _, a := range q.Figures() {
			row = append(row, m.figure(a, rows))
		}
		out.Rows = append(out.Rows, row)
	}
	slices.SortFunc(out.Rows, func(a, b analytics.Row) int { return distinctOrder(a, b, columns, q.Order) })
	from := min(int(q.Offset), len(out.Rows))
	out.Rows = out.Rows[from:min(from+cmp.Or(q.Limit, 1000), len(out.Rows))]
	return out, nil
}

func cut(v any, part string) any {
	t, ok := v.(time.Time)
	if !ok || part == "" {
		return v
	}
	y, mo, d := t.UTC().Date()
	switch part {
	case "year":
		mo, d = 1, 1
	case "quarter":
		mo, d = (mo-1)/3*3+1, 1
	case "month":
		d = 1
	}
	return time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)
}

func (m memory) figure(a analytics.Aggregate, rows []int) any {
	if a.Column == "" {
		return int64(len(rows))
	}
	var values []any
	different := map[string]bool{}
	for _, n := range rows {
		if v := m.get(n, a.Column); v != nil {
			values = append(values, v)
			different[Text(analytics.Row{v})] = true
		}
	}
	switch a.Function {
	case analytics.Count:
		return int64(len(values))
	case analytics.Distinct:
		return int64(len(different))
	}
	if len(values) == 0 {
		return nil
	}
	slices.SortStableFunc(values, order)
	sum, whole := 0.0, int64(0)
	for _, v := range values {
		sum += float(v)
		if i, ok := v.(int64); ok {
			whole += i
		}
	}
	switch a.Function {
	case analytics.Min:
		return values[0]
	case analytics.Max:
		return values[len(values)-1]
	case analytics.Avg:
		return sum / float64(len(values))
	case analytics.Median:
		return (float(values[(len(values)-1)/2]) + float(values[len(values)/2])) / 2
	}
	if _, ok := values[0].(int64); ok {
		return whole
	}
	return sum
}

func float(v any) float64 {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

// Compare answers as the contract says.
func (r *Reference) Compare(ctx context.Context, q analytics.Comparison) (*analytics.Difference, error) {
	from, err := r.table(q.From)
	if err != nil {
		return nil, err
	}
	to, err := r.table(q.To)
	if err != nil {
		return nil, err
	}
	d := &analytics.Difference{Key: q.Key}
	for _, c := range to.columns {
		if slices.ContainsFunc(from.columns, func(o dataset.Column) bool { return o.Name == c.Name && o.Type == c.Type }) {
			d.Columns = append(d.Columns, c)
		}
	}
	row := func(m memory, n int, columns []dataset.Column) (out analytics.Row) {
		for _, c := range columns {
			out = append(out, m.get(n, c.Name))
		}
		return out
	}
	var key []dataset.Column
	for _, k := range q.Key {
		key = append(key, d.Columns[slices.IndexFunc(d.Columns, func(c dataset.Column) bool { return c.Name == k })])
	}
	index := func(m memory, columns []dataset.Column) map[string][]int {
		all := map[string][]int{}
		for n := range m.rows {
			name := Text(row(m, n, columns))
			all[name] = append(all[name], n)
			d.KeyRepeated = d.KeyRepeated || len(key) > 0 && len(all[name]) > 1
		}
		return all
	}
	before, after := index(from, key), index(to, key)
	if len(key) == 0 || d.KeyRepeated {
		key = nil
		before, after = index(from, d.Columns), index(to, d.Columns)
	}
	for name, rows := range after {
		was := before[name]
		common := int64(min(len(rows), len(was)))
		d.Added += int64(len(rows)) - common
		if len(key) > 0 && common == 1 {
			if Text(row(from, was[0], d.Columns)) != Text(row(to, rows[0], d.Columns)) {
				d.Changed++
				continue
			}
		}
		d.Same += common
	}
	d.Removed = int64(len(from.rows)) - d.Same - d.Changed
	return d, nil
}

// Text spells a row so that different rows differ.
func Text(r analytics.Row) string {
	out := ""
	for _, v := range r {
		if t, ok := v.(time.Time); ok {
			v = t.UTC().Format(time.RFC3339Nano)
		}
		out += fmt.Sprintf("%T %q|", v, fmt.Sprint(v))
	}
	return out
}
