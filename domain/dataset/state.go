package dataset

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/editorial"
)

// Apply folds one fact. It never fails and never judges: what it does not know it
// leaves alone.
func (d *Dataset) Apply(event domain.Event) {
	switch e := event.(type) {
	case Drafted:
		d.id, d.agency, d.slug = e.Dataset, e.Agency, e.Slug
		d.desk.OnDraft(e.Author)
	case Described:
		d.content.Description = e.Description.clone()
		d.wrote(e.Author)
	case ReleaseAttached:
		r := e.Release.clone()
		d.content.Release = &r
		d.known[r.ID] = true
		d.wrote(e.Author)
	case ReleaseDetached:
		d.content.Release = d.public.Release
		d.wrote(e.Author)
	case ColumnsDescribed:
		if d.content.Release != nil {
			r := *d.content.Release // the public one keeps its columns
			r.Columns = slices.Clone(e.Columns)
			d.content.Release = &r
		}
		d.wrote(e.Author)

	case Submitted:
		d.desk.OnSubmit(e.Content)
	case Recalled:
		d.desk.OnRecall()
	case Returned:
		d.desk.OnReturn()
		d.cleared = nil
	case ChecklistCompleted:
		d.desk.OnChecklist(editorial.Checklist(e))
	case PersonalDataCleared:
		d.cleared = &e
	case Approved:
		d.desk.OnApprove(editorial.Approval(e))
	case ApprovalRevoked:
		d.desk.OnRevoke()
		d.cleared = nil

	case Published:
		d.dataVersion = e.Version
		d.goPublic()
		d.desk.OnPublic(e.Version, e.Content, e.On)
	case Revised:
		if e.Change != "" {
			d.dataVersion = e.Version
		}
		d.goPublic()
		d.desk.OnPublic(e.Version, e.Content, e.On)
	case RevisionOpened:
		d.desk.OnOpen(e.Reason, e.Author)
	case RevisionDropped:
		d.desk.OnDrop()
		d.content, d.cleared = d.public, nil
	case Reviewed:
		d.reviewedOn = e.On
	case Withdrawn:
		d.desk.OnWithdraw()
		d.content, d.cleared, d.withdrawn = d.public, nil, &e
	case Archived:
		d.desk.OnArchive()
	case Disposed:
		d.desk.OnDispose()
	case Discarded:
		d.desk.OnDiscard()
	}
}

// wrote also forgets what was cleared: it spoke of another content.
func (d *Dataset) wrote(a Author) {
	d.desk.OnWrite(a)
	d.cleared = nil
}

func (d *Dataset) goPublic() { d.public, d.cleared = d.content, nil }
