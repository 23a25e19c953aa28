package board_test

import (
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/domaintest"
)

type scenario = domaintest.Scenario[*board.Board]

func given(t *testing.T, facts ...domain.Event) *scenario {
	t.Helper()
	return domaintest.Given(t, board.New(), facts...)
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
