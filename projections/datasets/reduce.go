package datasets

import (
	"slices"
	"time"

	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/eventstore"
	"minhbach/projections"
)

var zeroTime time.Time

// Reduce implements projections.State. Each event type has one line here.
func (s *state) Reduce(tx *projections.Tx, f eventstore.Fact) error {
	w, err := s.load(tx, f.Stream)
	if err != nil {
		return err
	}
	w.Revision, w.UpdatedAt, w.dirty = int64(f.Revision), f.Recorded, true
	switch e := f.Payload.(type) {
	case dataset.Drafted:
		w.Agency, w.Slug, w.State = e.Agency, e.Slug, editorial.StateDraft
		w.wrote(e.Author)
	case dataset.Described:
		w.content.Description = e.Description
		w.wrote(e.Author)
	case dataset.ReleaseAttached:
		w.content.Release = &e.Release
		w.wrote(e.Author)
	case dataset.ReleaseDetached:
		w.wrote(e.Author)
		return s.detach(tx, w)
	case dataset.ColumnsDescribed:
		if w.content.Release != nil {
			r := *w.content.Release
			r.Columns = e.Columns
			w.content.Release = &r
		}
		w.wrote(e.Author)
	case dataset.Submitted:
		w.Note = e.Note
		w.State = w.cycle(editorial.StateSubmitted, editorial.StateCorrectionSubmitted)
	case dataset.Recalled:
		w.State = w.cycle(editorial.StateDraft, editorial.StateCorrection)
	case dataset.Returned:
		w.Reason, w.Cleared = e.Reason, nil
		w.State = w.cycle(editorial.StateReturned, editorial.StateCorrectionReturned)
	case dataset.ChecklistCompleted:
		w.Checklist, w.Checked = e.Items, e.Content
	case dataset.PersonalDataCleared:
		w.Cleared = &e
	case dataset.Approved:
		w.Approver, w.Authority, w.PublishAt = f.Meta.Actor, &e.Authority, e.PublishAt
		w.State = w.cycle(editorial.StateApproved, editorial.StateCorrectionApproved)
	case dataset.ApprovalRevoked:
		w.Reason, w.PublishAt, w.Cleared = e.Reason, zeroTime, nil
		w.State = w.cycle(editorial.StateReturned, editorial.StateCorrectionReturned)
	case dataset.Published:
		change := dataset.Change("")
		if w.content.Release != nil {
			change = dataset.NewData
		}
		w.FirstAt, w.FirstOn = f.Recorded, e.On
		return s.goPublic(tx, w, f, dataset.Revised{Version: e.Version, Content: e.Content, Change: change, On: e.On})
	case dataset.Revised:
		return s.goPublic(tx, w, f, e)
	case dataset.RevisionOpened:
		w.State, w.Reason = editorial.StateCorrection, e.Reason
		w.note(e.Author)
	case dataset.RevisionDropped:
		w.State, w.Reason = editorial.StatePublished, ""
		w.endCycle()
		return s.restorePublic(tx, w)
	case dataset.Reviewed:
		w.ReviewedOn = e.On
		return s.review(tx, w, f)
	case dataset.Withdrawn:
		w.State, w.Reason = editorial.StateWithdrawn, e.Reason
		w.endCycle()
		return s.leave(tx, w, f, "withdrawn", e.Reason)
	case dataset.Archived:
		w.ArchivedAt = f.Recorded
		if w.State.Tombstone() {
			w.State = editorial.StateWithdrawnArchived
			return nil
		}
		w.State = editorial.StateArchived
		return s.leave(tx, w, f, "archived", e.Reason)
	case dataset.Disposed:
		return s.dispose(tx, w, f, e.Disposal)
	case dataset.Discarded:
		w.State, w.Reason = editorial.StateDiscarded, e.Reason
	}
	return nil
}

// wrote forgets what was cleared, which spoke of another content.
func (w *work) wrote(a dataset.Author) {
	w.note(a)
	w.Cleared = nil
}

// endCycle forgets who wrote and who judged: the next cycle begins with nobody.
func (w *work) endCycle() {
	w.Authors, w.Checklist, w.Checked, w.Cleared, w.Note, w.PublishAt = nil, nil, "", nil, "", zeroTime
}

// note keeps who wrote in the present cycle, lent names included: they cannot
// approve it.
func (w *work) note(a dataset.Author) {
	for _, account := range []string{a.Account, a.OnBehalfOf} {
		if account != "" && !slices.Contains(w.Authors, account) {
			w.Authors = append(w.Authors, account)
		}
	}
}

// cycle chooses between the state of a first version and that of a revision.
func (w *work) cycle(first, revision editorial.State) editorial.State {
	if w.Version > 0 {
		return revision
	}
	return first
}
