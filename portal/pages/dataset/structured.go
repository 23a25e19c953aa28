package dataset

import (
	"encoding/json"

	"minhbach/opendata/croissant"
	"minhbach/opendata/schemaorg"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// mostDescribed is up to how many columns the page describes to machines itself;
// beyond, they follow the links to the documents.
const mostDescribed = 60

// structured is the description of the dataset that search engines and tools read
// from the page: schema.org, and Croissant. It is data, not script: browsers do not
// run it, and the content policy has nothing to forbid.
func structured(r *site.Request, d view.Dataset) ([]json.RawMessage, error) {
	s, rec := SiteOf(r, d), Record(r, d)
	var out []json.RawMessage
	add := func(v any) error {
		b, err := json.Marshal(v)
		out = append(out, b)
		return err
	}
	if v, ok := schemaorg.Of(s, rec, string(r.Lang)); ok {
		if err := add(v); err != nil {
			return nil, err
		}
	}
	if v, ok := croissant.Of(s, rec); ok && d.Columns <= mostDescribed {
		if err := add(v); err != nil {
			return nil, err
		}
	}
	return out, nil
}
