package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/board"
)

// establish records the decision that founds a board (Điều 28 khoản 3).
func (b boards) establish(ctx context.Context, by Caller, cmd EstablishBoard) (Receipt, error) {
	as, err := b.manager(ctx, by, cmd.Agency)
	if err != nil {
		return Receipt{}, err
	}
	return b.run(ctx, by, as, cmd.Agency, func(s *board.Board) ([]domain.Event, error) {
		return s.Establish(board.Establish{By: as, Agency: cmd.Agency, Decision: cmd.Decision, Now: b.Now()})
	})
}
