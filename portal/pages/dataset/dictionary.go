package dataset

import (
	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/portal/i18n"
	"minhbach/portal/site"
)

// Entry is a column with what its values are like.
type Entry struct {
	Name, Label, Type, Unit, Text string
	TextLang                      string
	Key                           bool
	Known                         bool // statistics are there
	Values, Missing, Distinct     int64
	Range, Mean, Top              string
}

// mostEntries are described on the page; the rest is in the documents for programs.
const mostEntries = 100

func dictionary(r *site.Request, columns []dataset.Column, profiles []analytics.Profile) []Entry {
	of := map[string]analytics.Profile{}
	for _, p := range profiles {
		of[p.Column] = p
	}
	var out []Entry
	for _, c := range columns[:min(len(columns), mostEntries)] {
		e := Entry{Name: c.Name, Label: Label(r.Lang, c), Type: TypeName(r.Lang, c.Type), Unit: c.Unit, Key: c.Key}
		e.Text, e.TextLang = Local(r.Lang, c.Description, c.DescriptionEn)
		if p, ok := of[c.Name]; ok {
			e.Known, e.Values, e.Missing, e.Distinct = true, p.Values, p.Missing, p.Distinct
			if p.Min != nil && p.Max != nil {
				e.Range = cut(Value(r.Lang, c, p.Min), 40) + " – " + cut(Value(r.Lang, c, p.Max), 40)
			}
			if p.Mean != nil && p.Median != nil && right(c.Type) && !plain(c) {
				e.Mean = i18n.T(r.Lang, "data.mean", Amount(r.Lang, *p.Mean), Amount(r.Lang, *p.Median))
			}
			e.Top = top(r.Lang, c, p)
		}
		out = append(out, e)
	}
	return out
}

// top names the three most frequent values where they say something.
func top(lang i18n.Lang, c dataset.Column, p analytics.Profile) string {
	if c.Type != dataset.Text && c.Type != dataset.Boolean || len(p.Top) == 0 || p.Top[0].Count < 2 {
		return ""
	}
	text := ""
	for i, f := range p.Top[:min(len(p.Top), 3)] {
		if i > 0 {
			text += "; "
		}
		text += cut(Value(lang, c, f.Value), 40) + " (" + i18n.Number(lang, f.Count) + ")"
	}
	return text
}
