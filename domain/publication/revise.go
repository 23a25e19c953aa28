package publication

import (
	"maps"
	"reflect"
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/rules"
)

// Revise puts a whole new content in place of the one worked on. What did not
// change is no event; when nothing did, there is none.
//
// Translations: one whose text changed counts as made from the original text of
// this content; one whose text did not stays as stale as it was, unless its Of
// names that original text: then somebody confirms that it still fits.
type Revise struct {
	Deed
	Content  Content // Language empty: unchanged
	Rules    *rules.Set
	Calendar *calendar.Calendar
}

// Revise decides on a Revise.
func (p *Publication) Revise(cmd Revise) ([]domain.Event, error) {
	if err := p.desk.Guard(cmd.Deed, CommandRevise); err != nil {
		return nil, err
	}
	if cmd.Content.Language == "" {
		cmd.Content.Language = p.content.Language
	}
	if cmd.Content.Language != p.content.Language {
		return nil, ErrLanguageFixed.New("language", p.content.Language).At("content.language")
	}
	content, err := Clean(p.kind, cmd.Content)
	if err != nil {
		return nil, err
	}
	events := changes(p.content, content, cmd.Writer())
	if p.Version() > 0 {
		return events, nil // deadlines ended with the first publication
	}
	info, _ := KindOf(p.kind)
	duties, err := deadlines{cmd.Rules, cmd.Calendar, cmd.Responsible, p.id}.changed(info, p.duties, p.content.Details, content.Details)
	if err != nil {
		return nil, err
	}
	return append(events, duties...), nil
}

// changes lists the facts that turn one content into another of the same language.
func changes(from, to Content, by Author) []domain.Event {
	var events []domain.Event
	if from.Title != to.Title || from.Summary != to.Summary || from.Body != to.Body {
		events = append(events, TextWritten{Title: to.Title, Summary: to.Summary, Body: to.Body, Author: by})
	}
	if !reflect.DeepEqual(from.Details, to.Details) {
		events = append(events, DetailsRecorded{Details: to.Details, Author: by})
	}
	if !reflect.DeepEqual(from.Metadata, to.Metadata) {
		events = append(events, MetadataDescribed{Metadata: to.Metadata, Author: by})
	}
	if !slices.Equal(from.Attachments, to.Attachments) {
		events = append(events, AttachmentsArranged{Attachments: append([]Attachment{}, to.Attachments...), Author: by})
	}
	of := TextHash(to)
	for _, language := range slices.Sorted(maps.Keys(to.Translations)) {
		t, before := to.Translations[language], from.Translations[language]
		same := t.Title == before.Title && t.Summary == before.Summary && t.Body == before.Body
		if _, had := from.Translations[language]; had && same && (t.Of != of || before.Of == of) {
			continue
		}
		events = append(events, Translated{Language: language, Title: t.Title, Summary: t.Summary, Body: t.Body, Of: of, Author: by})
	}
	for _, language := range slices.Sorted(maps.Keys(from.Translations)) {
		if _, kept := to.Translations[language]; !kept {
			events = append(events, TranslationDropped{Language: language, Author: by})
		}
	}
	return events
}
