package dataset

import (
	"minhbach/domain"
	"minhbach/domain/editorial"
)

// Submit asks the board to approve the content as it stands. It must be complete.
type Submit struct {
	Deed
	Note string // for the board, optional
}

// Submit decides on a Submit.
func (d *Dataset) Submit(cmd Submit) ([]domain.Event, error) {
	note, err := d.desk.Explain(cmd.Deed, editorial.CommandSubmit, cmd.Note, false)
	if err != nil {
		return nil, err
	}
	if err := d.incomplete(); err != nil {
		return nil, err
	}
	hash := d.Hash()
	if d.Version() > 0 && hash == d.desk.PublicHash() {
		return nil, ErrNothingRevised.New()
	}
	return []domain.Event{Submitted{Content: hash, Note: note}}, nil
}
