package integration

import (
	"strings"
	"time"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/internal/testkit"
)

// Sentences that set the scene.

func (s *scenario) unit(m []string) {
	s.t.Helper()
	level, code, name, parent := m[0], m[1], m[2], ""
	if len(m) > 3 {
		parent = m[3]
	}
	kind, _, _ := strings.Cut(name, " ")
	_, err := s.n.Import("level,code,name_vi,name_en,unit_type,parent_code\n"+strings.Join([]string{level, code, name, "", kind, parent}, ",")+"\n", "2019-01-01")
	s.must(err)
}

func (s *scenario) account(m []string) {
	s.t.Helper()
	p := s.n.Account(m[0], domain.Role(m[1]), m[2])
	if len(m) > 3 {
		p.Seat(board.Position(m[3]), m[2])
	}
}

func (s *scenario) remember(m []string) {
	s.n.Settle()
	s.times[m[0]] = s.n.Clock.Now().UTC().Format(time.RFC3339Nano)
}

func (s *scenario) comes([]string) {
	s.t.Helper()
	s.n.Release() // the scheduler may have been faster: pages tell
}

func (s *scenario) person(login string) *testkit.Person {
	s.t.Helper()
	return s.n.Person(login)
}
