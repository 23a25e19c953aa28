package chart

import (
	"slices"
	"strings"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fold"
)

// Choose finds a figure that says something about a table: a number over time, else
// by category, else how many rows a category has. Profiles may be nil; then it
// knows less. False when there is nothing to draw.
func Choose(columns []dataset.Column, profiles []analytics.Profile) (Spec, bool) {
	of := map[string]analytics.Profile{}
	for _, p := range profiles {
		of[p.Column] = p
	}
	s := Spec{Agg: analytics.Count}
	if y := value(columns, of); y.Name != "" {
		s.Y, s.Agg = y.Name, aggregate(y)
	}
	if t := moment(columns, of); t.Name != "" && t.Name != s.Y {
		s.Kind, s.X, s.Part = Line, t.Name, part(t, of[t.Name])
		by, n := splitter(columns, of, of[t.Name].Distinct)
		switch {
		case by == "" || n < 2:
		case n <= MostLines:
			s.By = by
		case n <= MostPanels:
			s.By, s.Kind = by, Multiples
		}
		return s, true
	}
	s.Kind = Bar
	if s.X = category(columns, of); s.X == "" || s.X == s.Y {
		return Spec{}, false
	}
	return s, true
}

// Again chooses what is left open in a spec that somebody began.
func Again(s Spec, columns []dataset.Column, profiles []analytics.Profile) Spec {
	if s.Kind == "" {
		switch {
		case s.By != "" && Ordered(columns, s.X) && distinct(profiles, s.By) <= MostLines:
			s.Kind = Line
		case s.By != "":
			s.Kind = Multiples
		case Ordered(columns, s.X):
			s.Kind = Line
		default:
			s.Kind = Bar
		}
	}
	if c, ok := column(columns, s.Y); ok && s.Agg == "" {
		s.Agg = aggregate(c)
	} else if s.Agg == "" {
		s.Agg = analytics.Count
	}
	if x, ok := column(columns, s.X); ok && s.Part == "" {
		for _, p := range profiles {
			if p.Column == s.X {
				s.Part = part(x, p)
			}
		}
	}
	return s
}

func distinct(profiles []analytics.Profile, name string) int64 {
	for _, p := range profiles {
		if p.Column == name {
			return p.Distinct
		}
	}
	return 0
}

// named tells that one of the words stands in a column's name or title.
func named(c dataset.Column, words ...string) bool {
	have := append(fold.Tokens(strings.ReplaceAll(c.Name, "_", " ")), fold.Tokens(c.Title)...)
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(have, w) })
}

// year tells columns of years from other integers.
func year(c dataset.Column, p analytics.Profile) bool {
	low, okLow := p.Min.(int64)
	high, okHigh := p.Max.(int64)
	if c.Type != dataset.Integer || okLow && low < 1500 || okHigh && high > 2200 {
		return false
	}
	return named(c, "nam", "year")
}

// code tells numbers that only name things.
func code(c dataset.Column) bool {
	return c.Key || named(c, "ma", "id", "stt", "code", "tt", "so_thu_tu", "zip", "phone")
}

func moment(columns []dataset.Column, of map[string]analytics.Profile) dataset.Column {
	for _, c := range columns {
		if year(c, of[c.Name]) || c.Type == dataset.Date || c.Type == dataset.DateTime {
			if p, known := of[c.Name]; !known || p.Distinct > 2 {
				return c
			}
		}
	}
	return dataset.Column{}
}

// value is the last number that is no code and no year: totals stand at the end.
func value(columns []dataset.Column, of map[string]analytics.Profile) (found dataset.Column) {
	for _, c := range columns {
		if !number(c.Type) || year(c, of[c.Name]) || code(c) {
			continue
		}
		if p, known := of[c.Name]; known && p.Values == 0 {
			continue
		}
		if found.Name == "" || found.Unit == "" && c.Unit != "" {
			found = c
		}
	}
	return found
}

// part cuts dates so that a line keeps few points.
func part(c dataset.Column, p analytics.Profile) string {
	low, okLow := p.Min.(time.Time)
	high, okHigh := p.Max.(time.Time)
	if c.Type != dataset.Date && c.Type != dataset.DateTime || !okLow || !okHigh {
		return ""
	}
	switch days := high.Sub(low).Hours() / 24; {
	case days > 3*366 && p.Distinct > 60:
		return "year"
	case days > 70 && p.Distinct > 60:
		return "month"
	case c.Type == dataset.DateTime:
		return "day"
	}
	return ""
}
