package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/board"
)

// recordRules keeps the board's operating regulation or its next version (Điều 22
// khoản 5); the head of the board may, too.
func (b boards) recordRules(ctx context.Context, by Caller, cmd RecordBoardRules) (Receipt, error) {
	as, err := b.reviewer(ctx, by, cmd.Agency)
	if err != nil {
		return Receipt{}, err
	}
	if cmd.Attachment != "" {
		f, err := b.Files.Open(ctx, cmd.Attachment)
		if err != nil {
			return Receipt{}, err
		}
		f.Close()
	}
	return b.run(ctx, by, as, cmd.Agency, func(s *board.Board) ([]domain.Event, error) {
		return s.RecordRegulation(board.RecordRegulation{By: as, Decision: cmd.Decision, Attachment: cmd.Attachment, Now: b.Now()})
	})
}
