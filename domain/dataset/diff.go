package dataset

import (
	"fmt"
	"maps"
	"strings"

	"minhbach/domain/editorial"
)

// FieldChange is one field of the description or the columns dictionary that
// differs between two versions. Field is a path: "title", "contact.email",
// "release.file", "columns.dan_so.unit".
type FieldChange = editorial.Change

var reading = []string{
	"title", "title_en", "summary", "summary_en", "description", "description_en", "topics", "keywords",
	"spatial", "spatial_code", "period_from", "period_to", "licence", "frequency", "next_due", "creator", "contact",
	"source", "source_url", "method", "release", "columns",
}

// DiffContent lists the fields in which two contents differ, in reading order. It
// does not compare inside a text, and it says nothing of rows.
func DiffContent(a, b Content) []FieldChange { return editorial.Diff(fields(a), fields(b), reading) }

func fields(c Content) map[string]string {
	out := editorial.Fields(c.Description)
	r := c.Release
	if r == nil {
		return out
	}
	put := func(name, value string) {
		if value != "" {
			out["release."+name] = value
		}
	}
	put("file", fmt.Sprintf("%s (%s, %d byte, SHA-256 %s)", r.File.Name, r.File.MediaType, r.File.Size, r.File.SHA256))
	put("rows", fmt.Sprint(r.Rows))
	put("rejected", fmt.Sprint(r.Rejected))
	put("change", string(r.Change))
	put("reason", r.Reason)
	how := editorial.Fields(r.Reading)
	delete(how, "columns")
	for name, value := range how {
		put("reading."+name, value)
	}
	var found []string
	for _, f := range r.Findings {
		found = append(found, fmt.Sprintf("%s: %s (%d)", f.Column, f.Kind, f.Count))
	}
	put("findings", strings.Join(found, "\n"))
	var names []string
	for _, column := range r.Columns {
		names = append(names, column.Name)
		said := editorial.Fields(column)
		delete(said, "name")
		for name, value := range said {
			out["columns."+column.Name+"."+name] = value
		}
	}
	maps.DeleteFunc(out, func(_, value string) bool { return value == "" })
	out["columns"] = strings.Join(names, "\n")
	return out
}
