package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/board"
)

// dismiss ends every seat of an account on the board.
func (b boards) dismiss(ctx context.Context, by Caller, cmd DismissMember) (Receipt, error) {
	as, err := b.manager(ctx, by, cmd.Agency)
	if err != nil {
		return Receipt{}, err
	}
	return b.run(ctx, by, as, cmd.Agency, func(s *board.Board) ([]domain.Event, error) {
		return s.Dismiss(board.Dismiss{By: as, Account: cmd.Account, On: cmd.On, Reason: cmd.Reason})
	})
}
