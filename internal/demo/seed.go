package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/projections/view"
)

// Options of a seeding; the zero value is useful.
type Options struct {
	Now      func() time.Time // the present; default time.Now
	Progress func(vi, en string)
}

// marker is written last: a directory with it was seeded to the end.
const marker = "demo.json"

// ErrOther: the directory holds something else than a demo.
var ErrOther = errors.New("the directory was not made by “minhbach demo”; use “minhbach serve” for it, or give an empty one")

// ErrCut: the seeding of the directory did not come to its end.
var ErrCut = errors.New("the demo in this directory was cut short; remove the directory and start again")

// Seeded tells whether dir holds a whole demo; false for a new or empty directory.
func Seeded(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	has := func(name string) bool {
		return slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == name })
	}
	switch {
	case has(marker):
		return true, nil
	case has(started):
		return false, fmt.Errorf("%s: %w", dir, ErrCut)
	}
	return false, fmt.Errorf("%s: %w", dir, ErrOther)
}

// started marks a directory whose seeding began.
const started = "demo.started"

// Seed prepares dir and tells it the past ten weeks. The directory must be new or
// empty. When Seed returns, the node is closed and can be opened under real time.
func Seed(ctx context.Context, dir string, o Options) (err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Progress == nil {
		o.Progress = func(string, string) {}
	}
	cal := calendar.VietNam()
	d := days{calendar.DateOf(o.Now()), cal}
	all, err := items(d)
	if err != nil {
		return err
	}
	var tables []*set // a build without an engine for tables takes no datasets
	if node.HasTables {
		if tables, err = sets(d); err != nil {
			return err
		}
	}
	begin, err := d.at("-53", "08:00")
	if err != nil {
		return err
	}
	c := &clock{now: begin}
	if err := node.Init(dir, begin); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, started), nil, 0o600); err != nil {
		return err
	}
	n, err := node.Open(ctx, node.Config{Data: dir, Now: c.Now, Command: "minhbach demo"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	s := &seeding{n: n, clock: c, days: d, agencies: map[string]string{}, accounts: map[string]view.Account{}}
	for _, part := range []struct {
		vi, en string
		do     func(context.Context) error
	}{
		{"nhập các đơn vị", "importing units", s.units},
		{"lập tài khoản và Ban Biên tập", "making accounts and boards", s.people},
		{"thống nhất tên miền", "agreeing on domain names", s.domains},
		{"soạn, duyệt, công bố", "drafting, approving, publishing", func(ctx context.Context) error { return s.tell(ctx, all, tables) }},
	} {
		o.Progress(part.vi, part.en)
		if err := part.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.en, err)
		}
	}
	if err := n.Ready(ctx); err != nil {
		return err
	}
	made, err := json.Marshal(map[string]any{"seeded": o.Now().UTC(), "publications": len(all), "datasets": len(tables), "accounts": len(s.accounts)})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, marker), append(made, '\n'), 0o600)
}

// seeding is the work on one directory.
type seeding struct {
	n        *node.Node
	clock    *clock
	days     days
	agencies map[string]string // code → id
	accounts map[string]view.Account
}

var operator = app.Caller{Operator: true}

//go:embed data/units.csv
var unitsCSV string

//go:embed data/contacts.csv
var contactsCSV string

func (s *seeding) units(ctx context.Context) error {
	report, err := s.n.App.Commands.ImportUnits(ctx, operator, app.ImportUnits{
		CSV: strings.NewReader(unitsCSV), ValidFrom: calendar.MustParse("2019-05-02"), Basis: "Danh mục đơn vị dùng cho trình diễn",
	})
	if err != nil {
		return err
	}
	for _, u := range report.Units {
		s.agencies[u.Code] = u.Agency
	}
	for _, r := range rows(contactsCSV) {
		id, ok := s.agencies[r[0]]
		if !ok {
			return fmt.Errorf("contacts.csv: unknown unit %s", r[0])
		}
		_, err := s.n.App.Commands.SetContact(ctx, operator, app.SetContact{Agency: id, Contact: agency.Contact{
			Address: r[1], Phone: r[2], Fax: r[3], Email: r[4], Responsible: r[5], Intro: r[6],
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

// people registers the accounts, enrols second factors as their owners, and founds
// the boards.
func (s *seeding) people(ctx context.Context) error {
	from := s.days.day(-52)
	for _, p := range People() {
		if err := s.person(ctx, p, from); err != nil {
			return fmt.Errorf("%s: %w", p.Login, err)
		}
	}
	if err := s.n.Ready(ctx); err != nil {
		return err
	}
	all, err := s.n.App.Queries.Accounts(ctx, operator)
	if err != nil {
		return err
	}
	for _, a := range all {
		s.accounts[a.Login] = a
	}
	return s.boards(ctx, from)
}

func (s *seeding) person(ctx context.Context, p Person, from calendar.Date) error {
	do := s.n.App.Commands
	r, err := do.RegisterAccount(ctx, operator, app.RegisterAccount{Login: p.Login, Name: p.Name, Password: Password})
	if err != nil {
		return err
	}
	_, err = do.GrantRole(ctx, operator, app.GrantRole{Account: r.ID, Role: domain.Role(p.Role), Agency: s.agencies[p.Agency], From: from})
	if err != nil || !p.SecondFactor {
		return err
	}
	code, _, err := p.Code(s.clock.Now())
	if err != nil {
		return err
	}
	_, err = do.EnrolTOTP(ctx, app.Caller{Account: r.ID}, app.EnrolTOTP{Secret: p.Secret, Code: code})
	return err
}

func (s *seeding) boards(ctx context.Context, from calendar.Date) error {
	do := s.n.App.Commands
	founded := map[string]bool{}
	number := 40
	for _, p := range People() {
		if p.Seat == "" {
			continue
		}
		id := s.agencies[p.Agency]
		number++
		by := board.Decision{Number: fmt.Sprintf("%d/QĐ-BBT", number), Date: s.days.day(-53), Signer: "Thủ trưởng cơ quan"}
		if !founded[id] {
			if _, err := do.EstablishBoard(ctx, operator, app.EstablishBoard{Agency: id, Decision: by}); err != nil {
				return fmt.Errorf("board of %s: %w", p.Agency, err)
			}
			founded[id] = true
		}
		_, err := do.AppointMember(ctx, operator, app.AppointMember{
			Agency: id, Account: s.accounts[p.Login].ID, Position: board.Position(p.Seat), Concurrent: true, From: from, Decision: by,
		})
		if err != nil {
			return fmt.Errorf("seat of %s: %w", p.Login, err)
		}
	}
	return nil
}
