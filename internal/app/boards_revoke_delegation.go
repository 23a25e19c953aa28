package app

import (
	"context"
	"slices"

	"minhbach/domain"
	"minhbach/domain/board"
)

// revokeDelegation ends what was lent to an account: the caller's own loan, or, for
// who manages the board or heads it, every loan to that account.
func (b boards) revokeDelegation(ctx context.Context, by Caller, cmd RevokeDelegation) (Receipt, error) {
	as, err := b.reviewer(ctx, by, cmd.Agency)
	if err != nil {
		return Receipt{}, err
	}
	return b.run(ctx, by, as, cmd.Agency, func(s *board.Board) ([]domain.Event, error) {
		lenders := b.lenders(s, cmd)
		if slices.Contains(lenders, by.Account) || len(lenders) == 0 {
			lenders = []string{by.Account}
		}
		var facts []domain.Event
		for _, from := range lenders {
			ended, err := s.RevokeDelegation(board.RevokeDelegation{By: as, From: from, To: cmd.To, On: cmd.On, Now: b.Now()})
			if err != nil {
				return nil, err
			}
			facts = append(facts, ended...)
		}
		return facts, nil
	})
}

// lenders of loans to the account that run today or on the day named.
func (b boards) lenders(s *board.Board, cmd RevokeDelegation) []string {
	var from []string
	for _, d := range append(s.Delegations(cmd.On), s.Delegations(b.today())...) {
		if d.To == cmd.To && !slices.Contains(from, d.From) && !d.Until.Before(cmd.On) {
			from = append(from, d.From)
		}
	}
	return from
}

// reviewer is who manages the board, or else a person with a role of the board,
// whose seat the aggregate judges.
func (b boards) reviewer(ctx context.Context, by Caller, agency string) (domain.Actor, error) {
	as, err := b.manager(ctx, by, agency)
	if err == nil {
		return as, nil
	}
	if as, seated := mayAt(by, agency, domain.BoardHead, domain.BoardMember); seated == nil {
		return as, nil
	}
	return as, err
}
