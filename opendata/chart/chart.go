// Package chart draws the figures of a table on the server: bars, lines and small
// multiples as SVG, chosen from the types of the columns and adjustable by address.
//
// Promises: the same figure always gives the same bytes; every text is escaped, so
// that no value of a table becomes markup; colours are presentation attributes with
// classes, so that a page may set its own without inline style and the file alone
// is readable on white; series differ by shape and dash as well as by colour.
//
// It asks no question of a table and knows no language: the caller brings groups
// and words. It draws no maps.
package chart

import "math"

// Kind of a figure.
type Kind string

const (
	Bar       Kind = "bar"       // one bar a category
	Line      Kind = "line"      // values over time, up to MostLines lines
	Multiples Kind = "multiples" // one small figure a category, on one scale
)

// Kinds lists them in the order in which they are offered.
var Kinds = []Kind{Bar, Line, Multiples}

// What still can be read.
const (
	MostBars   = 20
	MostLines  = 6
	MostPanels = 12
	MostPoints = 400 // of one line
)

// Figure is what is drawn. Labels and names are written as they shall be read.
type Figure struct {
	Kind    Kind
	Title   string
	Finding string // one sentence, the text alternative
	X, Y    string // what the axes show
	Measure string // what the values are, undivided: the head of their table
	Labels  []string
	At      []float64 // where the labels stand on a line's axis, ascending; nil: evenly
	Series  []Series
	Ordered bool                 // labels follow one another: panels are lines
	Number  func(float64) string // writes a value
	Divisor float64              // values on the axis are divided by it; 0: 1
}

// Series is one line, or the bars. NaN stands for no value.
type Series struct {
	Name   string
	Values []float64
}

// Empty tells that nothing can be drawn.
func (f Figure) Empty() bool {
	for _, s := range f.Series {
		for _, v := range s.Values {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				return len(f.Labels) == 0
			}
		}
	}
	return true
}

// extent is the smallest and the greatest value, zero included.
func (f Figure) extent() (low, high float64) {
	for _, s := range f.Series {
		for _, v := range s.Values {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	return low, high
}

func (f Figure) number(v float64) string {
	if f.Number == nil {
		return trim(v)
	}
	return f.Number(v)
}

// onAxis writes a value as the axis has it.
func (f Figure) onAxis(v float64) string {
	if f.Divisor > 0 {
		v /= f.Divisor
	}
	return f.number(v)
}
