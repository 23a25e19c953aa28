package app

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/domain/rules"
	"minhbach/domain/staff"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/eventstore/vault"
	"minhbach/internal/secret"
	"minhbach/projections"
	"minhbach/projections/people"
)

// office is one node with the real log and read model of people, and a clock that
// tests move.
type office struct {
	*testing.T
	Deps
	Commands
	Auth
	dir   string
	clock *clock
	vault *vault.Vault

	rebuild func() error      // of the read model of people
	id      map[string]string // login → account
	key     map[string]string // login → TOTP secret

	pauses sync.Mutex
	paused []time.Duration // before refusals
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

const (
	provinceID = "0190a000-0000-7000-8000-000000000001"
	districtID = "0190a000-0000-7000-8000-000000000002"
	communeID  = "0190a000-0000-7000-8000-000000000003"

	phrase   = "ghe đá bốn mùa 27"
	phrase2  = "trời xanh mây trắng 9"
	wrongOne = "không phải mật khẩu này"
)

var operator = Caller{Operator: true}

// open begins with a tree of three agencies and one administrator, "quantri", who
// has both factors.
func open(t *testing.T) *office {
	t.Helper()
	o := &office{T: t, dir: t.TempDir(), id: map[string]string{}, key: map[string]string{}}
	o.clock = &clock{now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)} // 08:00, a Monday
	var events []eventstore.Payload
	for _, list := range [][]domain.Event{agency.Events(), board.Events(), staff.Events(), publication.Events(), dataset.Events(), subject.Events(), eventstore.ClaimEvents()} {
		events = append(events, list...)
	}
	var upcasts []eventstore.Upcast
	for _, u := range slices.Concat(staff.Upcasts(), board.Upcasts()) {
		upcasts = append(upcasts, eventstore.Upcast(u))
	}
	keyed, err := vault.Open(t.Context(), filepath.Join(o.dir, "vault", "vault.db"), vault.Options{Master: make([]byte, 32), Now: o.clock.Now})
	o.must(err)
	o.vault = keyed
	codec, err := eventstore.NewCodec(events, upcasts, eventstore.WithSealer(o.vault))
	o.must(err)
	log, err := sqlite.Open(t.Context(), filepath.Join(o.dir, "log"), sqlite.Options{Now: o.clock.Now})
	o.must(err)
	runner, err := projections.Open(t.Context(), filepath.Join(o.dir, "read"), people.Definition(), log, codec, projections.Options{Now: o.clock.Now})
	o.must(err)
	o.rebuild = func() error { return runner.Rebuild(t.Context()) }
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = runner.Run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
		runner.Close()
		log.Close()
		o.vault.Close()
	})
	o.must(secret.CreateKeys(filepath.Join(o.dir, "keys")))
	keys, err := secret.LoadKeys(filepath.Join(o.dir, "keys"))
	o.must(err)
	repo := eventstore.NewRepository(log, codec)
	o.Deps = Deps{Log: log, Repo: repo, Claims: eventstore.NewClaims(repo), Pseudonyms: o.vault, People: people.NewReader(runner), Secrets: keys, Rules: rules.Default(), Calendar: calendar.VietNam(), Now: o.clock.Now, Pause: func(_ context.Context, d time.Duration) {
		o.pauses.Lock()
		defer o.pauses.Unlock()
		o.paused = append(o.paused, d)
	}}
	treeCommands(o.Deps, &o.Commands)
	accountCommands(o.Deps, &o.Commands)
	boardCommands(o.Deps, &o.Commands)
	publicationCommands(o.Deps, &o.Commands)
	datasetCommands(o.Deps, &o.Commands)
	o.Commands.keys(o.Deps)
	o.Auth = newAuth(o.Deps)
	o.plant(treeStream,
		agency.Registered{Agency: provinceID, Code: "94", NameVi: "Tỉnh Sóc Trăng", UnitType: "Tỉnh", Level: domainname.Province, Obligation: agency.Mandatory, ValidFrom: day("2019-05-02")},
		agency.Registered{Agency: districtID, Code: "944", NameVi: "Huyện Kế Sách", UnitType: "Huyện", Level: domainname.District, Parent: provinceID, Obligation: agency.Mandatory, ValidFrom: day("2019-05-02")},
		agency.Registered{Agency: communeID, Code: "31540", NameVi: "Xã Nhơn Mỹ", UnitType: "Xã", Level: domainname.Commune, Parent: districtID, Obligation: agency.Mandatory, ValidFrom: day("2019-05-02")},
	)
	o.hire("quantri", domain.Administrator, provinceID)
	return o
}

func day(s string) calendar.Date { return calendar.MustParse(s) }

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// plant writes facts as another part of the product would.
func (o *office) plant(stream string, facts ...domain.Event) {
	o.Helper()
	env := eventstore.Envelope{Command: eventstore.NewID(time.Now()), Actor: domain.System}
	_, err := eventstore.Execute(o.Context(), o.Repo, stream, agency.New, nil, env,
		func(*agency.Tree, eventstore.Revision) ([]domain.Event, error) { return facts, nil })
	o.must(err)
}

// hire makes an account with a password, both factors and one role.
func (o *office) hire(login string, role domain.Role, at string) Caller {
	o.Helper()
	o.register(login)
	o.grant(login, role, at)
	o.enrol(login)
	return o.as(login)
}

// register by the operator, so that the password need not be changed.
func (o *office) register(login string) string {
	o.Helper()
	r, err := o.RegisterAccount(o.Context(), operator, RegisterAccount{Login: login, Name: "Cán bộ " + login, Password: phrase})
	o.must(err)
	o.id[login] = r.ID
	o.must(o.seen())
	return r.ID
}

func (o *office) grant(login string, role domain.Role, at string) {
	o.Helper()
	_, err := o.GrantRole(o.Context(), operator, GrantRole{Account: o.id[login], Role: role, Agency: at, From: day("2026-01-01")})
	o.must(err)
	o.must(o.seen())
}

func (o *office) enrol(login string) {
	o.Helper()
	me := Caller{Account: o.id[login]}
	key, uri, err := o.NewTOTP(o.Context(), me)
	o.must(err)
	if u, err := url.Parse(uri); err != nil || u.Query().Get("secret") != key {
		o.Fatalf("uri %q: %v", uri, err)
	}
	o.key[login] = key
	_, err = o.EnrolTOTP(o.Context(), me, EnrolTOTP{Secret: key, Code: o.code(login)})
	o.must(err)
	o.must(o.seen())
}

// code is what the phone shows at the moment.
func (o *office) code(login string) string {
	o.Helper()
	c, err := totp.GenerateCode(o.key[login], o.clock.Now())
	o.must(err)
	return c
}

func (o *office) seen() error { return o.peopleFresh(o.Context()) }

// try to sign in, with the code of the moment where there is a second factor.
func (o *office) try(login, password string) (Session, error) {
	in := SignIn{Login: login, Password: password, Address: "203.0.113.7"}
	if plain := staff.FoldLogin(strings.TrimSpace(login)); o.key[plain] != "" {
		o.clock.forward(31 * time.Second) // codes work once
		in.Code = o.code(plain)
	}
	return o.SignIn(o.Context(), in)
}

func (o *office) signsIn(login string) Session {
	o.Helper()
	s, err := o.try(login, phrase)
	o.must(err)
	if s.Sealed == "" {
		o.Fatalf("%s got no session: %+v", login, s)
	}
	return s
}

// as is the caller of a fresh session.
func (o *office) as(login string) Caller {
	o.Helper()
	by, _, err := o.Resume(o.Context(), o.signsIn(login).Sealed)
	o.must(err)
	return by
}

func refused(t *testing.T, what string, err error, want *fault.Code) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got %v, want %s", what, err, want.Name)
	}
}

func (o *office) head() eventstore.Position {
	o.Helper()
	p, err := o.Log.Head(o.Context())
	o.must(err)
	return p
}
