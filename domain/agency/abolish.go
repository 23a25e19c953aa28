package agency

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

// Abolish ends an agency; its successor inherits duties, addresses and the children
// that were not moved before.
type Abolish struct {
	By        domain.Actor
	Agency    string
	Successor string
	ValidFrom calendar.Date
	Basis     string
}

func (t *Tree) Abolish(cmd Abolish) ([]domain.Event, error) { return t.run(cmd) }

func (cmd Abolish) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	var l fault.List
	basis := cleanBasis(&l, cmd.Basis)
	cleanDate(&l, "valid_from", cmd.ValidFrom)
	t.existing(&l, "agency", cmd.Agency, cmd.ValidFrom)
	if t.existing(&l, "successor", cmd.Successor, cmd.ValidFrom); cmd.Successor == cmd.Agency {
		l.Add(ErrIntoItself.New().At("successor"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	moves := t.follow(&l, "successor", []string{cmd.Agency}, cmd.Successor, cmd.ValidFrom, basis)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return append(moves, Abolished{Agency: cmd.Agency, Successor: cmd.Successor, ValidFrom: cmd.ValidFrom, Basis: basis}), nil
}
