package publication

import "minhbach/domain"

// Submit asks the board to approve the content as it stands. It must be complete.
type Submit struct {
	Deed
	Note string // for the board, optional
}

// Submit decides on a Submit.
func (p *Publication) Submit(cmd Submit) ([]domain.Event, error) {
	note, err := p.desk.Explain(cmd.Deed, CommandSubmit, cmd.Note, false)
	if err != nil {
		return nil, err
	}
	info, _ := KindOf(p.kind)
	if err := incomplete(info, p.agency, p.slug, p.content, cmd.Today()); err != nil {
		return nil, err
	}
	if c := p.content.Details.Consultation; c != nil && p.Version() == 0 && c.ClosesOn.Before(cmd.Today()) {
		return nil, ErrClosed.New("date", c.ClosesOn.DMY()).At("content.details.consultation.closes_on")
	}
	hash := p.Hash()
	if p.Version() > 0 && hash == p.desk.PublicHash() {
		return nil, ErrNothingCorrected.New()
	}
	return []domain.Event{Submitted{Content: hash, Note: note}}, nil
}
