package board

import (
	"regexp"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

// RecordRegulation keeps the board's operating regulation, or its next version
// (Điều 22.5, 28.3).
type RecordRegulation struct {
	By         domain.Actor
	Decision   Decision
	Attachment string // SHA-256, hex; empty when only the number is known
	Now        time.Time
}

var sha256Form = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (b *Board) RecordRegulation(cmd RecordRegulation) ([]domain.Event, error) {
	if !b.IsEstablished() {
		return nil, ErrNotEstablished.New()
	}
	today := calendar.DateOf(cmd.Now)
	if a, ok := b.own(cmd.By.Account, today); !manages(cmd.By, b.agency) && (!ok || a.Position != Head) {
		return nil, ErrNotAllowed.New()
	}
	var l fault.List
	recorded := RegulationRecorded{Decision: cleanDecision(&l, "decision", cmd.Decision, today), Attachment: cmd.Attachment}
	if cmd.Attachment != "" && !sha256Form.MatchString(cmd.Attachment) {
		l.Add(ErrAttachment.New().At("attachment"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	for _, r := range b.regulations {
		if r == recorded {
			return nil, nil
		}
		if r.Decision.Number == recorded.Decision.Number {
			return nil, ErrRegulationTaken.New("number", r.Decision.Number).At("decision.number")
		}
	}
	return []domain.Event{recorded}, nil
}
