package dataset

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Version is one state of the dataset that the public saw, with the board power
// that let it.
type Version struct {
	Number      int
	Content     Content
	ContentHash string
	DataVersion int    // that brought the release
	Change      Change // empty: only the description changed, or the first version
	Reason      string // of the revision; empty for the first version
	On          calendar.Date
	ApprovedBy  string // account
	Authority   Authority
}

// Versions folds events into the public versions that they tell of, in order. Give
// it the events up to some point and it answers as of that point.
func Versions(events []domain.Event) []Version {
	var all []Version
	var by Authority
	d := New()
	for _, event := range events {
		d.Apply(event)
		v := Version{Content: d.public.clone(), DataVersion: d.dataVersion, ApprovedBy: by.Account, Authority: by}
		switch e := event.(type) {
		case Approved:
			by = e.Authority
			continue
		case Published:
			v.Number, v.ContentHash, v.On = e.Version, e.Content, e.On
		case Revised:
			v.Number, v.ContentHash, v.Change, v.Reason, v.On = e.Version, e.Content, e.Change, e.Reason, e.On
		default:
			continue
		}
		all = append(all, v)
	}
	return all
}

// Fold rebuilds the state from a history.
func Fold(events []domain.Event) *Dataset {
	d := New()
	for _, event := range events {
		d.Apply(event)
	}
	return d
}
