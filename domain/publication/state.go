package publication

import (
	"maps"
	"slices"

	"minhbach/domain"
)

// Apply folds one fact. It never fails and never judges: what it does not know it
// leaves alone.
func (p *Publication) Apply(event domain.Event) {
	switch e := event.(type) {
	case Drafted:
		p.id, p.agency, p.kind, p.slug = e.Publication, e.Agency, e.Kind, e.Slug
		p.content.Language = e.Language
		p.move(CommandDraft)
		p.wrote(e.Author)
	case TextWritten:
		p.content.Title, p.content.Summary, p.content.Body = e.Title, e.Summary, e.Body
		p.wrote(e.Author)
	case DetailsRecorded:
		p.content.Details = e.Details.clone()
		p.wrote(e.Author)
	case MetadataDescribed:
		p.content.Metadata = e.Metadata
		p.content.Metadata.Subjects = slices.Clone(e.Metadata.Subjects)
		p.wrote(e.Author)
	case AttachmentsArranged:
		p.content.Attachments = nil
		if len(e.Attachments) > 0 {
			p.content.Attachments = slices.Clone(e.Attachments)
		}
		p.wrote(e.Author)
	case Translated:
		p.translate(e.Language, &Translation{Title: e.Title, Summary: e.Summary, Body: e.Body, Of: e.Of})
		p.wrote(e.Author)
	case TranslationDropped:
		p.translate(e.Language, nil)
		p.wrote(e.Author)

	case Submitted:
		p.move(CommandSubmit)
		p.submitted = e.Content
	case Recalled:
		p.move(CommandRecall)
		p.submitted = ""
	case Returned:
		p.move(CommandReturn)
		p.submitted, p.checked = "", nil
	case ChecklistCompleted:
		p.checked = &e
	case Approved:
		p.move(CommandApprove)
		p.approved = &e
	case ApprovalRevoked:
		p.move(CommandRevokeApproval)
		p.submitted, p.checked, p.approved = "", nil, nil

	case Published:
		p.state, p.firstOn = StatePublished, e.On
		p.release(e.Version, e.Content)
		p.lastOn = e.On
	case Corrected:
		p.state = StatePublished
		p.release(e.Version, e.Content)
		p.lastOn = e.On
	case CorrectionOpened:
		p.move(CommandOpenCorrection)
		p.because = e.Reason
		p.wrote(e.Author)
	case CorrectionDropped:
		p.move(CommandDropCorrection)
		p.endCycle()
		p.content = p.public
	case Withdrawn:
		p.move(CommandWithdraw)
		p.endCycle()
		p.content, p.withdrawn = p.public, &e
	case Archived:
		p.move(CommandArchive)
	case Discarded:
		p.move(CommandDiscard)

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

// move follows the table; a fact that it has no row for leaves the state as it is.
func (p *Publication) move(c Command) {
	if t, ok := transition(p.state, c); ok {
		p.state = t.To
	}
}

func (p *Publication) wrote(a Author) {
	for _, account := range []string{a.Account, a.OnBehalfOf} {
		if account != "" {
			p.authors[account] = true
			p.everWrote[account] = true
		}
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

func (p *Publication) release(version int, hash string) {
	p.version, p.public, p.publicHash = version, p.content, hash
	p.endCycle()
}

// endCycle forgets who wrote: the next correction begins with nobody.
func (p *Publication) endCycle() {
	p.authors = map[string]bool{}
	p.submitted, p.checked, p.approved, p.because = "", nil, nil, ""
}
