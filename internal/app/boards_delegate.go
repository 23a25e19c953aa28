package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/board"
)

// delegate lends one's own power on a board. The seat is the aggregate's to judge;
// here the lender must be a person who may act at the agency today.
func (b boards) delegate(ctx context.Context, by Caller, cmd DelegateAuthority) (Receipt, error) {
	if err := person(by); err != nil {
		return Receipt{}, err
	}
	as, err := mayAt(by, cmd.Agency, domain.BoardHead, domain.BoardMember, domain.AgencyHead)
	if err != nil {
		return Receipt{}, err
	}
	if err := b.seatable(ctx, cmd.To, "to"); err != nil {
		return Receipt{}, err
	}
	as.Account = by.Account // the operator has no power to lend
	return b.run(ctx, by, as, cmd.Agency, func(s *board.Board) ([]domain.Event, error) {
		return s.Delegate(board.Delegate{By: as, To: cmd.To, Since: cmd.Since, Until: cmd.Until, Note: cmd.Note, Now: b.Now()})
	})
}
