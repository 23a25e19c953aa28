package dataset

import (
	"math"
	"strconv"
	"strings"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/opendata/chart"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// words write values of groups for people.
func words(lang i18n.Lang) chart.Words {
	return chart.Words{
		Missing: i18n.T(lang, "data.no-value"),
		Number:  func(v float64) string { return Amount(lang, v) },
		Value: func(v any, c dataset.Column, part string) string {
			if t, ok := v.(time.Time); ok {
				switch part {
				case "year":
					return strconv.Itoa(t.UTC().Year())
				case "quarter":
					return i18n.T(lang, "chart.quarter", strconv.Itoa((int(t.UTC().Month())+2)/3), strconv.Itoa(t.UTC().Year()))
				case "month":
					return t.UTC().Format("01/2006")
				case "day":
					return t.UTC().Format("02/01/2006")
				}
			}
			if n, ok := v.(int64); ok && n > 0 && n < 3000 {
				return strconv.FormatInt(n, 10)
			}
			return cut(Value(lang, c, v), 80)
		},
	}
}

// describe gives the figure its title, axes and the one thing to say.
func describe(lang i18n.Lang, f *chart.Figure, s chart.Spec, columns []dataset.Column, left int64) {
	x, y := Label(lang, column(columns, s.X)), column(columns, s.Y)
	value := i18n.T(lang, "chart.agg."+string(s.Agg), Label(lang, y))
	f.Title = i18n.T(lang, "chart.title", value, x)
	if s.By != "" {
		f.Title = i18n.T(lang, "chart.title.by", value, x, Label(lang, column(columns, s.By)))
	}
	f.X, f.Y = x, value
	if s.Agg == analytics.Count {
		y.Unit = ""
	}
	unit := y.Unit
	f.Measure = f.Y
	if unit != "" {
		f.Measure += " (" + unit + ")"
	}
	if f.Kind != chart.Bar {
		f.Divisor, unit = divide(lang, *f, unit)
	}
	if unit != "" {
		f.Y += " (" + unit + ")"
	}
	f.Finding = sentence(lang, *f, unit, left > 0)
}

// scales of numbers in words, and how a unit of a column begins with them.
var (
	scales = []struct {
		by  float64
		key string
	}{{1e12, "chart.trillion"}, {1e9, "chart.billion"}, {1e6, "chart.million"}}
	begins = []struct {
		word string
		by   float64
	}{{"nghìn tỷ", 1e12}, {"nghìn tỉ", 1e12}, {"ngàn tỷ", 1e12}, {"tỷ", 1e9}, {"tỉ", 1e9}, {"triệu", 1e6}, {"nghìn", 1e3}, {"ngàn", 1e3},
		{"trillion", 1e12}, {"billion", 1e9}, {"million", 1e6}, {"thousand", 1e3}, {"1000", 1e3}, {"1.000", 1e3}}
)

// divide keeps the numbers of an axis short: by how much values are divided, and the
// unit then. A unit that is itself scaled is scaled on: "triệu đồng" becomes "tỷ đồng".
func divide(lang i18n.Lang, f chart.Figure, unit string) (float64, string) {
	high := 0.0
	for _, s := range f.Series {
		for _, v := range s.Values {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				high = max(high, math.Abs(v))
			}
		}
	}
	if high < 2e6 {
		return 1, unit
	}
	base, rest := 1.0, unit
	for _, x := range begins {
		if len(unit) >= len(x.word) && strings.EqualFold(unit[:len(x.word)], x.word) && (len(unit) == len(x.word) || unit[len(x.word)] == ' ') {
			base, rest = x.by, strings.TrimSpace(unit[len(x.word):])
			break
		}
	}
	for _, x := range scales {
		if x.by > base && high*base >= 2*x.by {
			return x.by / base, strings.TrimSpace(i18n.T(lang, x.key) + " " + rest)
		}
	}
	return 1, unit
}

// sentence says the finding, in the units of the axis: long numbers say little.
func sentence(lang i18n.Lang, f chart.Figure, unit string, more bool) string {
	with := func(v float64) string {
		if f.Divisor > 0 {
			v /= f.Divisor
		}
		text := Amount(lang, v)
		if unit != "" && unit[0] != '%' {
			return text + " " + unit
		}
		return text + unit
	}
	switch x := chart.Find(f); x.Code {
	case "trend":
		key := "chart.finding.level"
		if x.To > x.From {
			key = "chart.finding.up"
		} else if x.To < x.From {
			key = "chart.finding.down"
		}
		text := i18n.T(lang, key, with(x.From), x.First, with(x.To), x.Last)
		if c := math.Abs(x.Change); !math.IsNaN(c) && c >= 0.001 && c < 10 {
			text += i18n.T(lang, "chart.finding.share", i18n.Percent(lang, c))
		}
		if x.Peak != x.Last && x.Peak != x.First {
			text += " " + i18n.T(lang, "chart.finding.peak", with(x.High), x.Peak)
		}
		return text
	case "most":
		if more { // the lowest is not drawn
			return i18n.T(lang, "chart.finding.highest", x.Peak, with(x.High))
		}
		return i18n.T(lang, "chart.finding.most", x.Peak, with(x.High), x.Lowest, with(x.Low))
	case "ranks":
		key := "chart.finding.ranks"
		if x.Where != "" {
			key += "." + x.Where
		}
		return i18n.T(lang, key, x.Series, with(x.High), x.Last, x.Lowest, with(x.Low))
	case "one":
		return i18n.T(lang, "chart.finding.one", x.Last, with(x.To))
	}
	return ""
}

// fields are the form that changes the figure.
func fields(r *site.Request, columns []dataset.Column, s chart.Spec) []render.Field {
	t := func(key string) string { return i18n.T(r.Lang, key) }
	choose := func(id, key string) render.Field {
		return render.Field{Kind: "select", ID: "bd-" + id, Name: id, Label: t(key), Optional: true}
	}
	kind, x, y, by, agg := choose("kind", "chart.kind"), choose("x", "chart.x"), choose("y", "chart.y"), choose("by", "chart.by"), choose("agg", "chart.agg")
	for _, k := range chart.Kinds {
		kind.Options = append(kind.Options, render.Option{Value: string(k), Label: t("chart.kind." + string(k)), Selected: k == s.Kind})
	}
	y.Options = append(y.Options, render.Option{Label: t("chart.y.count"), Selected: s.Y == ""})
	by.Options = append(by.Options, render.Option{Label: t("chart.by.none"), Selected: s.By == ""})
	for _, c := range columns {
		if c.Type == dataset.Geometry {
			continue
		}
		label := Label(r.Lang, c)
		x.Options = append(x.Options, render.Option{Value: c.Name, Label: label, Selected: c.Name == s.X})
		if right(c.Type) {
			y.Options = append(y.Options, render.Option{Value: c.Name, Label: label, Selected: c.Name == s.Y})
		} else {
			by.Options = append(by.Options, render.Option{Value: c.Name, Label: label, Selected: c.Name == s.By})
		}
	}
	for _, a := range chart.Aggregates {
		agg.Options = append(agg.Options, render.Option{Value: string(a), Label: t("chart.aggregate." + string(a)), Selected: a == s.Agg})
	}
	return []render.Field{kind, x, y, agg, by}
}

// kept is what the form of the figure carries along: the point in time and the
// rows that a reader chose.
func kept(r *site.Request) []render.Hidden {
	var out []render.Hidden
	for _, name := range []string{"as_of", "q", "c1", "p1", "v1", "c2", "p2", "v2", "c3", "p3", "v3"} {
		if v := r.Asked.Query().Get(name); v != "" {
			out = append(out, render.Hidden{Name: name, Value: v})
		}
	}
	return out
}
