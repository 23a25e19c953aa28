package subject

import (
	"minhbach/domain"
	"minhbach/domain/fault"
)

// View records that somebody read sealed data of the person. Any member of staff
// whom the application lets read may do so, in any state: what was read is a fact.
type View struct {
	By      domain.Actor
	Fields  []Field
	Purpose Purpose
}

func (s *Subject) View(cmd View) ([]domain.Event, error) {
	if err := read(cmd.By, cmd.Fields, cmd.Purpose); err != nil {
		return nil, err
	}
	return []domain.Event{Viewed{Fields: cmd.Fields, Purpose: cmd.Purpose}}, nil
}

// Consult records that somebody read a list of people.
type Consult struct {
	By      domain.Actor
	Fields  []Field
	Purpose Purpose
	People  int
}

func (s *Subject) Consult(cmd Consult) ([]domain.Event, error) {
	if err := read(cmd.By, cmd.Fields, cmd.Purpose); err != nil {
		return nil, err
	}
	return []domain.Event{DirectoryConsulted{Fields: cmd.Fields, Purpose: cmd.Purpose, People: cmd.People}}, nil
}

func read(by domain.Actor, fields []Field, purpose Purpose) error {
	if by.Account == "" {
		return ErrNotAllowed.New()
	}
	var l fault.List
	if len(fields) == 0 {
		l.Add(ErrNothingRead.New().At("fields"))
	}
	for _, f := range fields {
		choose(&l, "fields", Fields(), f)
	}
	choose(&l, "purpose", Purposes(), purpose)
	return l.Err()
}
