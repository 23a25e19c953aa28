package node

import (
	"context"
	"errors"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/portal/markdown"
	"minhbach/projections/agencies"
	"minhbach/projections/datasets"
	"minhbach/projections/publications"
	"minhbach/projections/search"
	"minhbach/projections/search/text"
	"minhbach/projections/view"
)

// documents tells the search index what is public now. The read models have seen
// the position that is asked for before it is asked.
type documents struct {
	models       *Models
	agencies     *agencies.Reader
	publications *publications.Reader
	datasets     *datasets.Reader
	today        func() calendar.Date
}

// Documents returns those of the ids that readers may find, and those that are gone.
func (d documents) Documents(ctx context.Context, kind string, ids []string, position uint64) (put []search.Document, gone []string, err error) {
	if err := d.models.Wait(ctx, position); err != nil {
		return nil, nil, err
	}
	if kind == search.Agency {
		return d.allAgencies(ctx)
	}
	for _, id := range ids {
		doc, err := d.one(ctx, kind, id)
		switch {
		case errors.Is(err, view.ErrNotFound):
			gone = append(gone, id)
		case err != nil:
			return nil, nil, err
		default:
			put = append(put, doc)
		}
	}
	return put, gone, nil
}

func (d documents) one(ctx context.Context, kind, id string) (search.Document, error) {
	if kind == search.Dataset {
		set, err := d.datasets.Dataset(ctx, id, 0)
		if err == nil && set.State == view.Withdrawn {
			err = view.ErrNotFound
		}
		if err != nil {
			return search.Document{}, err
		}
		return datasetDocument(set), nil
	}
	p, err := d.publications.Publication(ctx, id, 0)
	if err == nil && p.State == view.Withdrawn {
		err = view.ErrNotFound
	}
	if err != nil {
		return search.Document{}, err
	}
	return publicationDocument(p), nil
}

// Weights: what people look for first. An agency's own name leads to the agency.
const (
	agencyWeight   = 1.3
	archivedWeight = 0.7
)

func publicationDocument(p view.Publication) search.Document {
	c := p.Content
	doc := search.Document{
		ID: p.ID, Kind: search.Publication, Type: string(p.Kind), Section: p.Section, Slug: p.Slug, Agency: p.Agency, Language: p.Language,
		Title: c.Title, Summary: c.Summary, Number: p.Number, Keywords: c.Metadata.Subjects, State: string(p.State),
		Years: []int{calendar.DateOf(p.PublishedAt).Year()}, Published: p.PublishedAt, Updated: p.UpdatedAt,
	}
	if !p.IssuedOn.IsZero() {
		doc.Years = []int{p.IssuedOn.Year()}
	}
	body := []string{markdown.Text(c.Body)}
	if d := c.Details.Document; d != nil {
		body = append(body, d.Abstract, d.Issuer, d.Signer, d.Field)
	}
	if k, ok := publication.KindOf(p.Kind); ok {
		body = append(body, k.Kind.Label("vi"))
	}
	for _, t := range c.Translations {
		body = append(body, t.Title, t.Summary, markdown.Text(t.Body))
	}
	for _, a := range c.Attachments {
		body = append(body, a.Title)
	}
	doc.Body = join(body)
	if p.State == view.Archived {
		doc.Weight = archivedWeight
	}
	return doc
}

func datasetDocument(set view.Dataset) search.Document {
	c := set.Content.Description
	doc := search.Document{
		ID: set.ID, Kind: search.Dataset, Section: "du-lieu", Slug: set.Slug, Agency: set.Agency, Language: "vi",
		Title: c.Title, Summary: c.Summary, Keywords: c.Keywords, Topics: c.Topics, Format: set.Format, Licence: c.Licence, Band: set.Band,
		State: string(set.State), Published: set.PublishedAt, Updated: set.UpdatedAt,
	}
	if !c.PeriodFrom.IsZero() {
		last := c.PeriodFrom.Year()
		if !c.PeriodTo.IsZero() {
			last = c.PeriodTo.Year()
		}
		for year := c.PeriodFrom.Year(); year <= last && len(doc.Years) < 200; year++ {
			doc.Years = append(doc.Years, year)
		}
	}
	// No passage mixes languages: all that is Vietnamese, a gap, then the English.
	body := []string{markdown.Text(c.Description), c.Spatial, c.Creator, c.Source}
	english := []string{c.TitleEn, c.SummaryEn, markdown.Text(c.DescriptionEn)}
	if r := set.Content.Release; r != nil {
		for _, column := range r.Columns {
			body = append(body, column.Title, column.Description)
			english = append(english, column.TitleEn)
		}
	}
	doc.Body = join(body)
	if en := join(english); en != "" {
		doc.Body = strings.TrimSpace(doc.Body + "\n\n" + text.Gap + en)
	}
	if set.State == view.Archived {
		doc.Weight = archivedWeight
	}
	return doc
}

// allAgencies is the whole tree: it is one stream and small, and a name that
// changes may change others' addresses.
func (d documents) allAgencies(ctx context.Context) (put []search.Document, gone []string, err error) {
	tree, err := d.agencies.Tree(ctx, 0, d.today())
	if err != nil {
		return nil, nil, err
	}
	for _, a := range tree.Agencies {
		put = append(put, search.Document{
			ID: a.ID, Kind: search.Agency, Type: a.UnitType, Slug: a.Slug, Agency: a.ID, Language: "vi",
			Title: a.NameVi, Summary: a.Contact.Intro, Body: join([]string{a.NameEn, a.UnitType, a.Contact.Address, a.Domain.FQDN}),
			Keywords: []string{a.Code}, State: string(view.Published), Weight: agencyWeight,
		})
	}
	for id := range tree.Ended {
		gone = append(gone, id)
	}
	return put, gone, nil
}

func join(parts []string) string {
	var all []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, "\n")
}
