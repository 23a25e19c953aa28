package chart

import (
	"slices"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Spec says which figure is drawn of a table. An empty Y counts rows.
type Spec struct {
	Kind Kind
	X    string // column of the categories or of time
	Part string // of a date: year, month, day; empty: as it is
	Y    string // column of the values
	By   string // column that splits the values; empty: none
	Agg  analytics.Function
}

// Aggregates that can be asked for by address.
var Aggregates = []analytics.Function{analytics.Sum, analytics.Avg, analytics.Min, analytics.Max, analytics.Median, analytics.Count}

// Value is the aggregate that the figure shows.
func (s Spec) Value() analytics.Aggregate {
	if s.Y == "" || s.Agg == analytics.Count {
		return analytics.Aggregate{Function: analytics.Count, As: "value"}
	}
	return analytics.Aggregate{Function: s.Agg, Column: s.Y, As: "value"}
}

// Grouping is the question behind the figure. Bars over unordered categories come
// with the greatest first.
func (s Spec) Grouping(columns []dataset.Column) analytics.Grouping {
	x := analytics.Bucket{Column: s.X, Part: s.Part}
	g := analytics.Grouping{By: []analytics.Bucket{x}, Aggregates: []analytics.Aggregate{s.Value()}, Limit: MostPoints}
	switch {
	case s.By != "":
		g.By = append(g.By, analytics.Bucket{Column: s.By})
		g.Order = []analytics.Order{{Column: x.Name()}, {Column: s.By}}
		g.Limit = 5000
	case s.Kind == Bar && !Ordered(columns, s.X):
		g.Order, g.Limit = []analytics.Order{{Column: "value", Desc: true}, {Column: x.Name()}}, MostBars
	default:
		g.Order = []analytics.Order{{Column: x.Name()}}
	}
	return g
}

// Fits tells whether a spec can be asked of these columns.
func (s Spec) Fits(columns []dataset.Column) bool {
	x, okX := column(columns, s.X)
	y, okY := column(columns, s.Y)
	_, okBy := column(columns, s.By)
	switch {
	case !okX || x.Type == dataset.Geometry, s.Y != "" && (!okY || !number(y.Type)), s.By != "" && (!okBy || s.By == s.X):
		return false
	case !slices.Contains(Kinds, s.Kind), !slices.Contains(Aggregates, s.Agg), s.Y == "" && s.Agg != analytics.Count:
		return false
	case s.Part != "" && (x.Type != dataset.Date && x.Type != dataset.DateTime || !slices.Contains([]string{"year", "quarter", "month", "day"}, s.Part)):
		return false
	}
	return (s.Kind != Multiples || s.By != "") && (s.Kind != Bar || s.By == "") && (s.Kind != Line || Ordered(columns, s.X))
}

// Ordered tells that the values of a column follow one another: numbers and dates.
func Ordered(columns []dataset.Column, name string) bool {
	c, ok := column(columns, name)
	return ok && (number(c.Type) || c.Type == dataset.Date || c.Type == dataset.DateTime)
}

func number(t dataset.Type) bool { return t == dataset.Integer || t == dataset.Decimal }

func column(columns []dataset.Column, name string) (dataset.Column, bool) {
	i := slices.IndexFunc(columns, func(c dataset.Column) bool { return c.Name == name })
	if i < 0 {
		return dataset.Column{}, false
	}
	return columns[i], true
}
