package agency_test

import (
	"fmt"
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

func register(c agency.Register) func(*agency.Tree) ([]domain.Event, error) {
	return func(t *agency.Tree) ([]domain.Event, error) { return t.Register(c) }
}

func TestRegister(t *testing.T) {
	c := agency.Register{By: admin, ID: "sy", Code: "c-sy", NameVi: "Sở Y tế", NameEn: "Health", UnitType: "Sở", Level: domainname.Department,
		Parent: "p", Function: "health", ValidFrom: d("2019-05-02"), Template: soctrang}
	want := agency.Registered{Agency: "sy", Code: "c-sy", NameVi: "Sở Y tế", NameEn: "Health", UnitType: "Sở", Level: domainname.Department,
		Parent: "p", Obligation: agency.Mandatory, Function: "health", ValidFrom: d("2019-05-02")}
	s := given(t, network()...).When(register(c))
	s.Then(append([]domain.Event{want}, active("sy", "soyt.soctrang.gov.vn")...)...)
	if got := s.Root.At(d("2020-01-01")).Serving("health"); len(got) != 1 || got[0].ID != "sy" || got[0].Slug != "soyt" {
		t.Errorf("serving health: %+v", got)
	}
	s.When(register(c)).Then() // the same again is nothing new

	quiet := c
	quiet.Template = domainname.Template{}
	given(t, network()...).When(register(quiet)).Then(want)
	quiet.Template, quiet.WithoutPortal = soctrang, true
	given(t, network()...).When(register(quiet)).Then(want)

	for _, by := range []domain.Actor{editor, {}, {Account: "x", Role: domain.Administrator, Agency: "ks"}} {
		bad := c
		bad.By = by
		given(t, network()...).When(register(bad)).Refused(agency.ErrNotAllowed, "")
	}
	for name, tc := range map[string]struct {
		spoil func(*agency.Register)
		code  *fault.Code
		path  string
	}{
		"taken code":           {func(c *agency.Register) { c.Code = "c-so" }, agency.ErrCodeTaken, "code"},
		"bad code":             {func(c *agency.Register) { c.Code = "a b" }, agency.ErrCode, "code"},
		"taken id":             {func(c *agency.Register) { c.ID = "ks" }, agency.ErrID, "id"},
		"no name":              {func(c *agency.Register) { c.NameVi = "" }, input.ErrRequired, "name_vi"},
		"long name":            {func(c *agency.Register) { c.NameVi = strings.Repeat("a", 201) }, input.ErrTooLong, "name_vi"},
		"no such level":        {func(c *agency.Register) { c.Level = "ward" }, agency.ErrLevel, "*"},
		"wrong level":          {func(c *agency.Register) { c.Parent = "nm" }, agency.ErrParentLevel, "parent"},
		"unknown parent":       {func(c *agency.Register) { c.Parent = "zz" }, agency.ErrParentUnknown, "parent"},
		"no parent":            {func(c *agency.Register) { c.Parent = "" }, agency.ErrParentMissing, "parent"},
		"before its parent":    {func(c *agency.Register) { c.ValidFrom = d("2019-05-01") }, agency.ErrNotThen, "parent"},
		"no date":              {func(c *agency.Register) { c.ValidFrom = d("") }, agency.ErrDate, "valid_from"},
		"odd obligation":       {func(c *agency.Register) { c.Obligation = "maybe" }, agency.ErrObligation, "obligation"},
		"bound though free":    {func(c *agency.Register) { c.Level, c.Obligation = domainname.Voluntary, agency.Mandatory }, agency.ErrObligation, "obligation"},
		"province under one":   {func(c *agency.Register) { c.Level = domainname.Province }, agency.ErrParentOfProvince, "parent"},
		"a second province":    {func(c *agency.Register) { c.Level, c.Parent, c.Template = domainname.Province, "", cantho }, agency.ErrTwoProvinces, ""},
		"level without a rule": {func(c *agency.Register) { c.Level, c.Template = domainname.District, cantho }, domainname.ErrLevel, "name_vi"},
	} {
		bad := c
		tc.spoil(&bad)
		t.Run(name, func(t *testing.T) { given(t, network()...).When(register(bad)).Refused(tc.code, tc.path) })
	}
}

func TestANameInConflictWaits(t *testing.T) {
	c := agency.Register{By: admin, ID: "nm2", Code: "c-nm2", NameVi: "Thị trấn Nhơn Mỹ", UnitType: "Thị trấn", Level: domainname.Commune,
		Parent: "ks", ValidFrom: d("2020-01-01"), Template: soctrang}
	s := given(t, network()...).When(register(c))
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	a, _ := s.Root.ByID("nm2")
	if a.Domain.State != domainname.ConflictPending || a.Domain.Conflicts[0].Reason != domainname.SiblingSameLabel || a.Slug != "c-nm2" {
		t.Errorf("%+v", a.Domain)
	}
	if host, _ := s.Root.ResolveHost("nhonmy.kesach.soctrang.gov.vn", d("2020-01-01")); host.Agency != "nm" {
		t.Errorf("the first keeps the host: %+v", host)
	}
	if p := s.Root.Pending(d("2020-01-01")); len(p) != 1 || p[0].ID != "nm2" {
		t.Errorf("pending: %+v", p)
	}
}

// ids counts: u1, u2, …
func ids() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("u%d", n) }
}

func rows(parents map[string]string) []agency.Unit {
	units := []agency.Unit{{Line: 2, Code: "1", NameVi: "Tỉnh A", UnitType: "Tỉnh", Level: domainname.Province, ValidFrom: d("2019-05-02")}}
	for i, code := range []string{"x", "y", "z"} {
		units = append(units, agency.Unit{Line: 3 + i, Code: code, NameVi: "Phòng " + code, UnitType: "Phòng",
			Level: domainname.Subordinate, ParentCode: parents[code], ValidFrom: d("2019-05-02")})
	}
	return units
}

func TestRegisterAllTellsEveryFaultyLine(t *testing.T) {
	all := func(units []agency.Unit, partial bool, report *agency.Report) func(*agency.Tree) ([]domain.Event, error) {
		return func(tree *agency.Tree) ([]domain.Event, error) {
			return tree.RegisterAll(agency.RegisterAll{By: system, Units: units, NewID: ids(), Partial: partial, Report: report})
		}
	}
	for name, tc := range map[string]struct {
		units []agency.Unit
		paths string
	}{
		"circle":          {rows(map[string]string{"x": "y", "y": "x", "z": "x"}), "line 3, parent_code: agency.cycle; line 4, parent_code: agency.cycle; line 5, parent_code: agency.parent_rejected"},
		"own parent":      {rows(map[string]string{"x": "x", "y": "1", "z": "1"}), "line 3, parent_code: agency.cycle"},
		"unknown parent":  {rows(map[string]string{"x": "9", "y": "x", "z": "1"}), "line 3, parent_code: agency.parent_unknown; line 4, parent_code: agency.parent_rejected"},
		"code twice":      {append(rows(map[string]string{"x": "1", "y": "1", "z": "1"}), agency.Unit{Line: 6, Code: "z", NameVi: "Phòng z", UnitType: "Phòng", Level: domainname.Subordinate, ParentCode: "1", ValidFrom: d("2019-05-02")}), "line 6, code: agency.code_twice"},
		"several at once": {[]agency.Unit{{Line: 2, Code: "!", Level: "x"}}, "line 2, name_vi: text.required; line 2, unit_type: text.required; line 2, level: agency.level; line 2, valid_from: agency.date; line 2, parent_code: agency.parent_missing; line 2, code: agency.code"},
	} {
		_, err := all(tc.units, false, nil)(agency.New())
		if got := paths(err); got != tc.paths {
			t.Errorf("%s: %s", name, got)
		}
	}
	given(t).When(all(nil, false, nil)).Refused(agency.ErrEmpty, "")
	given(t).When(all(make([]agency.Unit, agency.MaxUnits+1), false, nil)).Refused(agency.ErrTooMany, "")

	var report agency.Report
	units := rows(map[string]string{"x": "9", "y": "x", "z": "1"})
	s := given(t).When(all(units, true, &report))
	if s.Err != nil || report.Registered != 2 || len(report.Rejected) != 2 || len(s.Events) != 2 || len(report.Units) != 2 {
		t.Errorf("partial: %v, %+v", s.Err, report)
	}
	given(t).When(all(units[1:3], true, nil)).Refused(agency.ErrParentUnknown, "*") // nothing good in it
	s.When(all([]agency.Unit{units[0], units[3]}, false, &report)).Then()
	if report.Unchanged != 2 || report.Registered != 0 || report.Units[1].New {
		t.Errorf("again: %+v", report)
	}
	units[3].NameVi = "Phòng khác"
	s.When(all([]agency.Unit{units[3]}, false, nil)).Refused(agency.ErrCodeTaken, "line 5, code")
}

func paths(err error) string {
	f := fault.Of(err)
	if f == nil {
		return fmt.Sprint(err)
	}
	if len(f.Fields) == 0 {
		return f.Path + ": " + f.Code.Name
	}
	var all []string
	for _, each := range f.Fields {
		all = append(all, each.Path+": "+each.Code.Name)
	}
	return strings.Join(all, "; ")
}

func TestParentsMayComeAfterTheirChildren(t *testing.T) {
	units := rows(map[string]string{"x": "y", "y": "z", "z": "1"})
	s := given(t).When(func(tree *agency.Tree) ([]domain.Event, error) {
		return tree.RegisterAll(agency.RegisterAll{By: system, Units: units[0:], NewID: ids()})
	})
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	a, _ := s.Root.ByCode("x")
	if a.Depth != 3 {
		t.Errorf("depth %d", a.Depth)
	}
	var path []string
	for _, step := range s.Root.At(d("2020-01-01")).Path(a.ID) {
		path = append(path, step.Code)
	}
	if strings.Join(path, " ") != "1 z y x" {
		t.Errorf("path %v", path)
	}
}
