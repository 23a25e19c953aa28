package publication

import (
	"net/http"
	"strings"

	"minhbach/domain/publication"
	"minhbach/opendata/dublincore"
	"minhbach/portal/i18n"
	"minhbach/portal/markdown"
	"minhbach/portal/reading"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Record is the Dublin Core description of an item (Circular 24/2011 Điều 4).
func Record(r *site.Request, item item) dublincore.Record {
	c, m := item.Content, item.Content.Metadata
	description := c.Summary
	if description == "" && c.Details.Document != nil {
		description = c.Details.Document.Abstract
	}
	if description == "" {
		description = markdown.Excerpt(c.Body, 300)
	}
	if description == "" {
		description = c.Title
	}
	rec := dublincore.Record{
		Title: []dublincore.Value{{Text: c.Title, Lang: c.Language}}, Creator: dublincore.Text(item.Creator),
		Date:        dublincore.Day("issued", item.PublishedAt),
		Description: []dublincore.Value{{Text: description, Lang: c.Language}},
		Publisher:   dublincore.Text(reading.AgencyName(r, item.Agency)),
		Identifier:  dublincore.URI("", r.Absolute(r.ItemPath(item.Item))),
		Language:    dublincore.Text(c.Language), Source: dublincore.Text(m.Source),
		Contributor: dublincore.Text(m.Contributor), Subject: dublincore.Text(m.Subjects...), Coverage: dublincore.Text(m.Coverage),
		Type: dublincore.Text(item.Kind.Label(string(i18n.VI))), Format: dublincore.Text("text/html"),
		Relation: dublincore.Text(m.Relation), Rights: dublincore.Text(m.Rights),
	}
	if item.Version > 1 {
		rec.Date = append(rec.Date, dublincore.Day("modified", item.UpdatedAt)...)
	}
	for language, t := range inOrder(c) {
		rec.Title = append(rec.Title, dublincore.Value{Text: t.Title, Refinement: "alternative", Lang: language})
		rec.Language = append(rec.Language, dublincore.Text(language)...)
	}
	if d := c.Details.Document; d != nil {
		for _, number := range d.Replaces {
			rec.Relation = append(rec.Relation, dublincore.Value{Text: strings.TrimSpace(number), Refinement: "replaces"})
		}
	}
	return rec
}

// ServeDublinCore answers the description as JSON.
func ServeDublinCore(section string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		item, here, err := open(r, section, "/dublin-core.json")
		if err != nil || !here {
			return err
		}
		if item.State == view.Withdrawn {
			return publication.ErrNotFound.New()
		}
		body, err := Record(r, item).JSON()
		if err != nil {
			return err
		}
		h := r.W.Header()
		h.Set("Content-Type", "application/json")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Access-Control-Allow-Origin", "*")
		if r.Method != http.MethodHead {
			_, err = r.W.Write(body)
		}
		return err
	}
}
