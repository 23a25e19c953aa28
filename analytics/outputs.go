package analytics

import (
	"regexp"
	"slices"
	"strings"

	"minhbach/domain/dataset"
	"minhbach/domain/fold"
)

// Limits of one question.
const (
	MaxRows   = 10_000
	MaxGroups = 10_000
	MaxOrder  = 8
	MaxBy     = 8
	MaxFigure = 32 // aggregates of one Grouping
	MaxWords  = 20 // of one Search
)

var outputName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// Outputs checks a query and gives the columns of its answer.
func (q Query) Outputs(columns []dataset.Column) ([]dataset.Column, error) {
	if err := Check(q.Where, columns); err != nil {
		return nil, err
	}
	if _, err := Words(q.Search); err != nil {
		return nil, err
	}
	if len(q.Order) > MaxOrder {
		return nil, tooMany("số cột sắp xếp", "columns to order by", MaxOrder)
	}
	if len(q.Select) > len(columns)+1 {
		return nil, tooMany("số cột chọn", "columns to select", len(columns)+1)
	}
	out := columns
	if len(q.Select) > 0 {
		out = make([]dataset.Column, 0, len(q.Select))
		for _, name := range q.Select {
			c, err := ColumnOf(columns, name)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(out, func(o dataset.Column) bool { return o.Name == name }) || name == RowID && q.Distinct {
				return nil, ErrColumn.New("column", name, "columns", names(columns)).At("select")
			}
			out = append(out, c)
		}
	}
	for _, o := range q.Order {
		c, err := ColumnOf(columns, o.Column)
		if err != nil {
			return nil, err
		}
		if c.Type == dataset.Geometry {
			return nil, BadOperator(c, "order")
		}
		if q.Distinct && !slices.ContainsFunc(out, func(s dataset.Column) bool { return s.Name == o.Column }) {
			return nil, NoColumn(out, o.Column)
		}
	}
	return out, q.cursor(columns)
}

func (q Query) cursor(columns []dataset.Column) error {
	if q.After == nil {
		return nil
	}
	if q.Distinct || q.Offset != 0 || len(q.After) != len(q.Order)+1 {
		return ErrCursor.New()
	}
	for i, v := range q.After {
		c := rowID
		if i < len(q.Order) {
			c, _ = ColumnOf(columns, q.Order[i].Column)
			if v == nil && c.Name != RowID {
				continue
			}
		}
		if !Fits(c.Type, v) {
			return ErrCursor.New()
		}
	}
	return nil
}

// Outputs checks a grouping and gives the columns of its answer: the groups, then
// the aggregates (the count of rows where none is named).
func (g Grouping) Outputs(columns []dataset.Column) ([]dataset.Column, error) {
	if err := Check(g.Where, columns); err != nil {
		return nil, err
	}
	if _, err := Words(g.Search); err != nil {
		return nil, err
	}
	if len(g.By) > MaxBy {
		return nil, tooMany("số cột nhóm", "columns to group by", MaxBy)
	}
	if len(g.Aggregates) > MaxFigure || len(g.Order) > MaxOrder {
		return nil, tooMany("số phép tính", "aggregates", MaxFigure)
	}
	var out []dataset.Column
	add := func(c dataset.Column, name string) error {
		if !outputName.MatchString(name) || slices.ContainsFunc(out, func(o dataset.Column) bool { return o.Name == name }) {
			return ErrName.New("name", clip(name))
		}
		c.Name = name
		out = append(out, c)
		return nil
	}
	for _, b := range g.By {
		c, err := b.column(columns)
		if err == nil {
			err = add(c, b.Name())
		}
		if err != nil {
			return nil, err
		}
	}
	for _, a := range g.Figures() {
		c, err := a.column(columns)
		if err == nil {
			err = add(c, a.Name())
		}
		if err != nil {
			return nil, err
		}
	}
	for _, o := range g.Order {
		if !slices.ContainsFunc(out, func(c dataset.Column) bool { return c.Name == o.Column }) {
			return nil, NoColumn(out, o.Column)
		}
	}
	return out, nil
}

// Figures are the aggregates, or the count of rows where none is named.
func (g Grouping) Figures() []Aggregate {
	if len(g.Aggregates) == 0 {
		return []Aggregate{{Function: Count}}
	}
	return g.Aggregates
}

func (b Bucket) column(columns []dataset.Column) (dataset.Column, error) {
	c, err := ColumnOf(columns, b.Column)
	if err != nil {
		return c, err
	}
	dated := c.Type == dataset.Date || c.Type == dataset.DateTime
	switch {
	case c.Type == dataset.Geometry, c.Name == RowID:
		return c, ErrOperator.New("operator", "group", "column", c.Name, "type", c.Type, "allowed", "count")
	case b.Part == "":
	case !dated || !slices.Contains(Parts(), b.Part):
		allowed := "—"
		if dated {
			allowed = strings.Join(Parts(), ", ")
		}
		return c, ErrOperator.New("operator", clip(b.Part), "column", c.Name, "type", c.Type, "allowed", allowed)
	default:
		c.Type, c.Key = dataset.Date, false
	}
	return c, nil
}

// Parts of a date that rows can be grouped by; an instant is cut in UTC.
func Parts() []string { return []string{"year", "quarter", "month", "day"} }

// Functions that a type has.
func Functions(t dataset.Type) []string {
	switch t {
	case dataset.Integer, dataset.Decimal:
		return []string{"count", "sum", "avg", "min", "max", "median", "distinct"}
	case dataset.Text, dataset.Date, dataset.DateTime:
		return []string{"count", "min", "max", "distinct"}
	case dataset.Boolean:
		return []string{"count", "distinct"}
	}
	return []string{"count"}
}

func (a Aggregate) column(columns []dataset.Column) (dataset.Column, error) {
	if a.Column == "" && a.Function == Count {
		return dataset.Column{Title: "count", Type: dataset.Integer}, nil
	}
	c, err := ColumnOf(columns, a.Column)
	if err != nil {
		return c, err
	}
	if !slices.Contains(Functions(c.Type), string(a.Function)) {
		return c, ErrOperator.New("operator", clip(string(a.Function)), "column", c.Name, "type", c.Type, "allowed", strings.Join(Functions(c.Type), ", "))
	}
	switch a.Function {
	case Count, Distinct:
		c.Type, c.Unit = dataset.Integer, ""
	case Avg, Median:
		c.Type = dataset.Decimal
	}
	c.Key = false
	return c, nil
}

// Words of a search: folded, separated by spaces.
func Words(search string) ([]string, error) {
	if len(search) > MaxText {
		return nil, tooMany("độ dài văn bản (byte)", "bytes of one text", MaxText)
	}
	words := strings.Fields(fold.String(search))
	slices.Sort(words)
	words = slices.Compact(words)
	if len(words) > MaxWords {
		return nil, tooMany("số từ tìm", "words to search for", MaxWords)
	}
	return words, nil
}

func tooMany(what, whatEn string, n int) error {
	return ErrLarge.New("what", what, "what_en", whatEn, "max", n)
}

func names(columns []dataset.Column) string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = c.Name
	}
	return strings.Join(all, ", ")
}
