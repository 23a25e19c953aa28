package app

import (
	"testing"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/board"
	"minhbach/domain/fault"
	"minhbach/domain/staff"
	"minhbach/eventstore"
)

var founding = board.Decision{Number: "12/QĐ-UBND", Date: day("2026-01-05"), Signer: "Trần Văn Bình"}

func (o *office) board(at string) *board.Board {
	o.Helper()
	b := board.New()
	_, _, err := eventstore.Load(o.Context(), o.Repo, boardPrefix+at, b)
	o.must(err)
	return b
}

func TestBoardOfAnAgency(t *testing.T) {
	o := open(t)
	chief := o.hire("chu.tich", domain.AgencyHead, districtID)
	lead := o.hire("truong.ban", domain.BoardHead, districtID)
	deputy := o.hire("pho.ban", domain.BoardMember, districtID)
	other := o.hire("nguoi.khac", domain.AgencyHead, communeID)
	seat := func(account string, p board.Position) AppointMember {
		return AppointMember{Agency: districtID, Account: account, Position: p, From: day("2026-01-05"), Decision: founding}
	}
	_, err := o.AppointMember(t.Context(), chief, seat(lead.Account, board.Head))
	refused(t, "before the board is founded", err, board.ErrNotEstablished)
	r, err := o.EstablishBoard(t.Context(), chief, EstablishBoard{Agency: districtID, Decision: founding})
	o.must(err)
	if r.ID != districtID || r.Position == 0 {
		t.Errorf("receipt %+v", r)
	}
	_, err = o.AppointMember(t.Context(), chief, seat(lead.Account, board.Head))
	o.must(err)
	_, err = o.AppointMember(t.Context(), o.as("quantri"), seat(deputy.Account, board.Deputy))
	o.must(err)
	_, err = o.AppointMember(t.Context(), chief, seat(communeID, board.Member))
	refused(t, "an account that never was", err, staff.ErrNotRegistered)
	gone := o.register("nghi.viec")
	_, err = o.DisableAccount(t.Context(), operator, DisableAccount{Account: gone, Reason: "x"})
	o.must(err)
	_, err = o.AppointMember(t.Context(), chief, seat(gone, board.Member))
	refused(t, "a disabled account", err, staff.ErrDisabled)
	if f := fault.Of(err); f.Path != "account" {
		t.Errorf("the fault is at %q", f.Path)
	}

	lend := DelegateAuthority{Agency: districtID, To: chief.Account, Since: day("2026-03-02"), Until: day("2026-03-10")}
	_, err = o.DelegateAuthority(t.Context(), lead, lend)
	o.must(err)
	_, err = o.DelegateAuthority(t.Context(), deputy, lend)
	o.must(err)
	_, err = o.DelegateAuthority(t.Context(), chief, DelegateAuthority{Agency: districtID, To: deputy.Account, Since: day("2026-03-02"), Until: day("2026-03-10")})
	refused(t, "power that is not one's own", err, board.ErrOwnPower)
	_, err = o.DelegateAuthority(t.Context(), other, lend)
	refused(t, "from another agency", err, ErrForbidden)
	_, err = o.DelegateAuthority(t.Context(), operator, lend)
	refused(t, "the operator has no seat", err, ErrSignInFirst)

	_, err = o.RevokeDelegation(t.Context(), deputy, RevokeDelegation{Agency: districtID, To: chief.Account, On: day("2026-03-03")})
	o.must(err)
	if left := o.board(districtID).Delegations(day("2026-03-03")); len(left) != 1 || left[0].From != lead.Account {
		t.Errorf("a member's own loan ended, left are %+v", left)
	}
	_, err = o.RevokeDelegation(t.Context(), deputy, RevokeDelegation{Agency: districtID, To: chief.Account, On: day("2026-03-03")})
	refused(t, "a loan of the head by a deputy", err, board.ErrNotDelegator)
	_, err = o.RevokeDelegation(t.Context(), chief, RevokeDelegation{Agency: districtID, To: chief.Account, On: day("2026-03-04")})
	o.must(err)
	if left := o.board(districtID).Delegations(day("2026-03-04")); len(left) != 0 {
		t.Errorf("left are %+v", left)
	}

	rules := RecordBoardRules{Agency: districtID, Decision: board.Decision{Number: "13/QĐ-BBT", Date: day("2026-02-01"), Signer: "Lê Thị Hoa"}}
	_, err = o.RecordBoardRules(t.Context(), deputy, rules)
	refused(t, "regulation by a deputy", err, board.ErrNotAllowed)
	_, err = o.RecordBoardRules(t.Context(), lead, rules)
	o.must(err)

	_, err = o.DismissMember(t.Context(), lead, DismissMember{Agency: districtID, Account: deputy.Account, On: day("2026-03-02"), Reason: "x"})
	refused(t, "dismissal by the board's head", err, ErrForbidden)
	_, err = o.DismissMember(t.Context(), chief, DismissMember{Agency: districtID, Account: deputy.Account, On: day("2026-03-02"), Reason: "chuyển công tác"})
	o.must(err)
	if members := o.board(districtID).Members(day("2026-03-02")); len(members) != 1 {
		t.Errorf("members %+v", members)
	}
}

func TestWhoMayFoundABoard(t *testing.T) {
	o := open(t)
	tests := []struct {
		what string
		by   Caller
		at   string
		want *fault.Code
	}{
		{"nobody", Caller{}, districtID, ErrSignInFirst},
		{"an editor there", o.hire("bien.tap", domain.Editor, districtID), districtID, ErrForbidden},
		{"an inspector", o.hire("thanh.tra", domain.Inspector, Network), districtID, ErrForbidden},
		{"the head of another agency", o.hire("ct.xa", domain.AgencyHead, communeID), districtID, ErrForbidden},
		{"an administrator of another agency", o.hire("qt.xa", domain.Administrator, communeID), districtID, ErrForbidden},
		{"an agency that never was", o.as("quantri"), "khong-co", agency.ErrUnknown},
		{"the network", o.as("quantri"), Network, ErrNetworkRole},
	}
	for _, tt := range tests {
		_, err := o.EstablishBoard(t.Context(), tt.by, EstablishBoard{Agency: tt.at, Decision: founding})
		refused(t, tt.what, err, tt.want)
	}
	for at, by := range map[string]Caller{
		districtID: o.hire("qt.huyen", domain.Administrator, districtID), communeID: operator, provinceID: o.as("quantri"),
	} {
		_, err := o.EstablishBoard(t.Context(), by, EstablishBoard{Agency: at, Decision: founding})
		o.must(err)
	}
}
