package integration

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/internal/testkit"
)

func shared(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("../../shared/data/" + name)
	if os.IsNotExist(err) {
		t.Skipf("../../shared/data/%s is not there", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// conflicts lists who waits for an agreement, by name.
func conflicts(r app.ImportReport) []string {
	var all []string
	for _, u := range r.Units {
		if len(u.Conflicts) > 0 {
			if u.State != domainname.ConflictPending {
				all = append(all, u.Name+" is "+string(u.State))
			}
			all = append(all, u.Name)
		}
	}
	slices.Sort(all)
	return all
}

func TestUnitsOfSocTrang(t *testing.T) {
	csv := shared(t, "soc-trang-units-2025-03.csv")
	n := testkit.New(t, time.Date(2025, 3, 12, 2, 0, 0, 0, time.UTC))
	first, err := n.Import(csv, "2019-05-02")
	if err != nil {
		t.Fatal(err)
	}
	if first.Registered != 120 || len(first.Units) != 120 {
		t.Errorf("registered %d, want 120", first.Registered)
	}
	names := map[string]string{}
	for _, u := range first.Units {
		names[u.Name+" "+u.Code] = u.FQDN
	}
	for unit, want := range map[string]string{
		"Tỉnh Sóc Trăng 94": "soctrang.gov.vn", "Thành phố Sóc Trăng 941": "thanhpho.soctrang.gov.vn", "Huyện Kế Sách 943": "kesach.soctrang.gov.vn",
		"Xã Nhơn Mỹ 31552": "nhonmy.kesach.soctrang.gov.vn", "Phường 2 31510": "phuong2.thanhpho.soctrang.gov.vn", "Xã Đại Ân 1 31627": "daian1.culaodung.soctrang.gov.vn",
	} {
		if names[unit] != want {
			t.Errorf("%s: %s, want %s", unit, names[unit], want)
		}
	}
	// Điều 5: equal labels of siblings, and communes named as a district.
	want := []string{
		"Thị trấn Châu Thành", "Thị trấn Cù Lao Dung", "Thị trấn Kế Sách", "Thị trấn Long Phú", "Thị trấn Lịch Hội Thượng", "Thị trấn Mỹ Xuyên", "Thị trấn Trần Đề",
		"Xã Long Phú", "Xã Lịch Hội Thượng", "Xã Mỹ Tú", "Xã Thạnh Trị",
	}
	slices.Sort(want)
	if got := conflicts(first); !slices.Equal(got, want) {
		t.Errorf("conflicts:\n  %s\nwant\n  %s", strings.Join(got, ", "), strings.Join(want, ", "))
	}
	before := head(t, n)
	again, err := n.Import(csv, "2019-05-02")
	if err != nil || again.Registered != 0 || again.Unchanged != 120 || head(t, n) != before {
		t.Errorf("the second import: %d registered, %d unchanged, %v, %d events more", again.Registered, again.Unchanged, err, head(t, n)-before)
	}
}

func TestUnitsOfCanTho(t *testing.T) {
	csv := shared(t, "can-tho-units-2026-07.csv")
	n := testkit.New(t, time.Date(2026, 7, 10, 2, 0, 0, 0, time.UTC))
	r, err := n.Import(csv, "2025-07-01")
	if err != nil {
		t.Fatal(err)
	}
	if r.Registered != 104 {
		t.Errorf("registered %d, want the city and 103 units", r.Registered)
	}
	if got := conflicts(r); len(got) != 0 {
		for _, u := range r.Units {
			for _, k := range u.Conflicts {
				t.Logf("%s %s: %+v", u.Name, u.FQDN, k)
			}
		}
		t.Logf("conflicts without a district level: %s", strings.Join(got, ", "))
	}
	for _, u := range r.Units {
		if u.Level == domainname.Commune && (strings.Count(u.FQDN, ".") != 3 || !strings.HasSuffix(u.FQDN, ".cantho.gov.vn")) {
			t.Errorf("%s: %s does not stand directly under the city", u.Name, u.FQDN)
		}
	}
	before := head(t, n)
	if again, err := n.Import(csv, "2025-07-01"); err != nil || again.Unchanged != 104 || head(t, n) != before {
		t.Errorf("the second import changes something: %+v %v", again.Registered, err)
	}
}

// A broken list is refused as a whole, with line and column of every fault.
func TestBrokenUnits(t *testing.T) {
	n := testkit.New(t, time.Date(2026, 10, 5, 1, 0, 0, 0, time.UTC))
	if _, err := n.Import(smallTree, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	const header = "level,code,name_vi,name_en,unit_type,parent_code\n"
	for name, c := range map[string]struct {
		csv  string
		code string
		path string
	}{
		"cycle":           {"commune,1,Xã A,,Xã,943\nsubordinate,2,Trạm B,,Trạm,3\nsubordinate,3,Trạm C,,Trạm,2\n", "agency.", "line 3, parent_code"},
		"unknown parent":  {"commune,1,Xã A,,Xã,943\ncommune,2,Xã B,,Xã,999\n", "agency.", "line 3, parent_code"},
		"duplicate code":  {"commune,1,Xã A,,Xã,943\ncommune,1,Xã B,,Xã,943\n", "agency.", "line 3, code"},
		"code of another": {"commune,943,Xã A,,Xã,94\n", "agency.", "line 2, "},
		"no level":        {"hamlet,1,Ấp A,,Ấp,943\n", "agency.", "line 2, level"},
		"cells":           {"commune,1,Xã A,,Xã\n", "units.cells", "line 2"},
		"quotes":          {"commune,1,\"Xã A,,Xã,943\n", "units.quotes", "line "},
		"bytes":           {"commune,1,X\xe3 A,,X\xe3,943\n", "text.invalid_utf8", "line 2, name_vi"},
	} {
		t.Run(name, func(t *testing.T) {
			before := head(t, n)
			_, err := n.Import(header+c.csv, "2019-05-02")
			f := fault.Of(err)
			if f == nil {
				t.Fatalf("not refused: %v", err)
			}
			all := append([]*fault.Fault{f}, f.Fields...)
			if !slices.ContainsFunc(all, func(f *fault.Fault) bool {
				return strings.HasPrefix(f.Path, c.path) && strings.HasPrefix(f.Code.Name, c.code) && f.Sentence("vi") != ""
			}) {
				for _, f := range all {
					t.Logf("%s %s %s", f.Path, f.Code.Name, f.Sentence("en"))
				}
				t.Errorf("no fault at %q with %q", c.path, c.code)
			}
			if after := head(t, n); after != before {
				t.Errorf("%d events were written", after-before)
			}
		})
	}
}
