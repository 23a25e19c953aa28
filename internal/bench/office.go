package bench

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/projections/view"
)

// office is a node with one agency, somebody who drafts and somebody who approves,
// serving on loopback.
type office struct {
	*node.Node
	url              string // with a slash at the end
	agency           string
	author, approver app.Caller
	stop             context.CancelFunc
	ended            chan error
}

const province = "level,code,name_vi,name_en,unit_type,parent_code\nprovince,94,Tỉnh Thử,Trial Province,Tỉnh,\n"

func (r *run) openOffice(ctx context.Context) error {
	dir := r.path("data")
	if err := node.Init(dir, r.Now()); err != nil {
		return err
	}
	n, err := node.Open(ctx, node.Config{Data: dir, Listen: "127.0.0.1:0", Rate: -1, Now: r.Now, Command: "minhbach bench", Version: r.Version})
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	o := &office{Node: n, stop: stop, ended: make(chan error, 1)}
	r.office = o
	ready := make(chan string, 1)
	go func() { o.ended <- n.Serve(serving, func(url string) { ready <- url }) }()
	select {
	case o.url = <-ready:
	case err := <-o.ended:
		o.ended <- err
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
		return ctx.Err()
	}
	return o.staff(ctx, calendar.DateOf(r.Now()))
}

// staff registers the agency, its board and two people.
func (o *office) staff(ctx context.Context, today calendar.Date) error {
	operator := app.Caller{Operator: true}
	c := o.App.Commands
	if _, err := c.ImportUnits(ctx, operator, app.ImportUnits{CSV: strings.NewReader(province), ValidFrom: today, Basis: "bench"}); err != nil {
		return err
	}
	if err := o.Ready(ctx); err != nil {
		return err
	}
	tree, err := o.App.Queries.Tree(ctx, view.AsOf{}, calendar.Date{})
	if err != nil {
		return err
	}
	if len(tree.Agencies) != 1 {
		return fmt.Errorf("%d agencies were registered, not one", len(tree.Agencies))
	}
	o.agency = tree.Agencies[0].ID
	decision := board.Decision{Number: "01/QĐ-BBT", Date: today, Signer: "Thủ trưởng"}
	if _, err := c.EstablishBoard(ctx, operator, app.EstablishBoard{Agency: o.agency, Decision: decision}); err != nil {
		return err
	}
	for _, p := range []struct {
		login string
		role  domain.Role
		to    *app.Caller
	}{{"soan", domain.Editor, &o.author}, {"duyet", domain.BoardMember, &o.approver}} {
		made, err := c.RegisterAccount(ctx, operator, app.RegisterAccount{Login: p.login, Name: "Người " + p.login, Password: "bay-con-vit-qua-cau-2026"})
		if err != nil {
			return err
		}
		if _, err := c.GrantRole(ctx, operator, app.GrantRole{Account: made.ID, Role: p.role, Agency: o.agency, From: today}); err != nil {
			return err
		}
		if p.role == domain.BoardMember {
			if _, err := c.AppointMember(ctx, operator, app.AppointMember{Agency: o.agency, Account: made.ID, Position: board.Member, From: today, Decision: decision}); err != nil {
				return err
			}
		}
		if err := o.Ready(ctx); err != nil {
			return err
		}
		a, err := o.App.Queries.Account(ctx, operator, made.ID)
		if err != nil {
			return err
		}
		*p.to = app.Caller{Account: made.ID, Name: a.Name, Grants: a.Grants}
	}
	return nil
}

// closeOffice lets requests end and closes the directory.
func (r *run) closeOffice() error {
	o := r.office
	if o == nil {
		return nil
	}
	r.office = nil
	o.stop()
	err := <-o.ended
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	return errors.Join(err, o.Close())
}
