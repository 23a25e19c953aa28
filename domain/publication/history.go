package publication

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Version is one state of the item that the public saw, with the board power that
// let it.
type Version struct {
	Number      int
	Content     Content
	ContentHash string
	Reason      string // of the correction; empty for the first version
	On          calendar.Date
	ApprovedBy  string // account
	Authority   Authority
}

// Versions folds events into the public versions that they tell of, in order. Give
// it the events up to some point and it answers as of that point.
func Versions(events []domain.Event) []Version {
	var all []Version
	var by Authority
	p := New()
	for _, event := range events {
		p.Apply(event)
		switch e := event.(type) {
		case Approved:
			by = e.Authority
		case Published:
			all = append(all, p.snapshot(e.Version, e.Content, "", e.On, by))
		case Corrected:
			all = append(all, p.snapshot(e.Version, e.Content, e.Reason, e.On, by))
		}
	}
	return all
}

func (p *Publication) snapshot(number int, hash, reason string, on calendar.Date, by Authority) Version {
	return Version{
		Number: number, Content: p.public.clone(), ContentHash: hash,
		Reason: reason, On: on, ApprovedBy: by.Account, Authority: by,
	}
}

// Fold rebuilds the state from a history.
func Fold(events []domain.Event) *Publication {
	p := New()
	for _, event := range events {
		p.Apply(event)
	}
	return p
}
