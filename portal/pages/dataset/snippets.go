package dataset

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Snippet is a few lines of a program that gets this very data.
type Snippet struct{ ID, Label, Text string }

// snippets ask for the version that the page shows, so that what was computed from
// it can be computed again.
func snippets(r *site.Request, d view.Dataset, profiles []analytics.Profile) []Snippet {
	api := Site(r).API(d.ID)
	at := url.Values{"version": {strconv.Itoa(d.Version)}}
	if asOf := r.Asked.Query().Get("as_of"); !r.AsOf.IsNow() {
		at = url.Values{"as_of": {asOf}}
	}
	csv := reading.With(api+"/data.csv", clone(at))
	rows := clone(at)
	rows.Set("limit", "5")
	curl := "curl -s " + shell(reading.With(api+"/rows", rows))
	if where := example(d.Content.Release.Columns, profiles); where != "" {
		curl += "\n\n# " + i18n.T(r.Lang, "data.snippet.where") + "\n" +
			"curl -s -G " + shell(api+"/rows") + " \\\n  --data-urlencode " + shell("where="+where)
		for name, values := range at {
			curl += " \\\n  --data-urlencode " + shell(name+"="+values[0])
		}
	}
	json := reading.With(api+"/data.json", clone(at))
	return []Snippet{
		{"curl", "curl", curl},
		{"python", "Python", "import pandas as pd\n\ndf = pd.read_csv(" + quote(csv) + ")\nprint(df.head())"},
		{"r", "R", "df <- read.csv(" + quote(csv) + ", fileEncoding = \"UTF-8\", check.names = FALSE)\nhead(df)"},
		{"js", "JavaScript", "const answer = await fetch(" + quote(json) + ");\nconst rows = await answer.json();\nconsole.log(rows);"},
	}
}

func clone(q url.Values) url.Values {
	out := url.Values{}
	for name, values := range q {
		out[name] = values
	}
	return out
}

// example is a condition that some row of the table meets.
func example(columns []dataset.Column, profiles []analytics.Profile) string {
	for _, p := range profiles {
		c, ok := Column(columns, p.Column)
		if !ok || c.Type != dataset.Text || len(p.Top) == 0 {
			continue
		}
		if text, ok := p.Top[0].Value.(string); ok && len(text) < 60 && !strings.ContainsFunc(text, unicode.IsControl) {
			return WhereText(analytics.Compare{Column: c.Name, Op: analytics.Eq, Value: text})
		}
	}
	for _, p := range profiles {
		if c, ok := Column(columns, p.Column); ok && c.Type == dataset.Integer {
			if high, ok := p.Max.(int64); ok {
				return WhereText(analytics.Compare{Column: c.Name, Op: analytics.Eq, Value: high})
			}
		}
	}
	return ""
}

// shell quotes an argument so that no shell reads anything in it.
func shell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// quote writes a string of Python, R and JavaScript alike; addresses are escaped
// already and hold neither quotes nor backslashes.
func quote(s string) string { return strconv.QuoteToASCII(s) }
