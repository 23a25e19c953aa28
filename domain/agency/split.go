package agency

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

// SplitUp ends an agency whose duties several others share. The first inherits what
// is open, the addresses, and the children that were not moved before.
type SplitUp struct {
	By        domain.Actor
	Agency    string
	Into      []string
	ValidFrom calendar.Date
	Basis     string
}

func (t *Tree) Split(cmd SplitUp) ([]domain.Event, error) { return t.run(cmd) }

func (cmd SplitUp) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	var l fault.List
	basis := cleanBasis(&l, cmd.Basis)
	cleanDate(&l, "valid_from", cmd.ValidFrom)
	t.existing(&l, "agency", cmd.Agency, cmd.ValidFrom)
	if len(cmd.Into) == 0 || repeats(cmd.Into) {
		l.Add(ErrNobody.New().At("into"))
	}
	for _, id := range cmd.Into {
		if id == cmd.Agency {
			l.Add(ErrIntoItself.New().At("into"))
		}
		t.existing(&l, "into", id, cmd.ValidFrom)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	moves := t.follow(&l, "into", []string{cmd.Agency}, cmd.Into[0], cmd.ValidFrom, basis)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return append(moves, Split{Agency: cmd.Agency, Into: slices.Clone(cmd.Into), ValidFrom: cmd.ValidFrom, Basis: basis}), nil
}
