package subject

import (
	"errors"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/domain/fault"
	"minhbach/domain/rules"
)

// Ask records that the data is to be erased, and opens the deadlines of the day
// on which the request arrived.
type Ask struct {
	By         domain.Actor
	Subject    string // id
	Capacity   Capacity
	Basis      Basis
	Reference  string
	ReceivedOn calendar.Date // zero: today
	ThirdParty bool
	Rules      *rules.Set
	Calendar   *calendar.Calendar
	Now        time.Time
}

func (s *Subject) Ask(cmd Ask) ([]domain.Event, error) {
	if err := s.may(cmd.By, CommandRequest); err != nil {
		return nil, err
	}
	var l fault.List
	today := calendar.DateOf(cmd.Now)
	asked := ErasureRequested{By: person(cmd.By), Capacity: cmd.Capacity, Basis: cmd.Basis, ReceivedOn: cmd.ReceivedOn, ThirdParty: cmd.ThirdParty}
	if asked.ReceivedOn.IsZero() {
		asked.ReceivedOn = today
	}
	if asked.ReceivedOn.After(today) {
		l.Add(ErrFuture.New().At("received_on"))
	}
	choose(&l, "capacity", Capacities(), cmd.Capacity)
	choose(&l, "basis", Bases(), cmd.Basis)
	asked.Reference = reference(&l, cmd.Reference)
	if err := l.Err(); err != nil {
		return nil, err
	}
	rule := rules.Erasure
	if cmd.ThirdParty {
		rule = rules.ErasureThirdParty
	}
	var err error
	if asked.Acknowledge, err = cmd.open(rules.RequestAnswer, asked.ReceivedOn); err != nil {
		return nil, err
	}
	if asked.Execute, err = cmd.open(rule, asked.ReceivedOn); err != nil {
		return nil, err
	}
	return []domain.Event{asked}, nil
}

// open starts a deadline; none where no rule of that day names a number of days.
func (cmd Ask) open(rule string, on calendar.Date) (*duty.Duty, error) {
	d, err := duty.Open(cmd.Rules, cmd.Calendar, rule, cmd.By.Agency, "subject-"+cmd.Subject, TypeErasureRequested, on)
	if errors.Is(err, rules.ErrNoRule) {
		return nil, nil
	}
	return &d, err
}
