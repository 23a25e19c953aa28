package dublincore

import (
	"encoding/json"
	"strings"
	"time"
)

// Schema is the address that <link rel="schema.DC"> names.
const Schema = "http://purl.org/dc/elements/1.1/"

// Meta is one <meta name content> of a page's head.
type Meta struct {
	Name    string
	Content string
	Scheme  string
	Lang    string
}

// Metas lists the record for a page's head: DC.title, DC.date.issued, …
func (r Record) Metas() []Meta {
	var out []Meta
	for _, e := range Elements {
		for _, v := range e.values(&r) {
			if strings.TrimSpace(v.Text) == "" {
				continue
			}
			name := "DC." + e.Name
			if v.Refinement != "" {
				name += "." + v.Refinement
			}
			out = append(out, Meta{Name: name, Content: v.Text, Scheme: v.Scheme, Lang: v.Lang})
		}
	}
	return out
}

// JSON is the record as it is archived with the item: indented, every mandatory
// element present even when empty, a newline at the end.
func (r Record) JSON() ([]byte, error) {
	for _, values := range []*[]Value{&r.Title, &r.Creator, &r.Date, &r.Description, &r.Publisher, &r.Identifier} {
		if *values == nil {
			*values = []Value{}
		}
	}
	out, err := json.MarshalIndent(r, "", "  ")
	return append(out, '\n'), err
}

// isoDate accepts the W3CDTF profile of ISO 8601, and an interval of two such
// dates for the period that an item covers.
func isoDate(text string) bool {
	for part := range strings.SplitSeq(text, "/") {
		if !anyLayout(part, "2006", "2006-01", time.DateOnly, "2006-01-02T15:04Z07:00", time.RFC3339) {
			return false
		}
	}
	return strings.Count(text, "/") <= 1
}

func anyLayout(text string, layouts ...string) bool {
	for _, layout := range layouts {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}
