package chart

import (
	"slices"
	"strings"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/fold"
)

// rates are the words of what cannot be added up: shares, prices, measurements.
var rates = []string{
	"ti le", "ty le", "ti suat", "ty suat", "ti trong", "ty trong", "ti gia", "ty gia", "chi so", "he so", "mat do", "nong do", "ham luong",
	"nhiet do", "do am", "do man", "do ph", "muc nuoc", "nang suat", "binh quan", "trung binh", "don gia", "gia ban", "gia mua", "gia thue", "muc gia", "lai suat",
	"rate", "percent", "percentage", "ratio", "share", "average", "mean", "index", "density", "price", "temperature", "humidity", "salinity", "yield", "per capita",
}

// aggregate adds amounts up and averages what is a share, a price or a measurement.
func aggregate(c dataset.Column) analytics.Function {
	if strings.ContainsAny(c.Unit, "%‰/°") || says(c, rates...) || price(c) {
		return analytics.Avg
	}
	return analytics.Sum
}

// says tells that one of the folded phrases stands in a column's name or title.
func says(c dataset.Column, phrases ...string) bool {
	name := " " + strings.Join(fold.Tokens(strings.ReplaceAll(c.Name, "_", " ")), " ") + " | " + strings.Join(fold.Tokens(c.Title), " ") + " "
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(name, " "+p+" ") })
}

// price needs the accent: "giá", not "gia cầm", nor "giá trị" and "đánh giá". A name
// without accents is a price where it begins so and no title says more.
func price(c dataset.Column) bool {
	words := strings.Fields(strings.ToLower(c.Title))
	for i, w := range words {
		if w == "giá" && (i+1 == len(words) || words[i+1] != "trị") && (i == 0 || words[i-1] != "đánh") {
			return true
		}
	}
	return len(words) == 0 && strings.HasPrefix(c.Name+"_", "gia_") && !strings.HasPrefix(c.Name, "gia_tri") && !strings.HasPrefix(c.Name, "gia_cam") && !strings.HasPrefix(c.Name, "gia_suc")
}

// measure tells columns that only name the unit of another one.
func measure(c dataset.Column) bool {
	return says(c, "don vi tinh", "don vi do", "don vi do luong", "dvt", "unit of measure", "measurement unit") || slices.Equal(fold.Tokens(c.Name), []string{"unit"})
}

// codes tells a column whose texts are codes of what another column may name.
func codes(c dataset.Column, p analytics.Profile) bool {
	if named(c, "ma", "id", "stt", "code") {
		return true
	}
	for _, t := range p.Top {
		text, ok := t.Value.(string)
		if !ok || len(text) < 2 || strings.ContainsFunc(text, func(r rune) bool { return r > '~' || r == ' ' || 'a' <= r && r <= 'z' }) {
			return false
		}
	}
	return len(p.Top) > 0
}

// period tells a text that names a time which the axis already shows: "Quý", "Tháng".
func period(c dataset.Column) bool {
	first, _, _ := strings.Cut(strings.ToLower(c.Title), " ")
	return slices.Contains([]string{"quý", "tháng", "tuần", "kỳ", "quarter", "month", "week", "period"}, first)
}

// splitter is the text column with the fewest values, and how many. Of two with as
// many it is the one with names. Units, times and what the axis determines split
// nothing.
func splitter(columns []dataset.Column, of map[string]analytics.Profile, places int64) (string, int64) {
	best, n, coded := "", int64(MostPanels+1), false
	for _, c := range columns {
		p, known := of[c.Name]
		if c.Type != dataset.Text || !known || p.Distinct < 2 || p.Distinct == places || p.Distinct > MostPanels || measure(c) || period(c) {
			continue
		}
		if is := codes(c, p); p.Distinct < n || p.Distinct == n && coded && !is {
			best, n, coded = c.Name, p.Distinct, is
		}
	}
	return best, n
}

// category prefers names over codes, and columns whose values repeat or are few.
func category(columns []dataset.Column, of map[string]analytics.Profile) string {
	best, score := "", -1
	for i, c := range columns {
		if c.Type != dataset.Text && c.Type != dataset.Boolean && !year(c, of[c.Name]) || measure(c) {
			continue
		}
		s := 10 - min(i, 9)
		p, known := of[c.Name]
		if known {
			switch {
			case p.Distinct >= 2 && p.Distinct <= MostBars:
				s += 40
			case p.Distinct > MostBars && p.Distinct < p.Values:
				s += 20
			case p.Distinct < 2:
				continue
			}
		}
		if code(c) || codes(c, p) {
			s -= 30
		}
		if s > score || best == "" {
			best, score = c.Name, s
		}
	}
	return best
}
