package dataset

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhbach/analytics"
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/fold"
	"minhbach/portal/reading"
)

// Operator of a condition, by the name that addresses carry.
type Operator struct {
	ID    string
	Op    analytics.Op // of values
	Match analytics.MatchKind
	Types []dataset.Type // nil: all but geometry
}

var (
	texts  = []dataset.Type{dataset.Text}
	sorted = []dataset.Type{dataset.Integer, dataset.Decimal, dataset.Date, dataset.DateTime}
)

// Operators in the order in which they are offered.
var Operators = []Operator{
	{ID: "chua", Match: analytics.Contains, Types: texts},
	{ID: "bang", Op: analytics.Eq},
	{ID: "khac", Op: analytics.Ne},
	{ID: "tu", Op: analytics.Ge, Types: sorted},
	{ID: "den", Op: analytics.Le, Types: sorted},
	{ID: "tren", Op: analytics.Gt, Types: sorted},
	{ID: "duoi", Op: analytics.Lt, Types: sorted},
	{ID: "dau", Match: analytics.Starts, Types: texts},
	{ID: "trong"},
	{ID: "co"},
}

func operator(id string) (Operator, bool) {
	i := slices.IndexFunc(Operators, func(o Operator) bool { return o.ID == id })
	if i < 0 {
		return Operator{}, false
	}
	return Operators[i], true
}

// read makes the condition; nil where it is not filled in.
func (c Condition) read(columns []dataset.Column, lang string) (analytics.Expr, error) {
	if c.Column == "" {
		return nil, nil
	}
	column, ok := Column(columns, c.Column)
	if !ok {
		return nil, reading.ErrChoice.New("text", cut(c.Column, 60))
	}
	id := c.Operator
	if id == "" {
		id = "bang"
	}
	o, ok := operator(id)
	if !ok {
		return nil, reading.ErrChoice.New("text", cut(id, 60))
	}
	switch {
	case o.ID == "trong":
		return analytics.Missing{Column: c.Column}, nil
	case o.ID == "co":
		return analytics.Not{Expr: analytics.Missing{Column: c.Column}}, nil
	case c.Value == "":
		return nil, nil
	case column.Type == dataset.Geometry, o.Types != nil && !slices.Contains(o.Types, column.Type):
		return nil, analytics.ErrOperator.New("operator", o.ID, "column", Label("vi", column), "type", TypeName("vi", column.Type), "allowed", allowed(column.Type))
	}
	text, err := reading.Text(c.Value)
	if err != nil {
		return nil, err
	}
	if column.Type == dataset.Text {
		switch {
		case o.Match != "":
			return analytics.Match{Column: c.Column, Kind: o.Match, Text: text}, nil
		case o.Op == analytics.Ne:
			return analytics.Not{Expr: analytics.Match{Column: c.Column, Kind: analytics.Equals, Text: text}}, nil
		}
		return analytics.Match{Column: c.Column, Kind: analytics.Equals, Text: text}, nil
	}
	v, example, ok := parse(column.Type, text, lang)
	if !ok {
		return nil, analytics.ErrValue.New("value", cut(text, 60), "type", TypeName("vi", column.Type), "column", Label("vi", column), "example", example)
	}
	return analytics.Compare{Column: c.Column, Op: o.Op, Value: v}, nil
}

func allowed(t dataset.Type) string {
	var ids []string
	for _, o := range Operators {
		if o.Types == nil || slices.Contains(o.Types, t) {
			ids = append(ids, o.ID)
		}
	}
	return strings.Join(ids, ", ")
}

// parse reads a value as people write it in a language.
func parse(t dataset.Type, text, lang string) (v any, example string, ok bool) {
	switch t {
	case dataset.Integer:
		f, ok := number(text, lang)
		return int64(f), "1234", ok && f == math.Trunc(f) && math.Abs(f) < 1<<53
	case dataset.Decimal:
		f, ok := number(text, lang)
		return f, "1234,5", ok
	case dataset.Boolean:
		switch fold.String(text) {
		case "co", "yes", "true", "1", "dung":
			return true, "", true
		case "khong", "no", "false", "0", "sai":
			return false, "", true
		}
		return nil, "có / không", false
	case dataset.Date, dataset.DateTime:
		for _, read := range []func(string) (calendar.Date, error){calendar.Parse, calendar.ParseDMY} {
			if d, err := read(text); err == nil {
				if t == dataset.Date {
					return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC), "", true
				}
				return d.Start().UTC(), "", true
			}
		}
		return nil, "31/12/2026", false
	}
	return nil, "", false
}

// number reads 1.234,5 in Vietnamese and 1,234.5 in English; a single mark that
// cannot group thousands is a decimal mark in both.
func number(text, lang string) (float64, bool) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "−", "-").Replace(text)
	thousand, decimal := ".", ","
	if lang == "en" {
		thousand, decimal = ",", "."
	}
	if strings.Count(text, thousand) == 1 && !strings.Contains(text, decimal) {
		if _, after, _ := strings.Cut(text, thousand); len(after) != 3 {
			thousand, decimal = decimal, thousand
		}
	}
	text = strings.ReplaceAll(text, thousand, "")
	f, err := strconv.ParseFloat(strings.Replace(text, decimal, ".", 1), 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}
