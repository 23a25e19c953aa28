package testkit

import (
	"context"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/staff"
	"minhbach/internal/app"
)

// Password of every account that testkit makes.
const Password = "bay-con-vit-qua-cau-2026"

// Person is an account with a browser of its own.
type Person struct {
	*Browser
	Node  *Node
	ID    string
	Login string

	password string
	secret   string
	step     int64 // of the last code used
	token    string
}

// Account registers somebody in a role at the unit with a code, and enrols the
// second factor where the role needs one.
func (n *Node) Account(login string, role domain.Role, code string) *Person {
	n.T.Helper()
	ctx := context.Background()
	r, err := n.App.Commands.RegisterAccount(ctx, Operator, app.RegisterAccount{Login: login, Name: "Người " + strings.ToUpper(login), Password: Password})
	n.must(err)
	p := &Person{Node: n, ID: r.ID, Login: login, password: Password}
	p.Browser = NewBrowser(n)
	p.Browser.person = p
	p.Grant(role, code)
	n.people[login] = p
	if !staff.RoleNeedsSecondFactor(role) {
		return p
	}
	p.secret, _, err = n.App.Auth.NewTOTP(ctx, app.Caller{Account: p.ID})
	n.must(err)
	_, err = n.App.Commands.EnrolTOTP(ctx, app.Caller{Account: p.ID}, app.EnrolTOTP{Secret: p.secret, Code: p.Code()})
	n.must(err)
	return p
}

// Resident is somebody whose account was there when the node was opened; secret is
// the key of the second factor, empty without one.
func (n *Node) Resident(login, password, secret string) *Person {
	n.T.Helper()
	all, err := n.App.Queries.Accounts(context.Background(), Operator)
	n.must(err)
	for _, a := range all {
		if a.Login == login {
			p := &Person{Node: n, ID: a.ID, Login: login, password: password, secret: secret}
			p.Browser = NewBrowser(n)
			p.Browser.person = p
			n.people[login] = p
			return p
		}
	}
	n.T.Fatalf("there is no account %s", login)
	return nil
}

// Grant gives the account a role from today on.
func (p *Person) Grant(role domain.Role, code string) {
	p.Node.T.Helper()
	_, err := p.Node.App.Commands.GrantRole(context.Background(), Operator, app.GrantRole{
		Account: p.ID, Role: role, Agency: p.Node.Agency(code), From: p.Node.Clock.Today(),
	})
	p.Node.must(err)
	p.Node.Settle()
}

// Seat puts the account on the board of a unit, which is founded where there is none.
func (p *Person) Seat(position board.Position, code string) {
	n := p.Node
	n.T.Helper()
	ctx := context.Background()
	id, today := n.Agency(code), n.Clock.Today()
	decision := board.Decision{Number: "01/QĐ-BBT", Date: today, Signer: "Thủ trưởng"}
	if b, err := n.App.Queries.Board(ctx, id); err != nil || !b.Established {
		_, err := n.App.Commands.EstablishBoard(ctx, Operator, app.EstablishBoard{Agency: id, Decision: decision})
		n.must(err)
	}
	_, err := n.App.Commands.AppointMember(ctx, Operator, app.AppointMember{Agency: id, Account: p.ID, Position: position, From: today, Decision: decision})
	n.must(err)
	n.Settle()
}

// Person finds an account that testkit made.
func (n *Node) Person(login string) *Person {
	n.T.Helper()
	p, ok := n.people[login]
	if !ok {
		n.T.Fatalf("there is no account %s", login)
	}
	return p
}

// period of a one-time code.
const period = 30

// Code is a one-time code that was not used before; the clock moves on when the
// present and the next one were.
func (p *Person) Code() string {
	p.Node.T.Helper()
	now := p.Node.Clock.Now().Unix() / period
	step := max(now, p.step+1)
	if step > now+1 {
		p.Node.Clock.Advance(period * time.Second)
	}
	p.step = step
	code, err := totp.GenerateCodeCustom(p.secret, time.Unix(step*period, 0), totp.ValidateOpts{Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	p.Node.must(err)
	return code
}

// Token is for programs of this person; the same one at every call.
func (p *Person) Token() string {
	p.Node.T.Helper()
	if p.token == "" {
		issued, err := p.Node.App.Commands.IssueToken(context.Background(), Operator, app.IssueToken{
			Account: p.ID, Label: "thử nghiệm", Expires: p.Node.Clock.Today().AddDays(90),
		})
		p.Node.must(err)
		p.Node.Settle()
		p.token = issued.Secret
	}
	return p.token
}

// API speaks with the person's token.
func (p *Person) API() *API { return &API{node: p.Node, token: p.Token()} }

func (n *Node) must(err error) {
	n.T.Helper()
	if err != nil {
		n.T.Fatal(err)
	}
}
