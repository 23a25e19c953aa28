package board_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

// scenario is Given (facts), When (a command), Then (facts, a refusal or nothing).
type scenario struct {
	t      *testing.T
	board  *board.Board
	events []domain.Event
	err    error
}

func given(t *testing.T, facts ...domain.Event) *scenario {
	t.Helper()
	s := &scenario{t: t, board: board.New()}
	for _, f := range facts {
		s.board.Apply(stored(t, f))
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

func (s *scenario) when(command func(*board.Board) ([]domain.Event, error)) *scenario {
	s.events, s.err = command(s.board)
	for _, e := range s.events {
		s.board.Apply(e)
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
	head       = domain.Actor{Account: "acc-chief", Role: domain.AgencyHead, Agency: "agency-1"}
	admin      = domain.Actor{Account: "acc-admin", Role: domain.Administrator, Agency: "province"}
	stranger   = domain.Actor{Account: "acc-x", Role: domain.AgencyHead, Agency: "agency-2"}
	editor     = domain.Actor{Account: "acc-e", Role: domain.Editor, Agency: "agency-1"}
	founding   = board.Decision{Number: "12/QĐ-UBND", Date: d("2024-01-02"), Signer: "Nguyễn Văn An"}
	decision   = board.Decision{Number: "15/QĐ-UBND", Date: d("2024-01-10"), Signer: "Nguyễn Văn An"}
	founded    = board.Established{Agency: "agency-1", Decision: founding}
	headSeat   = board.MemberAppointed{Account: "h", Position: board.Head, From: d("2024-01-15"), To: d("2024-12-31"), Decision: decision}
	memberSeat = board.MemberAppointed{Account: "m", Position: board.Member, Concurrent: true, From: d("2024-01-15"), Decision: decision}
)

func as(account string) domain.Actor {
	return domain.Actor{Account: account, Role: domain.BoardMember, Agency: "agency-1"}
}
