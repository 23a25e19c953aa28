package publications

import (
	"maps"
	"slices"

	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/projections"
)

// Reduce implements projections.State. Each event type has one line here.
func (s *state) Reduce(tx *projections.Tx, f eventstore.Fact) error {
	w, err := s.load(tx, f.Stream)
	if err != nil {
		return err
	}
	w.Revision, w.UpdatedAt, w.dirty = int64(f.Revision), f.Recorded, true
	switch e := f.Payload.(type) {
	case publication.Drafted:
		w.Agency, w.Kind, w.Slug, w.Creator = e.Agency, e.Kind, e.Slug, f.Meta.Actor
		w.State, w.content = publication.StateDraft, publication.Content{Language: e.Language}
		w.author(f)
	case publication.TextWritten:
		w.content.Title, w.content.Summary, w.content.Body = e.Title, e.Summary, e.Body
		w.author(f)
	case publication.DetailsRecorded:
		w.content.Details = e.Details
		w.author(f)
	case publication.MetadataDescribed:
		w.content.Metadata = e.Metadata
		w.author(f)
	case publication.AttachmentsArranged:
		w.content.Attachments = e.Attachments
		w.author(f)
	case publication.Translated:
		all := maps.Clone(w.content.Translations)
		if all == nil {
			all = map[string]publication.Translation{}
		}
		all[e.Language] = publication.Translation{Title: e.Title, Summary: e.Summary, Body: e.Body, Of: e.Of}
		w.content.Translations = all
		w.author(f)
	case publication.TranslationDropped:
		all := maps.Clone(w.content.Translations)
		delete(all, e.Language)
		if len(all) == 0 {
			all = nil
		}
		w.content.Translations = all
		w.author(f)
	case publication.Submitted:
		w.Note = e.Note
		w.State = w.cycle(publication.StateSubmitted, publication.StateCorrectionSubmitted)
	case publication.Recalled:
		w.State = w.cycle(publication.StateDraft, publication.StateCorrection)
	case publication.Returned:
		w.Reason = e.Reason
		w.State = w.cycle(publication.StateReturned, publication.StateCorrectionReturned)
	case publication.ChecklistCompleted:
		w.Checklist, w.Checked = e.Items, e.Content
	case publication.Approved:
		authority := e.Authority
		w.Approver, w.Authority, w.PublishAt = f.Meta.Actor, &authority, e.PublishAt
		w.State = w.cycle(publication.StateApproved, publication.StateCorrectionApproved)
	case publication.ApprovalRevoked:
		w.Reason, w.PublishAt = e.Reason, zeroTime
		w.State = w.cycle(publication.StateReturned, publication.StateCorrectionReturned)
	case publication.Published:
		w.FirstAt = f.Recorded
		return s.goPublic(tx, w, f, e.Version, e.Content, "")
	case publication.Corrected:
		return s.goPublic(tx, w, f, e.Version, e.Content, e.Reason)
	case publication.CorrectionOpened:
		w.State, w.Reason, w.Authors = publication.StateCorrection, e.Reason, nil
		w.author(f)
	case publication.CorrectionDropped:
		w.State, w.Reason, w.PublishAt = publication.StatePublished, "", zeroTime
		return s.restorePublic(tx, w)
	case publication.Withdrawn:
		w.State, w.Reason, w.PublishAt = publication.StateWithdrawn, e.Reason, zeroTime
		return s.change(tx, w, f, "withdrawn", e.Reason)
	case publication.Archived:
		w.ArchivedAt = f.Recorded
		if w.State.Tombstone() {
			w.State = publication.StateWithdrawnArchived
			return nil
		}
		w.State = publication.StateArchived
		return s.change(tx, w, f, "archived", e.Reason)
	case publication.Disposed:
		return s.dispose(tx, w, f, e.Disposal)
	case publication.Discarded:
		w.State, w.Reason = publication.StateDiscarded, e.Reason
	case publication.DutyOpened:
		return s.openDuty(tx, w, f, e.Duty)
	case publication.DutyMet:
		return s.meetDuty(tx, w, f, e.RuleID, e.Verdict)
	case publication.DutyDropped:
		return s.dropDuty(tx, w, f, e.RuleID)
	}
	return nil
}

// author notes who wrote in the present cycle: they cannot approve it.
func (w *work) author(f eventstore.Fact) {
	for _, a := range []string{f.Meta.Actor, f.Meta.OnBehalfOf} {
		if a != "" && !slices.Contains(w.Authors, a) {
			w.Authors = append(w.Authors, a)
		}
	}
}

// cycle chooses between the state of a first version and that of a correction.
func (w *work) cycle(first, correction publication.State) publication.State {
	if w.Version > 0 {
		return correction
	}
	return first
}
