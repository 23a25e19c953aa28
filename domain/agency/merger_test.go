package agency_test

import (
	"slices"
	"testing"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

func reorganise(steps ...agency.Step) command {
	return func(t *agency.Tree) ([]domain.Event, error) { return t.Reorganise(agency.Reorganise{Steps: steps}) }
}

// The reorganisation of 1 July 2025 on a small tree (law: R13x.1, R13x.2): the
// province joins another, the district ends, one commune goes on and takes its
// neighbour over, a department takes over another's function.
func mergerOf2025() []agency.Step {
	on := d("2025-07-01")
	register := func(id, code string, level domainname.Level, kind, name, parent string) agency.Step {
		return agency.Register{By: system, ID: id, Code: code, NameVi: kind + " " + name, UnitType: kind, Level: level, Parent: parent,
			ValidFrom: on, Template: cantho, Basis: "Nghị quyết 1668/NQ-UBTVQH15"}
	}
	return []agency.Step{
		register("ct", "92", domainname.Province, "Thành phố", "Cần Thơ", ""),
		register("skhcn", "s1", domainname.Department, "Sở", "Khoa học và Công nghệ", "ct"),
		register("hg", "31999", domainname.Commune, "Xã", "Nhơn Mỹ", "ct"), // of another former province
		agency.Move{By: system, Agency: "nm", Parent: "ct", ValidFrom: on},
		agency.Merge{By: system, Agencies: []string{"am", "nm"}, Into: "nm", ValidFrom: on},
		agency.Abolish{By: system, Agency: "ks", Successor: "ct", ValidFrom: on},
		agency.Abolish{By: system, Agency: "lp", Successor: "ct", ValidFrom: on},
		agency.Merge{By: system, Agencies: []string{"so"}, Into: "skhcn", ValidFrom: on},
		agency.Merge{By: system, Agencies: []string{"p"}, Into: "ct", ValidFrom: on},
		agency.Recompose{By: system, Template: cantho, On: on, Reason: "Sắp xếp đơn vị hành chính"},
	}
}

func TestMergerOf2025(t *testing.T) {
	s := given(t, network()...)
	before := liveHosts(s.Root)
	s.When(reorganise(mergerOf2025()...))
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	on := d("2025-07-01")
	for old, heir := range map[string]string{"p": "ct", "ks": "ct", "lp": "ct", "so": "skhcn", "am": "nm", "nm": "nm", "tt": "tt"} {
		if id, ok := s.Root.Responsible(old, on); !ok || id != heir {
			t.Errorf("the duties of %s lie with %q, want %s", old, id, heir)
		}
		if id, _ := s.Root.Responsible(old, on.AddDays(-1)); id != old {
			t.Errorf("the day before, %s answered for %s", id, old)
		}
	}
	holdHosts(t, s.Root, before, on)
	for host, want := range map[string]agency.Host{
		"soctrang.gov.vn":                     {Agency: "ct", RedirectTo: "cantho.gov.vn"},
		"sotttt.soctrang.gov.vn":              {Agency: "skhcn", RedirectTo: "sokhcn.cantho.gov.vn"},
		"trungtamcntt.sotttt.soctrang.gov.vn": {Agency: "tt", RedirectTo: "trungtamcntt.sokhcn.cantho.gov.vn"},
		// Its heir's old name stays until the conflict is settled.
		"anmy.kesach.soctrang.gov.vn":   {Agency: "nm", RedirectTo: "nhonmy.kesach.soctrang.gov.vn"},
		"nhonmy.kesach.soctrang.gov.vn": {Agency: "nm"},
		"nhonmy.cantho.gov.vn":          {Agency: "hg"},
	} {
		got, ok := s.Root.ResolveHost(host, on)
		if !ok || got != want {
			t.Errorf("%s: %+v, want %+v", host, got, want)
		}
	}
	conflicts := pending(s.Root, on)
	if len(conflicts) != 1 || !slices.Equal(conflicts["Xã Nhơn Mỹ"], []string{"sibling_same_label Xã Nhơn Mỹ"}) {
		t.Errorf("conflict list: %v", conflicts)
	}
	view := s.Root.At(on)
	if root, _ := view.Province(); root.ID != "ct" || len(view.Agencies()) != 5 {
		t.Errorf("after: %d agencies under %s", len(view.Agencies()), root.ID)
	}
	if n := len(s.Root.At(on.AddDays(-1)).Agencies()); n != 7 {
		t.Errorf("the day before: %d agencies", n)
	}
	s.When(reorganise(agency.Recompose{By: system, Template: cantho, On: on, Reason: "Lần hai"})).Then() // nothing left to do
}

// A reorganisation happens as a whole or not at all, and may pass through states
// that no single command could leave behind.
func TestReorganisationIsAllOrNothing(t *testing.T) {
	steps := mergerOf2025()
	withoutEnd := append(append([]agency.Step{}, steps[:8]...), steps[9]) // two provinces remain
	given(t, network()...).When(reorganise(withoutEnd...)).Refused(agency.ErrTwoProvinces, "")
	early := append([]agency.Step{steps[4]}, steps[0]) // fine so far, then a second province
	given(t, network()...).When(reorganise(early...)).Refused(agency.ErrTwoProvinces, "")
	given(t, network()...).When(reorganise(steps[0], agency.Move{By: system, Agency: "zz", Parent: "ct", ValidFrom: d("2025-07-01")})).
		Refused(agency.ErrUnknown, "step 2, agency")
	given(t, network()...).When(reorganise(agency.Rename{By: editor})).Refused(agency.ErrNotAllowed, "step 1")
}

// The same with the real units of both years. Who took over whom is not in the
// files: every commune that did not go on is merged into one of its district's that
// did.
func TestMergerOfTheRealUnits(t *testing.T) {
	newID := ids()
	old := importFile(t, "soc-trang-units-2025-03.csv", "2019-05-02", newID)
	s := given(t).When(func(tree *agency.Tree) ([]domain.Event, error) { return tree.RegisterAll(old) })
	before := liveHosts(s.Root)
	on := d("2025-07-01")
	units := importFile(t, "can-tho-units-2026-07.csv", "2025-07-01", newID)
	next := map[string]agency.Unit{}
	fresh := units
	fresh.Units = nil
	for _, u := range units.Units {
		next[u.Code] = u
		if _, known := s.Root.ByCode(u.Code); !known {
			fresh.Units = append(fresh.Units, u)
		}
	}
	root := "new-root"
	fresh.NewID = func() string { id := root; root = newID(); return id }

	view := s.Root.At(on)
	steps := []agency.Step{fresh}
	var last []agency.Step
	for _, district := range view.Agencies() {
		if district.Level != domainname.District {
			continue
		}
		var heir string
		var ending []string
		for _, c := range view.Children(district.ID) {
			u, goesOn := next[c.Code]
			if !goesOn {
				ending = append(ending, c.ID)
				continue
			}
			heir = c.ID
			steps = append(steps,
				agency.Rename{By: system, Agency: c.ID, NameVi: u.NameVi, NameEn: u.NameEn, UnitType: u.UnitType, ValidFrom: on},
				agency.Move{By: system, Agency: c.ID, Parent: "new-root", ValidFrom: on})
		}
		if len(ending) > 0 {
			last = append(last, agency.Merge{By: system, Agencies: ending, Into: heir, ValidFrom: on})
		}
		last = append(last, agency.Abolish{By: system, Agency: district.ID, Successor: "new-root", ValidFrom: on})
	}
	province, _ := view.Province()
	last = append(last, agency.Merge{By: system, Agencies: []string{province.ID}, Into: "new-root", ValidFrom: on},
		agency.Recompose{By: system, Template: template(t, "2025-07-01"), On: on, Reason: "Nghị quyết 1668/NQ-UBTVQH15"})
	s.When(reorganise(append(steps, last...)...))
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	if n := len(s.Root.At(on).Agencies()); n != 104 {
		t.Errorf("%d agencies after the merger", n)
	}
	holdHosts(t, s.Root, before, on)
	if got := pending(s.Root, on); len(got) != 0 {
		t.Errorf("conflicts: %v", got)
	}
	if host, _ := s.Root.ResolveHost("nhonmy.kesach.soctrang.gov.vn", on); host.RedirectTo != "nhonmy.cantho.gov.vn" {
		t.Errorf("Nhơn Mỹ: %+v", host)
	}
}

func liveHosts(tree *agency.Tree) (hosts []string) {
	for _, a := range tree.At(d("2025-06-30")).Agencies() {
		if a.Domain.State == domainname.Active {
			hosts = append(hosts, a.Domain.FQDN)
		}
		hosts = append(append(hosts, a.Domain.Aliases...), a.Domain.Former...)
	}
	return hosts
}

// holdHosts: every name still leads to an agency that exists, in one step.
func holdHosts(t *testing.T, tree *agency.Tree, hosts []string, on calendar.Date) {
	t.Helper()
	view := tree.At(on)
	for _, name := range hosts {
		host, ok := tree.ResolveHost(name, on)
		if _, exists := view.Agency(host.Agency); !ok || !exists {
			t.Errorf("%s is lost: %+v", name, host)
		}
		if host.RedirectTo == "" {
			continue
		}
		if next, ok := tree.ResolveHost(host.RedirectTo, on); !ok || next.RedirectTo != "" || next.Agency != host.Agency {
			t.Errorf("%s leads to %s, which leads to %+v", name, host.RedirectTo, next)
		}
	}
}
