package app

import (
	"context"
	"errors"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/disposal"
	"minhbach/domain/editorial"
	"minhbach/domain/publication"
	"minhbach/domain/rules"
	"minhbach/eventstore"
)

// retainedItem is an archived item as the log has it, and how long it is kept.
type retainedItem struct {
	Disposable
	agency, kind, title string
	state               editorial.State
	content             string              // hash of the newest public version
	revision            eventstore.Revision // of its stream
	archived            calendar.Date
	expired             calendar.Date // loss of force, where that is later than today: not yet
	class               rules.Retention
	until               calendar.Date // last day; zero: kept for ever

	files    []string // that it ever named, by SHA-256
	releases []string // whose tables it ever had
}

func (it retainedItem) line() disposal.Item {
	return disposal.Item{Sort: it.Sort, ID: it.ID, Content: it.content, Class: it.class.ID, Until: it.until,
		LegalVi: it.class.LegalBasis.Cite("vi"), LegalEn: it.class.LegalBasis.Cite("en")}
}

// retained finds an item in the log. What is not archived has no time of retention,
// and is told of without.
func (d Deps) retained(ctx context.Context, x Disposable) (retainedItem, error) {
	it := retainedItem{Disposable: x}
	prefix := map[string]string{disposal.Publication: publicationPrefix, disposal.Dataset: datasetPrefix}[x.Sort]
	if _, err := eventstore.ParseID(x.ID); err != nil || prefix == "" {
		return it, disposal.ErrItem.New()
	}
	facts, err := d.Repo.History(ctx, prefix+x.ID)
	if errors.Is(err, eventstore.ErrNoStream) {
		return it, disposal.ErrItem.New()
	}
	if err != nil {
		return it, mapErr(err)
	}
	if x.Sort == disposal.Publication {
		it.readPublication(facts)
	} else {
		it.readDataset(facts)
	}
	it.revision = facts[len(facts)-1].Revision
	if it.archived.IsZero() {
		return it, nil
	}
	it.class, it.until, err = d.retention(it.kind, it.archived, it.expired)
	return it, err
}

// retention is the class of a kind of content today, and the last day of a time that
// began when the item was archived, or lost its force where that was later.
func (d Deps) retention(kind string, archived, expired calendar.Date) (rules.Retention, calendar.Date, error) {
	today, from := calendar.DateOf(d.Now()), archived
	gone := !expired.IsZero() && !expired.After(today)
	if gone && expired.After(from) {
		from = expired
	}
	class, err := d.Rules.Retention(kind, gone, today)
	return class, class.Until(from), err
}

func (it *retainedItem) readPublication(facts []eventstore.Fact) {
	p := publication.New()
	for _, f := range facts {
		p.Apply(f.Payload)
		switch e := f.Payload.(type) {
		case publication.Archived:
			it.archived = calendar.DateOf(f.Recorded)
		case publication.AttachmentsArranged:
			for _, a := range e.Attachments {
				it.files = append(it.files, a.SHA256)
			}
		}
	}
	it.agency, it.kind, it.title, it.state = p.Agency(), string(p.Kind()), p.Content().Title, p.State()
	var content publication.Content
	if content, it.content = p.Public(); content.Details.Document != nil {
		it.expired = content.Details.Document.ExpiredOn
	}
	it.judge()
}

func (it *retainedItem) readDataset(facts []eventstore.Fact) {
	s := dataset.New()
	for _, f := range facts {
		s.Apply(f.Payload)
		switch e := f.Payload.(type) {
		case dataset.Archived:
			it.archived = calendar.DateOf(f.Recorded)
		case dataset.ReleaseAttached:
			it.releases, it.files = append(it.releases, e.Release.ID), append(it.files, e.Release.File.SHA256)
			if e.Release.Report != "" {
				it.files = append(it.files, e.Release.Report)
			}
		}
	}
	it.agency, it.kind, it.title, it.state = s.Agency(), disposal.Dataset, s.Content().Description.Title, s.State()
	_, it.content = s.Public()
	it.judge()
}

// judge forgets the day of archiving of what is not archived any more.
func (it *retainedItem) judge() {
	if it.state != editorial.StateArchived && it.state != editorial.StateWithdrawnArchived {
		it.archived = calendar.Date{}
	}
}
