package agency

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
)

// Move puts an agency under another parent from a day on.
type Move struct {
	By        domain.Actor
	Agency    string
	Parent    string
	ValidFrom calendar.Date
	Basis     string
}

func (t *Tree) Move(cmd Move) ([]domain.Event, error) { return t.run(cmd) }

func (cmd Move) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	var l fault.List
	basis := cleanBasis(&l, cmd.Basis)
	cleanDate(&l, "valid_from", cmd.ValidFrom)
	n := t.existing(&l, "agency", cmd.Agency, cmd.ValidFrom)
	p := t.existing(&l, "parent", cmd.Parent, cmd.ValidFrom)
	if n != nil && p != nil && !cmd.ValidFrom.IsZero() {
		last := n.parents[len(n.parents)-1].from
		switch {
		case n.reg.Level == domainname.Province:
			l.Add(ErrParentOfProvince.New().At("agency"))
		case !fits(n.reg.Level, p.reg.Level):
			l.Add(ErrParentLevel.New("level", n.reg.Level, "parent", p.reg.Level).At("parent"))
		case t.below(cmd.Parent, cmd.Agency, cmd.ValidFrom):
			l.Add(ErrCycle.New().At("parent"))
		case cmd.ValidFrom.Before(last):
			l.Add(ErrLaterChange.New("name", n.name(last), "date", last.DMY()).At("valid_from"))
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if n.parent(cmd.ValidFrom) == cmd.Parent {
		return nil, nil
	}
	return []domain.Event{Moved{Agency: cmd.Agency, Parent: cmd.Parent, ValidFrom: cmd.ValidFrom, Basis: basis}}, nil
}
