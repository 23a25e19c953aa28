package board

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

const (
	maxNumber = 100
	maxName   = 200
	maxNote   = 1000
	maxID     = 100
)

// manages: the head of the agency, or an administrator whom the application lets
// act for it (Điều 28.3).
func manages(by domain.Actor, agency string) bool {
	switch by.Role {
	case domain.AgencyHead:
		return by.Agency == agency && agency != ""
	case domain.Administrator:
		return by.Account != ""
	}
	return by.Account == domain.System
}

func (b *Board) managed(by domain.Actor) error {
	switch {
	case !b.IsEstablished():
		return ErrNotEstablished.New()
	case !manages(by, b.agency):
		return ErrNotAllowed.New()
	}
	return nil
}

func cleanDecision(l *fault.List, path string, d Decision, today calendar.Date) Decision {
	d.Number = input.Line(l, path+".number", d.Number, maxNumber)
	d.Signer = input.Line(l, path+".signer", d.Signer, maxName)
	switch {
	case d.Date.IsZero():
		l.Add(ErrDate.New().At(path + ".date"))
	case today.Before(d.Date):
		l.Add(ErrFutureDecision.New().At(path + ".date"))
	}
	return d
}
