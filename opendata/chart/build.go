package chart

import (
	"math"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Words are how values are written: in the reader's language.
type Words struct {
	Value   func(v any, c dataset.Column, part string) string // of a group; nil means no value
	Number  func(float64) string
	Missing string // stands for no value
}

// Build turns the answer to Spec.Grouping into a figure, without title, finding and
// names of the axes. More series or labels than can be read are left out; left
// tells how many groups.
func Build(s Spec, g *analytics.Groups, columns []dataset.Column, w Words) (f Figure, left int64) {
	f = Figure{Kind: s.Kind, Ordered: Ordered(columns, s.X), Number: w.Number}
	x, _ := column(columns, s.X)
	by, split := column(columns, s.By)
	index, series := map[string]int{}, map[string]int{}
	var places []float64
	valueAt, shown := 1, labelled(s, g)
	if split {
		valueAt = 2
	}
	for _, row := range g.Rows {
		if len(row) <= valueAt || f.Ordered && row[0] == nil {
			left++
			continue
		}
		label := word(w, row[0], x, shown)
		name := ""
		if split {
			name = word(w, row[1], by, "")
		}
		j, known := series[name]
		if !known {
			if j = len(f.Series); j >= most(s.Kind) {
				left++
				continue
			}
			series[name] = j
			f.Series = append(f.Series, Series{Name: name})
		}
		i, known := index[label]
		if !known {
			if i = len(f.Labels); s.Kind == Bar && i >= MostBars || i >= MostPoints {
				left++
				continue
			}
			index[label] = i
			f.Labels = append(f.Labels, label)
			places = append(places, place(row[0]))
		}
		for k := range f.Series {
			for len(f.Series[k].Values) < len(f.Labels) {
				f.Series[k].Values = append(f.Series[k].Values, math.NaN())
			}
		}
		f.Series[j].Values[i] = Number(row[valueAt])
	}
	if f.Ordered && rising(places) {
		f.At = places
	}
	left += max(g.Total-int64(len(g.Rows)), 0)
	return f, left
}

// labelled is the part of dates that labels need: tables often have the first day of
// a month for the month, and 1 January for the year.
func labelled(s Spec, g *analytics.Groups) string {
	if s.Part != "" && s.Part != "day" {
		return s.Part
	}
	var first time.Time
	months, years, several := true, true, false
	for _, row := range g.Rows {
		if len(row) == 0 || row[0] == nil {
			continue
		}
		t, ok := row[0].(time.Time)
		if !ok {
			return s.Part
		}
		t = t.UTC()
		if first.IsZero() {
			first = t
		}
		several = several || !t.Equal(first)
		months = months && t.Day() == 1 && t.Equal(t.Truncate(24*time.Hour))
		years = years && months && t.Month() == time.January
	}
	switch {
	case !several || !months:
		return s.Part
	case years:
		return "year"
	}
	return "month"
}

func most(k Kind) int {
	switch k {
	case Line:
		return MostLines
	case Multiples:
		return MostPanels
	}
	return 1
}

func word(w Words, v any, c dataset.Column, part string) string {
	if v == nil {
		return w.Missing
	}
	return w.Value(v, c, part)
}

func rising(places []float64) bool {
	for i, p := range places {
		if math.IsNaN(p) || i > 0 && p <= places[i-1] {
			return false
		}
	}
	return true
}

// place is where a value stands on an axis.
func place(v any) float64 {
	if t, ok := v.(time.Time); ok {
		return float64(t.Unix())
	}
	return Number(v)
}

// Number reads a value of a table; NaN where it is none.
func Number(v any) float64 {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	case int:
		return float64(v)
	}
	return math.NaN()
}
