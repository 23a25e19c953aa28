package dataset

import (
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/dataset/quality"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Quality is how good the description is, by two yardsticks, and what to mend first.
type Quality struct {
	Band        string
	Points, Max int
	Share       float64 // by udata's criteria
	Groups      []Mark
	Criteria    []Mark
	First       []Fix
}

// Mark is one criterion or group of them.
type Mark struct {
	Label       string
	Points, Max int
	Met         bool
}

// Fix is something to mend and what it brings.
type Fix struct {
	Label, How string
	Gain       int
}

// mostFixes are named on the page.
const mostFixes = 3

func rate(r *site.Request, d view.Dataset) *Quality {
	lang := string(r.Lang)
	f := quality.Facts{Published: calendar.DateOf(d.PublishedAt), Updated: d.DataOn, Today: reading.Day(r)}
	mqa, udata := quality.MQA(d.Content, f), quality.ByUdata(d.Content, f)
	q := &Quality{Band: BandName(r.Lang, mqa.Band), Points: mqa.Points, Max: mqa.Max, Share: udata.Ratio()}
	for _, g := range mqa.Groups() {
		q.Groups = append(q.Groups, Mark{Label: g.Label(lang), Points: g.Points, Max: g.Max, Met: g.Points == g.Max})
	}
	for _, c := range udata.Criteria {
		q.Criteria = append(q.Criteria, Mark{Label: c.Label(lang), Points: c.Points, Max: c.Max, Met: c.Met})
	}
	for _, c := range mqa.Fixes() {
		if len(q.First) < mostFixes && c.Fix(lang) != "" {
			q.First = append(q.First, Fix{Label: c.Label(lang), How: c.Fix(lang), Gain: c.Max - c.Points})
		}
	}
	return q
}

// BandName names a band of quality.
func BandName(lang i18n.Lang, band string) string {
	for _, t := range quality.Bands() {
		if t.ID == band {
			return dataset.Term(t).Label(string(lang))
		}
	}
	return band
}
