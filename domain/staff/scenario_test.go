package staff_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/staff"
)

// scenario is Given (facts), When (a command), Then (facts, a refusal or nothing).
type scenario struct {
	t       *testing.T
	account *staff.Account
	events  []domain.Event
	err     error
}

func given(t *testing.T, facts ...domain.Event) *scenario {
	t.Helper()
	s := &scenario{t: t, account: staff.New()}
	for _, f := range facts {
		s.account.Apply(stored(t, f))
	}
	return s
}

// stored is the fact as the log gives it back.
func stored(t *testing.T, f domain.Event) domain.Event {
	t.Helper()
	raw, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	back := reflect.New(reflect.TypeOf(f))
	if err := json.Unmarshal(raw, back.Interface()); err != nil {
		t.Fatal(err)
	}
	return back.Elem().Interface().(domain.Event)
}

func (s *scenario) when(command func(*staff.Account) ([]domain.Event, error)) *scenario {
	s.events, s.err = command(s.account)
	for _, e := range s.events {
		s.account.Apply(e)
	}
	return s
}

func (s *scenario) then(want ...domain.Event) {
	s.t.Helper()
	if s.err != nil {
		s.t.Fatalf("refused: %v", s.err)
	}
	if len(want) != len(s.events) || len(want) > 0 && !reflect.DeepEqual(want, s.events) {
		s.t.Errorf("got %+v\nwant %+v", s.events, want)
	}
}

func (s *scenario) refused(code *fault.Code, path string) {
	s.t.Helper()
	if !errors.Is(s.err, code) || len(s.events) > 0 {
		s.t.Fatalf("got %v and %v, want refusal %s", s.events, s.err, code.Name)
	}
	if f := fault.Of(s.err); f.Path != path && path != "*" {
		s.t.Errorf("refused at %q, want %q", f.Path, path)
	}
}

var now = time.Date(2024, 3, 1, 2, 0, 0, 0, time.UTC) // 09:00 in Sóc Trăng

func d(s string) calendar.Date {
	if s == "" {
		return calendar.Date{}
	}
	return calendar.MustParse(s)
}

var (
	admin      = domain.Actor{Account: "acc-admin", Role: domain.Administrator, Agency: "province"}
	own        = domain.Actor{Account: "acc-1", Role: domain.Editor, Agency: "agency-1"}
	other      = domain.Actor{Account: "acc-2", Role: domain.BoardHead, Agency: "agency-1"}
	chief      = domain.Actor{Account: "acc-3", Role: domain.AgencyHead, Agency: "agency-1"}
	system     = domain.Actor{Account: domain.System}
	registered = staff.Registered{Account: "acc-1", Login: "lan.nguyen", Name: "Nguyễn Thị Lan"}
	password   = staff.PasswordSet{Hash: "c2VhbGVk"}
	totp       = staff.TOTPEnrolled{Secret: "a2V5", TOTPStep: 100}
	session    = staff.SignedIn{Session: "s-1"}
)

type command = func(*staff.Account) ([]domain.Event, error)
