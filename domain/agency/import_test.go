package agency_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/rules"
)

// shared reads a file of real units; the folder lies beside the checkout.
func shared(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", name))
	if err != nil {
		t.Skipf("the real units are not here: %v", err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func template(t *testing.T, on string) domainname.Template {
	t.Helper()
	tmpl, err := rules.Default().Template(d(on))
	if err != nil {
		t.Fatal(err)
	}
	return tmpl
}

func importFile(t *testing.T, name, from string, newID func() string) agency.RegisterAll {
	t.Helper()
	units, err := agency.ReadUnits(shared(t, name), agency.UnitsFile{ValidFrom: d(from)})
	if err != nil {
		t.Fatal(err)
	}
	return agency.RegisterAll{By: system, Units: units, NewID: newID, Template: template(t, from)}
}

// pending lists code and reasons of every name that waits.
func pending(tree *agency.Tree, on calendar.Date) map[string][]string {
	got := map[string][]string{}
	for _, a := range tree.Pending(on) {
		for _, c := range a.Domain.Conflicts {
			with, _ := tree.ByID(c.With)
			got[a.NameVi] = append(got[a.NameVi], string(c.Reason)+" "+with.NameVi)
		}
	}
	return got
}

func TestImportOfSocTrang(t *testing.T) {
	cmd := importFile(t, "soc-trang-units-2025-03.csv", "2019-05-02", ids())
	all := func(tree *agency.Tree) ([]domain.Event, error) { return tree.RegisterAll(cmd) }
	s := given(t).When(all)
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	on := d("2020-01-01")
	view := s.Root.At(on)
	if n := len(view.Agencies()); n != 120 {
		t.Errorf("%d agencies", n)
	}
	hosts := map[string]bool{}
	for _, a := range view.Agencies() {
		if a.Domain.State == domainname.Active {
			hosts[a.Domain.FQDN] = true
		}
	}
	want := map[string][]string{ // law: (ii) siblings, (iii) named like a district
		"Thị trấn Lịch Hội Thượng": {"sibling_same_label Xã Lịch Hội Thượng"},
		"Xã Lịch Hội Thượng":       {"sibling_same_label Thị trấn Lịch Hội Thượng"},
		"Thị trấn Long Phú":        {"district_same_label Huyện Long Phú", "sibling_same_label Xã Long Phú"},
		"Xã Long Phú":              {"district_same_label Huyện Long Phú", "sibling_same_label Thị trấn Long Phú"},
		"Xã Mỹ Tú":                 {"district_same_label Huyện Mỹ Tú"},
		"Thị trấn Kế Sách":         {"district_same_label Huyện Kế Sách"},
		"Thị trấn Châu Thành":      {"district_same_label Huyện Châu Thành"},
		"Thị trấn Cù Lao Dung":     {"district_same_label Huyện Cù Lao Dung"},
		"Thị trấn Mỹ Xuyên":        {"district_same_label Huyện Mỹ Xuyên"},
		"Thị trấn Trần Đề":         {"district_same_label Huyện Trần Đề"},
		"Xã Thạnh Trị":             {"district_same_label Huyện Thạnh Trị"},
	}
	got := pending(s.Root, on)
	for name, reasons := range want {
		slices.Sort(got[name])
		if !slices.Equal(got[name], reasons) {
			t.Errorf("%s: %v, want %v", name, got[name], reasons)
		}
	}
	if len(got) != len(want) || len(hosts) != 120-len(want) {
		t.Errorf("%d conflicts and %d names in use: %v", len(got), len(hosts), got)
	}
	for host, slug := range map[string]string{
		"soctrang.gov.vn": "soctrang", "thanhpho.soctrang.gov.vn": "thanhpho", "phuong2.thanhpho.soctrang.gov.vn": "phuong2.thanhpho",
		"nhonmy.kesach.soctrang.gov.vn": "nhonmy.kesach", "phuong1.nganam.soctrang.gov.vn": "phuong1.nganam",
	} {
		answer, ok := s.Root.ResolveHost(host, on)
		if !ok || answer.RedirectTo != "" || s.Root.Slug(answer.Agency) != slug {
			t.Errorf("%s: %+v %v", host, answer, ok)
		}
	}
	s.When(all).Then() // importing twice changes nothing

	if wards := children(view, "941"); !slices.Equal(wards[:3], []string{"Phường 1", "Phường 2", "Phường 3"}) || wards[8] != "Phường 10" {
		t.Errorf("wards of the city are out of order: %v", wards)
	}
}

func children(v agency.View, code string) []string {
	var names []string
	for _, a := range v.Agencies() {
		if a.Code == code {
			for _, c := range v.Children(a.ID) {
				names = append(names, c.NameVi)
			}
		}
	}
	return names
}

func TestImportOfCanTho(t *testing.T) {
	cmd := importFile(t, "can-tho-units-2026-07.csv", "2025-07-01", ids())
	s := given(t).When(func(tree *agency.Tree) ([]domain.Event, error) { return tree.RegisterAll(cmd) })
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	on := d("2026-07-01")
	if n := len(s.Root.At(on).Agencies()); n != 104 {
		t.Errorf("%d agencies", n)
	}
	if got := pending(s.Root, on); len(got) != 0 {
		t.Errorf("conflicts: %v", got)
	}
	for _, host := range []string{"nhonmy.cantho.gov.vn", "longphu1.cantho.gov.vn", "longphu.cantho.gov.vn", "soctrang.cantho.gov.vn"} {
		if _, ok := s.Root.ResolveHost(host, on); !ok {
			t.Errorf("%s does not answer", host)
		}
	}
}

func TestFaultyLinesOfAFile(t *testing.T) {
	text := "level,code,name_vi,name_en,unit_type,parent_code\r\n" +
		"province,94,Tỉnh Sóc Trăng,,Tỉnh,\r\n" +
		"commune,1,Xã Một,,Xã,99\r\n" +
		"\"district\",2,\"Huyện\",,Huyện,94\r\n" +
		"ward,3,Phường 3,,Phường,94\r\n"
	units, err := agency.ReadUnits(strings.NewReader("\ufeff"+text), agency.UnitsFile{ValidFrom: d("2019-05-02")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = agency.New().RegisterAll(agency.RegisterAll{By: system, Units: units, NewID: ids()})
	if got := paths(err); got != "line 3, parent_code: agency.parent_unknown; line 5, level: agency.level" {
		t.Error(got)
	}
}
