package publication

import (
	"maps"
	"slices"

	"minhbach/domain"
	"minhbach/domain/editorial"
)

// Apply folds one fact. It never fails and never judges: what it does not know it
// leaves alone.
func (p *Publication) Apply(event domain.Event) {
	switch e := event.(type) {
	case Drafted:
		p.id, p.agency, p.kind, p.slug = e.Publication, e.Agency, e.Kind, e.Slug
		p.content.Language = e.Language
		p.desk.OnDraft(e.Author)
	case TextWritten:
		p.content.Title, p.content.Summary, p.content.Body = e.Title, e.Summary, e.Body
		p.desk.OnWrite(e.Author)
	case DetailsRecorded:
		p.content.Details = e.Details.clone()
		p.desk.OnWrite(e.Author)
	case MetadataDescribed:
		p.content.Metadata = e.Metadata
		p.content.Metadata.Subjects = slices.Clone(e.Metadata.Subjects)
		p.desk.OnWrite(e.Author)
	case AttachmentsArranged:
		p.content.Attachments = nil
		if len(e.Attachments) > 0 {
			p.content.Attachments = slices.Clone(e.Attachments)
		}
		p.desk.OnWrite(e.Author)
	case Translated:
		p.translate(e.Language, &Translation{Title: e.Title, Summary: e.Summary, Body: e.Body, Of: e.Of})
		p.desk.OnWrite(e.Author)
	case TranslationDropped:
		p.translate(e.Language, nil)
		p.desk.OnWrite(e.Author)

	case Submitted:
		p.desk.OnSubmit(e.Content)
	case Recalled:
		p.desk.OnRecall()
	case Returned:
		p.desk.OnReturn()
	case ChecklistCompleted:
		p.desk.OnChecklist(editorial.Checklist(e))
	case Approved:
		p.desk.OnApprove(editorial.Approval(e))
	case ApprovalRevoked:
		p.desk.OnRevoke()

	case Published:
		p.public = p.content
		p.desk.OnPublic(e.Version, e.Content, e.On)
	case Corrected:
		p.public = p.content
		p.desk.OnPublic(e.Version, e.Content, e.On)
	case CorrectionOpened:
		p.desk.OnOpen(e.Reason, e.Author)
	case CorrectionDropped:
		p.desk.OnDrop()
		p.content = p.public
	case Withdrawn:
		p.desk.OnWithdraw()
		p.content, p.withdrawn = p.public, &e
	case Archived:
		p.desk.OnArchive()
	case Disposed:
		p.desk.OnDispose()
	case Discarded:
		p.desk.OnDiscard()

	case DutyOpened:
		p.duties = append(p.duties, Obligation{Duty: e.Duty})
	case DutyMet:
		for i := range p.duties {
			if p.duties[i].Duty.RuleID == e.RuleID && p.duties[i].Verdict == nil {
				p.duties[i].Verdict = &e.Verdict
			}
		}
	case DutyDropped:
		p.duties = slices.DeleteFunc(p.duties, func(o Obligation) bool {
			return o.Duty.RuleID == e.RuleID && o.Verdict == nil
		})
	}
}

// translate replaces the map, because public versions share the old one.
func (p *Publication) translate(language string, t *Translation) {
	translations := maps.Clone(p.content.Translations)
	if translations == nil {
		translations = map[string]Translation{}
	}
	if t == nil {
		delete(translations, language)
	} else {
		translations[language] = *t
	}
	if len(translations) == 0 {
		translations = nil
	}
	p.content.Translations = translations
}
