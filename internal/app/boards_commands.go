package app

import (
	"context"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/fault"
	"minhbach/domain/staff"
	"minhbach/eventstore"
)

// boards runs commands on editorial boards, one an agency.
type boards struct{ Deps }

func boardCommands(d Deps, c *Commands) {
	b := boards{d}
	c.EstablishBoard = b.establish
	c.AppointMember = b.appoint
	c.DismissMember = b.dismiss
	c.DelegateAuthority = b.delegate
	c.RevokeDelegation = b.revokeDelegation
	c.RecordBoardRules = b.recordRules
}

// run executes a command on the board of one agency.
func (b boards) run(ctx context.Context, by Caller, as domain.Actor, agency string, decide func(*board.Board) ([]domain.Event, error)) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(b.Now())
	}
	out, err := eventstore.Execute(ctx, b.Repo, boardPrefix+agency, board.New, by.named(), envelope(by, as),
		func(s *board.Board, _ eventstore.Revision) ([]domain.Event, error) { return decide(s) })
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	return receipt(agency, out), nil
}

// manager wants who manages the board of an agency that exists: its head, or an
// administrator there or of the province (Điều 28 khoản 3).
func (b boards) manager(ctx context.Context, by Caller, agency string) (domain.Actor, error) {
	p, err := b.places(ctx)
	if err != nil {
		return domain.Actor{}, mapErr(err)
	}
	as, err := p.mayManage(by, agency, domain.AgencyHead)
	if err != nil {
		return as, err
	}
	if agency == Network {
		return as, ErrNetworkRole.New().At("agency")
	}
	return as, p.exists(agency)
}

// seatable: the account is there and in use.
func (b boards) seatable(ctx context.Context, id, path string) error {
	a, err := b.loadAccount(ctx, id)
	if f := fault.Of(err); f != nil {
		return f.At(path)
	}
	if err == nil && a.IsDisabled() {
		return staff.ErrDisabled.New().At(path)
	}
	return err
}
