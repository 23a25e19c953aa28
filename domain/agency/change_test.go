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
	s := given(t, network()...).When(rename(c))
	s.Then(want)
	for date, name := range map[string]string{"2025-02-28": "Sở Thông tin và Truyền thông", "2025-03-01": c.NameVi} {
		if a, _ := s.Root.At(d(date)).Agency("so"); a.NameVi != name {
			t.Errorf("%s: %s", date, a.NameVi)
		}
	}
	s.When(rename(c)).Then()
	c.ValidFrom = d("2025-02-01")
	s.When(rename(c)).Refused(agency.ErrLaterChange, "valid_from")
	c.ValidFrom = d("2019-05-01")
	given(t, network()...).When(rename(c)).Refused(agency.ErrNotThen, "agency")
	c.ValidFrom = d("")
	given(t, network()...).When(rename(c)).Refused(agency.ErrDate, "valid_from")
	c.ValidFrom, c.NameVi = d("2025-03-01"), ""
	given(t, network()...).When(rename(c)).Refused(input.ErrRequired, "name_vi")
	c.NameVi, c.Agency = "x", "zz"
	given(t, network()...).When(rename(c)).Refused(agency.ErrUnknown, "agency")
	c.By = editor
	given(t, network()...).When(rename(c)).Refused(agency.ErrNotAllowed, "")
}

func TestMove(t *testing.T) {
	c := agency.Move{By: admin, Agency: "nm", Parent: "lp", ValidFrom: d("2021-01-01")}
	s := given(t, network()...).When(move(c))
	s.Then(agency.Moved{Agency: "nm", Parent: "lp", ValidFrom: d("2021-01-01")})
	before, after := s.Root.At(d("2020-12-31")), s.Root.At(d("2021-01-01"))
	if len(before.Children("ks")) != 2 || len(after.Children("ks")) != 1 || after.Children("lp")[0].ID != "nm" {
		t.Error("the tree does not follow the move")
	}
	s.When(move(c)).Then()
	c.Parent, c.ValidFrom = "ks", d("2020-06-01")
	s.When(move(c)).Refused(agency.ErrLaterChange, "valid_from")
	for parent, code := range map[string]error{"am": agency.ErrParentLevel, "so": agency.ErrParentLevel, "zz": agency.ErrUnknown} {
		c := agency.Move{By: admin, Agency: "nm", Parent: parent, ValidFrom: d("2021-01-01")}
		s := given(t, network()...).When(move(c))
		if s.Err == nil || !strings.Contains(s.Err.Error(), code.Error()) {
			t.Errorf("under %s: %v", parent, s.Err)
		}
	}
	given(t, network()...).When(move(agency.Move{By: admin, Agency: "p", Parent: "ks", ValidFrom: d("2021-01-01")})).Refused(agency.ErrParentOfProvince, "agency")
	given(t, network()...).When(move(agency.Move{By: editor})).Refused(agency.ErrNotAllowed, "")
	office := unit("vp", domainname.Subordinate, "Phòng", "Tổng hợp", "tt")
	given(t, append(network(), office)...).When(move(agency.Move{By: admin, Agency: "tt", Parent: "vp", ValidFrom: d("2021-01-01")})).Refused(agency.ErrCycle, "parent")
}

func TestMerge(t *testing.T) {
	c := agency.Merge{By: admin, Agencies: []string{"ks", "lp"}, Into: "lp", ValidFrom: d("2024-01-01"), Basis: "Nghị quyết 02"}
	s := given(t, network()...).When(merge(c))
	s.Then(
		agency.Moved{Agency: "nm", Parent: "lp", ValidFrom: d("2024-01-01"), Basis: "Nghị quyết 02"},
		agency.Moved{Agency: "am", Parent: "lp", ValidFrom: d("2024-01-01"), Basis: "Nghị quyết 02"},
		agency.Merged{Agencies: []string{"ks", "lp"}, Into: "lp", ValidFrom: d("2024-01-01"), Basis: "Nghị quyết 02"})
	for date, want := range map[string]string{"2023-12-31": "ks", "2024-01-01": "lp"} {
		if id, ok := s.Root.Responsible("ks", d(date)); !ok || id != want {
			t.Errorf("%s: %s", date, id)
		}
	}
	if _, ok := s.Root.Responsible("ks", d("2019-05-01")); ok {
		t.Error("nobody answered for it before it began")
	}
	if got := s.Root.Predecessors("lp", d("2024-01-01")); len(got) != 1 || got[0] != "ks" {
		t.Errorf("predecessors %v", got)
	}
	for date, want := range map[string]agency.Host{
		"2023-12-31": {Agency: "ks"}, "2024-01-01": {Agency: "lp", RedirectTo: "longphu.soctrang.gov.vn"},
	} {
		if host, ok := s.Root.ResolveHost("KeSach.soctrang.gov.vn.", d(date)); !ok || host != want {
			t.Errorf("%s: %+v", date, host)
		}
	}
	if a, ok := s.Root.At(d("2024-01-01")).Agency("ks"); ok {
		t.Errorf("it still exists: %+v", a)
	}
	if a, _ := s.Root.ByID("ks"); a.ValidTo != d("2023-12-31") || a.Successors[0] != "lp" {
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
		s := given(t, network()...).When(merge(tc.c))
		if s.Err == nil || !strings.Contains(s.Err.Error(), tc.code.Error()) {
			t.Errorf("%s: %v", name, s.Err)
		}
	}
	c.By = editor
	given(t, network()...).When(merge(c)).Refused(agency.ErrNotAllowed, "")
}

func TestAMergerCannotBreakWhatComesLater(t *testing.T) {
	s := given(t, append(network(), agency.Moved{Agency: "nm", Parent: "lp", ValidFrom: d("2026-01-01")})...)
	s.When(abolish(agency.Abolish{By: admin, Agency: "lp", Successor: "ks", ValidFrom: d("2025-01-01")})).Refused(agency.ErrBreaks, "")
	// Two that end into each other on different days would leave nobody.
	s = given(t, append(network(), agency.Abolished{Agency: "am", Successor: "nm", ValidFrom: d("2026-01-01")})...)
	s.When(abolish(agency.Abolish{By: admin, Agency: "nm", Successor: "am", ValidFrom: d("2025-01-01")})).Refused(agency.ErrBreaks, "")
}

func TestSplit(t *testing.T) {
	c := agency.SplitUp{By: admin, Agency: "ks", Into: []string{"lp", "d2"}, ValidFrom: d("2024-01-01")}
	base := append(network(), unit("d2", domainname.District, "Huyện", "Mới", "p"), agency.Moved{Agency: "am", Parent: "d2", ValidFrom: d("2024-01-01")})
	s := given(t, base...).When(split(c))
	s.Then(agency.Moved{Agency: "nm", Parent: "lp", ValidFrom: d("2024-01-01")},
		agency.Split{Agency: "ks", Into: []string{"lp", "d2"}, ValidFrom: d("2024-01-01")})
	if id, _ := s.Root.Responsible("ks", d("2024-01-01")); id != "lp" {
		t.Errorf("the first inherits, not %s", id)
	}
	c.Into = nil
	given(t, base...).When(split(c)).Refused(agency.ErrNobody, "into")
	c.Into = []string{"ks"}
	given(t, base...).When(split(c)).Refused(agency.ErrIntoItself, "into")
	c.Into = []string{"so"}
	given(t, base...).When(split(c)).Refused(agency.ErrChildStays, "into")
	c.By = editor
	given(t, base...).When(split(c)).Refused(agency.ErrNotAllowed, "")
}

func TestAbolish(t *testing.T) {
	c := agency.Abolish{By: admin, Agency: "tt", Successor: "so", ValidFrom: d("2024-01-01")}
	s := given(t, network()...).When(abolish(c))
	s.Then(agency.Abolished{Agency: "tt", Successor: "so", ValidFrom: d("2024-01-01")})
	s.When(abolish(c)).Refused(agency.ErrNotThen, "agency")
	c.Successor = "tt"
	given(t, network()...).When(abolish(c)).Refused(agency.ErrIntoItself, "successor")
	c.Successor, c.ValidFrom = "so", d("")
	given(t, network()...).When(abolish(c)).Refused(agency.ErrDate, "valid_from")
	given(t, network()...).When(abolish(agency.Abolish{By: admin, Agency: "p", Successor: "ks", ValidFrom: d("2024-01-01")})).Refused(agency.ErrSuccessorBelow, "successor")
	c.By = editor
	given(t, network()...).When(abolish(c)).Refused(agency.ErrNotAllowed, "")
}

func TestSetContact(t *testing.T) {
	set := func(c agency.SetContact) command {
		return func(t *agency.Tree) ([]domain.Event, error) { return t.SetContact(c) }
	}
	contact := agency.Contact{Address: "Số 1 Đường 3/2", Phone: "(0299) 3876 123", Email: "kesach@soctrang.gov.vn", Responsible: "Văn phòng"}
	c := agency.SetContact{By: domain.Actor{Account: "x", Role: domain.AgencyHead, Agency: "ks"}, Agency: "ks", Contact: contact}
	s := given(t, network()...).When(set(c))
	s.Then(agency.ContactSet{Agency: "ks", Contact: contact})
	s.When(set(c)).Then()
	c.Contact.Email, c.Contact.Phone, c.Contact.Fax = "kesach@", "gọi", "?"
	s = given(t, network()...).When(set(c))
	s.Refused(agency.ErrEmail, "")
	s.Refused(agency.ErrPhone, "")
	c.By = editor
	given(t, network()...).When(set(c)).Refused(agency.ErrNotAllowed, "")
	c.By, c.Agency = admin, "zz"
	given(t, network()...).When(set(c)).Refused(agency.ErrUnknown, "agency")
}

func TestEveryFactHasASentence(t *testing.T) {
	for _, ev := range agency.Events() {
		vi, en := agency.Describe(ev, "vi"), agency.Describe(ev, "en")
		if vi == "" || en == "" || vi == en || strings.Contains(vi+en, "%!") {
			t.Errorf("%s: %q, %q", ev.EventType(), vi, en)
		}
	}
}
