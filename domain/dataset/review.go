package dataset

import "minhbach/domain"

// Review records that the agency looked at the public version and stands by it. It
// is not possible while a revision is open: then something is being changed.
type Review struct {
	Deed
	Note string // optional, public
}

// Review decides on a Review.
func (d *Dataset) Review(cmd Review) ([]domain.Event, error) {
	note, err := d.desk.Explain(cmd.Deed, CommandReview, cmd.Note, false)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Reviewed{Note: note, On: cmd.Today()}}, nil
}
