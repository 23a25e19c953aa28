package dataset

import (
	"maps"
	"slices"
)

func (c Content) clone() Content {
	c.Description = c.Description.clone()
	if c.Release != nil {
		r := c.Release.clone()
		c.Release = &r
	}
	return c
}

func (d Description) clone() Description {
	d.Topics, d.Keywords = slices.Clone(d.Topics), slices.Clone(d.Keywords)
	return d
}

func (r Release) clone() Release {
	r.Reading.Skip = slices.Clone(r.Reading.Skip)
	r.Reading.Empty = slices.Clone(r.Reading.Empty)
	r.Reading.Columns = slices.Clone(r.Reading.Columns)
	r.Columns = slices.Clone(r.Columns)
	r.Findings = slices.Clone(r.Findings)
	for i := range r.Findings {
		r.Findings[i].Rows = slices.Clone(r.Findings[i].Rows)
	}
	r.Notes = slices.Clone(r.Notes)
	for i := range r.Notes {
		r.Notes[i].Params = maps.Clone(r.Notes[i].Params)
	}
	return r
}
