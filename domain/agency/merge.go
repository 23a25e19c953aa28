package agency

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

// Merge ends agencies and gives their duties, addresses and children to Into, which
// is registered already and may be one of them. Children follow as facts of their
// own; one that cannot stand under Into must be moved or merged first.
type Merge struct {
	By        domain.Actor
	Agencies  []string
	Into      string
	ValidFrom calendar.Date
	Basis     string
}

func (t *Tree) Merge(cmd Merge) ([]domain.Event, error) { return t.run(cmd) }

func (cmd Merge) decide(t *Tree) ([]domain.Event, error) {
	if err := t.administered(cmd.By); err != nil {
		return nil, err
	}
	var l fault.List
	basis := cleanBasis(&l, cmd.Basis)
	cleanDate(&l, "valid_from", cmd.ValidFrom)
	t.existing(&l, "into", cmd.Into, cmd.ValidFrom)
	ending := slices.DeleteFunc(slices.Clone(cmd.Agencies), func(id string) bool { return id == cmd.Into })
	if len(ending) == 0 || repeats(cmd.Agencies) {
		l.Add(ErrNobody.New().At("agencies"))
	}
	for _, id := range ending {
		t.existing(&l, "agencies", id, cmd.ValidFrom)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	moves := t.follow(&l, "agencies", ending, cmd.Into, cmd.ValidFrom, basis)
	if err := l.Err(); err != nil {
		return nil, err
	}
	return append(moves, Merged{
		Agencies: slices.Clone(cmd.Agencies), Into: cmd.Into, ValidFrom: cmd.ValidFrom, Basis: basis,
	}), nil
}

func repeats(ids []string) bool {
	sorted := slices.Sorted(slices.Values(ids))
	return len(slices.Compact(sorted)) != len(ids)
}
