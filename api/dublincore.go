package api

import (
	"minhbach/opendata/dublincore"
	"minhbach/projections/view"
)

// DublinCore is the metadata of an item, by element.
type DublinCore map[string][]DublinCoreValue

// DublinCoreValue is one value of an element.
type DublinCoreValue struct {
	Text       string `json:"text"`
	Refinement string `json:"refinement,omitempty" doc:"Sub-element." example:"issued"`
	Scheme     string `json:"scheme,omitempty" doc:"How the text is encoded." example:"W3CDTF"`
	Lang       string `json:"lang,omitempty"`
}

// coreOf maps an item to the fifteen elements (Circular 24/2011 Article 4).
func coreOf(p view.Publication, it Item, owner view.Agency, base string) dublincore.Record {
	address := base + it.Page
	if owner.Domain.FQDN != "" && owner.Domain.State == "active" {
		address = "https://" + owner.Domain.FQDN + "/" + it.Section.path() + "/" + it.Slug
	}
	m := p.Content.Metadata
	return dublincore.Record{
		Title: dublincore.Text(p.Title), Creator: dublincore.Text(p.Creator), Description: dublincore.Text(p.Summary),
		Publisher: dublincore.Text(owner.NameVi), Identifier: dublincore.URI("", address), Language: dublincore.Text(p.Language),
		Date:   append(dublincore.Day("issued", p.PublishedAt), modified(p)...),
		Source: dublincore.Text(m.Source), Contributor: dublincore.Text(m.Contributor), Subject: dublincore.Text(m.Subjects...),
		Coverage: dublincore.Text(m.Coverage), Relation: dublincore.Text(m.Relation), Rights: dublincore.Text(m.Rights),
		Type: dublincore.Text(string(p.Kind)), Format: dublincore.Text("text/html"),
	}
}

func dublinCore(p view.Publication, it Item, owner view.Agency, base string) DublinCore {
	r := coreOf(p, it, owner, base)
	out := DublinCore{}
	for _, e := range dublincore.Elements {
		values := e.Values(r)
		if len(values) > 0 || e.Status == dublincore.Mandatory {
			out[e.Name] = each(values, func(v dublincore.Value) DublinCoreValue { return DublinCoreValue(v) })
		}
	}
	return out
}

func modified(p view.Publication) []dublincore.Value {
	if p.Version < 2 {
		return nil
	}
	return dublincore.Day("modified", p.UpdatedAt)
}

func (s Section) path() string { return string(s) }
