package quality

import (
	"cmp"
	"slices"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
)

// Facts are what a score needs besides the content.
type Facts struct {
	Published calendar.Date // of version 1; zero: never
	Updated   calendar.Date // when the present data became public; zero: Published
	Today     calendar.Date // zero: leave out what the day decides
}

// Score is one yardstick laid against one dataset.
type Score struct {
	Points   int         `json:"points"`
	Max      int         `json:"max"`
	Band     string      `json:"band,omitempty"` // of MQA only
	Criteria []Criterion `json:"criteria"`       // in the order of the yardstick
}

// Criterion is one question of a yardstick and its answer. Fix says what to do and
// is empty where nothing is.
type Criterion struct {
	ID     string `json:"id"`
	Group  string `json:"group"`
	Points int    `json:"points"`
	Max    int    `json:"max"`
	Met    bool   `json:"met"`
	Vi     string `json:"vi"`
	En     string `json:"en"`
	FixVi  string `json:"fix_vi,omitempty"`
	FixEn  string `json:"fix_en,omitempty"`
}

// Label is what is asked, for people.
func (c Criterion) Label(lang string) string {
	if lang == "en" {
		return c.En
	}
	return c.Vi
}

// Fix is what to do about it, for people.
func (c Criterion) Fix(lang string) string {
	if lang == "en" {
		return c.FixEn
	}
	return c.FixVi
}

// Ratio is the score from 0 to 1.
func (s Score) Ratio() float64 {
	if s.Max == 0 {
		return 0
	}
	return float64(s.Points) / float64(s.Max)
}

// Fixes lists what to mend, that which gains most first.
func (s Score) Fixes() []Criterion {
	open := slices.DeleteFunc(slices.Clone(s.Criteria), func(c Criterion) bool { return c.Met })
	slices.SortStableFunc(open, func(a, b Criterion) int { return cmp.Compare(b.Max-b.Points, a.Max-a.Points) })
	return open
}

// Group is a dimension of a yardstick with its part of the points.
type Group struct {
	ID     string `json:"id"`
	Vi     string `json:"vi"`
	En     string `json:"en"`
	Points int    `json:"points"`
	Max    int    `json:"max"`
}

// Label names the dimension for people.
func (g Group) Label(lang string) string {
	if lang == "en" {
		return g.En
	}
	return g.Vi
}

// Groups sums the criteria up by dimension, in the order of the yardstick.
func (s Score) Groups() []Group {
	var all []Group
	for _, c := range s.Criteria {
		i := slices.IndexFunc(all, func(g Group) bool { return g.ID == c.Group })
		if i < 0 {
			i = len(all)
			all = append(all, Group{ID: c.Group, Vi: groups[c.Group][0], En: groups[c.Group][1]})
		}
		all[i].Points += c.Points
		all[i].Max += c.Max
	}
	return all
}

// question is one row of a yardstick's table.
type question struct {
	id, group    string
	max          int
	met          func(c dataset.Content, f Facts) bool
	vi, en       string
	fixVi, fixEn string
}

func score(table []question, c dataset.Content, f Facts) Score {
	s := Score{Criteria: make([]Criterion, 0, len(table))}
	for _, q := range table {
		a := Criterion{ID: q.id, Group: q.group, Max: q.max, Met: q.met(c, f), Vi: q.vi, En: q.en}
		if a.Met {
			a.Points = q.max
		} else {
			a.FixVi, a.FixEn = q.fixVi, q.fixEn
		}
		s.Points, s.Max = s.Points+a.Points, s.Max+a.Max
		s.Criteria = append(s.Criteria, a)
	}
	return s
}
