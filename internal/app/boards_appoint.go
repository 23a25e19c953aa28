package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/board"
)

// appoint gives an account a seat for a term (Điều 22).
func (b boards) appoint(ctx context.Context, by Caller, cmd AppointMember) (Receipt, error) {
	as, err := b.manager(ctx, by, cmd.Agency)
	if err != nil {
		return Receipt{}, err
	}
	if err := b.seatable(ctx, cmd.Account, "account"); err != nil {
		return Receipt{}, err
	}
	return b.run(ctx, by, as, cmd.Agency, func(s *board.Board) ([]domain.Event, error) {
		return s.Appoint(board.Appoint{
			By: as, Account: cmd.Account, Position: cmd.Position, Concurrent: cmd.Concurrent,
			From: cmd.From, To: cmd.To, Decision: cmd.Decision, Now: b.Now(),
		})
	})
}
