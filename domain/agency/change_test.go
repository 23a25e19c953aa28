package agency_test

import (
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/domainname"
	"minhbach/domain/input"
)

type command = func(*agency.Tree) ([]domain.Event, error)

func rename(c agency.Rename) command {
	return func(t *agency.Tree) ([]domain.Event, error) { return t.Rename(c) }
}

func move(c agency.Move) command {
	return func(t *agency.Tree) ([]domain.Event, error) { return t.Move(c) }
}

func merge(c agency.Merge) command {
	return func(t *agency.Tree) ([]domain.Event, error) { return t.Merge(c) }
}

func split(c agency.SplitUp) command {
	return func(t *agency.Tree) ([]domain.Event, error) { return t.Split(c) }
}

func abolish(c agency.Abolish) command {
	return func(t *agency.Tree) ([]domain.Event, error) { return t.Abolish(c) }
}

func TestRename(t *testing.T) {
	c := agency.Rename{By: admin, Agency: "so", NameVi: "Sở Khoa học và Công nghệ", UnitType: "Sở", ValidFrom: d("2025-03-01"), Basis: "Nghị quyết 01"}
	want := agency.Renamed{Agency: "so", NameVi: c.NameVi, UnitType: "Sở", ValidFrom: d("2025-03-01"), Basis: "Nghị quyết 01"}
	s := given(t, network()...).when(rename(c))
	s.then(want)
	for date, name := range map[string]string{"2025-02-28": "Sở Thông tin và Truyền thông", "2025-03-01": c.NameVi} {
		if a, _ := s.tree.At(d(date)).Agency("so"); a.NameVi != name {
			t.Errorf("%s: %s", date, a.NameVi)
		}
	}
	s.when(rename(c)).then()
	c.ValidFrom = d("2025-02-01")
	s.when(rename(c)).refused(agency.ErrLaterChange, "valid_from")
	c.ValidFrom = d("2019-05-01")
	given(t, network()...).when(rename(c)).refused(agency.ErrNotThen, "agency")
	c.ValidFrom = d("")
	given(t, network()...).when(rename(c)).refused(agency.ErrDate, "valid_from")
	c.ValidFrom, c.NameVi = d("2025-03-01"), ""
	given(t, network()...).when(rename(c)).refused(input.ErrRequired, "name_vi")
	c.NameVi, c.Agency = "x", "zz"
	given(t, network()...).when(rename(c)).refused(agency.ErrUnknown, "agency")
	c.By = editor
	given(t, network()...).when(rename(c)).refused(agency.ErrNotAllowed, "")
}

func TestMove(t *testing.T) {
	c := agency.Move{By: admin, Agency: "nm", Parent: "lp", ValidFrom: d("2021-01-01")}
	s := given(t, network()...).when(move(c))
	s.then(agency.Moved{Agency: "nm", Parent: "lp", ValidFrom: d("2021-01-01")})
	before, after := s.tree.At(d("2020-12-31")), s.tree.At(d("2021-01-01"))
	if len(before.Children("ks")) != 2 || len(after.Children("ks")) != 1 || after.Children("lp")[0].ID != "nm" {
		t.Error("the tree does not follow the move")
	}
	s.when(move(c)).then()
	c.Parent, c.ValidFrom = "ks", d("2020-06-01")
	s.when(move(c)).refused(agency.ErrLaterChange, "valid_from")
	for parent, code := range map[string]error{"am": agency.ErrParentLevel, "so": agency.ErrParentLevel, "zz": agency.ErrUnknown} {
		c := agency.Move{By: admin, Agency: "nm", Parent: parent, ValidFrom: d("2021-01-01")}
		s := given(t, network()...).when(move(c))
		if s.err == nil || !strings.Contains(s.err.Error(), code.Error()) {
			t.Errorf("under %s: %v", parent, s.err)
		}
	}
	given(t, network()...).when(move(agency.Move{By: admin, Agency: "p", Parent: "ks", ValidFrom: d("2021-01-01")})).refused(agency.ErrParentOfProvince, "agency")
	given(t, network()...).when(move(agency.Move{By: editor})).refused(agency.ErrNotAllowed, "")
	office := unit("vp", domainname.Subordinate, "Phòng", "Tổng hợp", "tt")
	given(t, append(network(), office)...).when(move(agency.Move{By: admin, Agency: "tt", Parent: "vp", ValidFrom: d("2021-01-01")})).refused(agency.ErrCycle, "parent")
}

func TestMerge(t *testing.T) {
	c := agency.Merge{By: admin, Agencies: []string{"ks", "lp"}, Into: "lp", ValidFrom: d("2024-01-01"), Basis: "Nghị quyết 02"}
	s := given(t, network()...).when(merge(c))
	s.then(
		agency.Moved{Agency: "nm", Parent: "lp", ValidFrom: d("2024-01-01"), Basis: "Nghị quyết 02"},
		agency.Moved{Agency: "am", Parent: "lp", ValidFrom: d("2024-01-01"), Basis: "Nghị quyết 02"},
		agency.Merged{Agencies: []string{"ks", "lp"}, Into: "lp", ValidFrom: d("2024-01-01"), Basis: "Nghị quyết 02"})
	for date, want := range map[string]string{"2023-12-31": "ks", "2024-01-01": "lp"} {
		if id, ok := s.tree.Responsible("ks", d(date)); !ok || id != want {
			t.Errorf("%s: %s", date, id)
		}
	}
	if _, ok := s.tree.Responsible("ks", d("2019-05-01")); ok {
		t.Error("nobody answered for it before it began")
	}
	if got := s.tree.Predecessors("lp", d("2024-01-01")); len(got) != 1 || got[0] != "ks" {
		t.Errorf("predecessors %v", got)
	}
	for date, want := range map[string]agency.Host{
		"2023-12-31": {Agency: "ks"}, "2024-01-01": {Agency: "lp", RedirectTo: "longphu.soctrang.gov.vn"},
	} {
		if host, ok := s.tree.ResolveHost("KeSach.soctrang.gov.vn.", d(date)); !ok || host != want {
			t.Errorf("%s: %+v", date, host)
		}
	}
	if a, ok := s.tree.At(d("2024-01-01")).Agency("ks"); ok {
		t.Errorf("it still exists: %+v", a)
	}
	if a, _ := s.tree.ByID("ks"); a.ValidTo != d("2023-12-31") || a.Successors[0] != "lp" {
		t.Errorf("by id: %+v", a)
	}

	for name, tc := range map[string]struct {
		c    agency.Merge
		code error
	}{
		"nobody":       {agency.Merge{Into: "lp"}, agency.ErrNobody},
		"only itself":  {agency.Merge{Agencies: []string{"lp"}, Into: "lp"}, agency.ErrNobody},
		"twice":        {agency.Merge{Agencies: []string{"ks", "ks"}, Into: "lp"}, agency.ErrNobody},
		"into below":   {agency.Merge{Agencies: []string{"ks"}, Into: "nm"}, agency.ErrSuccessorBelow},
		"child stays":  {agency.Merge{Agencies: []string{"ks"}, Into: "so"}, agency.ErrChildStays},
		"unknown":      {agency.Merge{Agencies: []string{"zz"}, Into: "lp"}, agency.ErrUnknown},
		"unknown into": {agency.Merge{Agencies: []string{"ks"}, Into: "zz"}, agency.ErrUnknown},
		"first day":    {agency.Merge{Agencies: []string{"nm"}, Into: "am", ValidFrom: d("2019-05-02")}, agency.ErrBreaks},
	} {
		tc.c.By = admin
		if tc.c.ValidFrom.IsZero() {
			tc.c.ValidFrom = d("2024-01-01")
		}
		s := given(t, network()...).when(merge(tc.c))
		if s.err == nil || !strings.Contains(s.err.Error(), tc.code.Error()) {
			t.Errorf("%s: %v", name, s.err)
		}
	}
	c.By = editor
	given(t, network()...).when(merge(c)).refused(agency.ErrNotAllowed, "")
}

func TestAMergerCannotBreakWhatComesLater(t *testing.T) {
	s := given(t, append(network(), agency.Moved{Agency: "nm", Parent: "lp", ValidFrom: d("2026-01-01")})...)
	s.when(abolish(agency.Abolish{By: admin, Agency: "lp", Successor: "ks", ValidFrom: d("2025-01-01")})).refused(agency.ErrBreaks, "")
	// Two that end into each other on different days would leave nobody.
	s = given(t, append(network(), agency.Abolished{Agency: "am", Successor: "nm", ValidFrom: d("2026-01-01")})...)
	s.when(abolish(agency.Abolish{By: admin, Agency: "nm", Successor: "am", ValidFrom: d("2025-01-01")})).refused(agency.ErrBreaks, "")
}

func TestSplit(t *testing.T) {
	c := agency.SplitUp{By: admin, Agency: "ks", Into: []string{"lp", "d2"}, ValidFrom: d("2024-01-01")}
	base := append(network(), unit("d2", domainname.District, "Huyện", "Mới", "p"), agency.Moved{Agency: "am", Parent: "d2", ValidFrom: d("2024-01-01")})
	s := given(t, base...).when(split(c))
	s.then(agency.Moved{Agency: "nm", Parent: "lp", ValidFrom: d("2024-01-01")},
		agency.Split{Agency: "ks", Into: []string{"lp", "d2"}, ValidFrom: d("2024-01-01")})
	if id, _ := s.tree.Responsible("ks", d("2024-01-01")); id != "lp" {
		t.Errorf("the first inherits, not %s", id)
	}
	c.Into = nil
	given(t, base...).when(split(c)).refused(agency.ErrNobody, "into")
	c.Into = []string{"ks"}
	given(t, base...).when(split(c)).refused(agency.ErrIntoItself, "into")
	c.Into = []string{"so"}
	given(t, base...).when(split(c)).refused(agency.ErrChildStays, "into")
	c.By = editor
	given(t, base...).when(split(c)).refused(agency.ErrNotAllowed, "")
}

func TestAbolish(t *testing.T) {
	c := agency.Abolish{By: admin, Agency: "tt", Successor: "so", ValidFrom: d("2024-01-01")}
	s := given(t, network()...).when(abolish(c))
	s.then(agency.Abolished{Agency: "tt", Successor: "so", ValidFrom: d("2024-01-01")})
	s.when(abolish(c)).refused(agency.ErrNotThen, "agency")
	c.Successor = "tt"
	given(t, network()...).when(abolish(c)).refused(agency.ErrIntoItself, "successor")
	c.Successor, c.ValidFrom = "so", d("")
	given(t, network()...).when(abolish(c)).refused(agency.ErrDate, "valid_from")
	given(t, network()...).when(abolish(agency.Abolish{By: admin, Agency: "p", Successor: "ks", ValidFrom: d("2024-01-01")})).refused(agency.ErrSuccessorBelow, "successor")
	c.By = editor
	given(t, network()...).when(abolish(c)).refused(agency.ErrNotAllowed, "")
}

func TestSetContact(t *testing.T) {
	set := func(c agency.SetContact) command {
		return func(t *agency.Tree) ([]domain.Event, error) { return t.SetContact(c) }
	}
	contact := agency.Contact{Address: "Số 1 Đường 3/2", Phone: "(0299) 3876 123", Email: "kesach@soctrang.gov.vn", Responsible: "Văn phòng"}
	c := agency.SetContact{By: domain.Actor{Account: "x", Role: domain.AgencyHead, Agency: "ks"}, Agency: "ks", Contact: contact}
	s := given(t, network()...).when(set(c))
	s.then(agency.ContactSet{Agency: "ks", Contact: contact})
	s.when(set(c)).then()
	c.Contact.Email, c.Contact.Phone, c.Contact.Fax = "kesach@", "gọi", "?"
	s = given(t, network()...).when(set(c))
	s.refused(agency.ErrEmail, "")
	s.refused(agency.ErrPhone, "")
	c.By = editor
	given(t, network()...).when(set(c)).refused(agency.ErrNotAllowed, "")
	c.By, c.Agency = admin, "zz"
	given(t, network()...).when(set(c)).refused(agency.ErrUnknown, "agency")
}

func TestEveryFactHasASentence(t *testing.T) {
	for _, ev := range agency.Events() {
		vi, en := agency.Describe(ev, "vi"), agency.Describe(ev, "en")
		if vi == "" || en == "" || vi == en || strings.Contains(vi+en, "%!") {
			t.Errorf("%s: %q, %q", ev.EventType(), vi, en)
		}
	}
}
