package domainname_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"minhbach/domain/domainname"
)

func TestReservedLabels(t *testing.T) {
	for _, label := range reserved {
		n, err := domainname.Override(socTrang, domainname.Department, label, "")
		if err != nil {
			t.Fatal(err)
		}
		c := domainname.Claim{Agency: "a", Level: domainname.Department, Name: n}
		got := domainname.Conflicts(socTrang, c, nil)
		if len(got) != 1 || got[0].Reason != domainname.ReservedLabel || got[0].With != "" {
			t.Errorf("%s: %+v", label, got)
		}
	}
	city := claim(t, socTrang, "city", unit{domainname.District, "Thành phố Sóc Trăng", ""})
	if got := domainname.Conflicts(socTrang, city, nil); len(got) != 0 {
		t.Errorf("the rule itself gives the city thanhpho: %+v", got)
	}
}

func TestNoConflictWithOneself(t *testing.T) {
	a := claim(t, socTrang, "a", unit{domainname.Department, "Sở Nội vụ", ""})
	if got := domainname.Conflicts(socTrang, a, []domainname.Claim{a}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestSameCommuneNameInTwoDistricts(t *testing.T) {
	a := claim(t, socTrang, "a", unit{domainname.Commune, "Phường 1", "thanhpho.soctrang.gov.vn"})
	b := claim(t, socTrang, "b", unit{domainname.Commune, "Phường 1", "nganam.soctrang.gov.vn"})
	if got := domainname.Conflicts(socTrang, b, []domainname.Claim{a}); len(got) != 0 {
		t.Errorf("their names differ by the district: %+v", got)
	}
}

func TestEveryConflictOfOneClaim(t *testing.T) {
	n, err := domainname.Override(socTrang, domainname.Commune, "motcua", "mytu.soctrang.gov.vn")
	if err != nil {
		t.Fatal(err)
	}
	district, err := domainname.Override(socTrang, domainname.District, "motcua", "")
	if err != nil {
		t.Fatal(err)
	}
	got := domainname.Conflicts(socTrang, domainname.Claim{Agency: "a", Level: domainname.Commune, Parent: "m", Name: n}, []domainname.Claim{
		{Agency: "s", Level: domainname.Commune, Parent: "m", Name: n},
		{Agency: "u", Level: domainname.Subordinate, Parent: "m", Name: n},
		{Agency: "d", Level: domainname.District, Name: district},
	})
	want := []domainname.Reason{domainname.ReservedLabel, domainname.SiblingSameLabel, domainname.FQDNTaken, domainname.DistrictSameLabel}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, r := range want {
		if got[i].Reason != r {
			t.Errorf("%d: %s, want %s", i, got[i].Reason, r)
		}
	}
	if len(domainname.Reasons()) != len(want) {
		t.Error("a reason is missing from this test")
	}
	data, err := json.Marshal(got[1])
	if err != nil || string(data) != `{"reason":"sibling_same_label","with":"s","fqdn":"motcua.mytu.soctrang.gov.vn","label":"motcua"}` {
		t.Errorf("%s %v", data, err)
	}
}

// Transitions are exhaustive: what the table lacks is refused.
func TestTransitions(t *testing.T) {
	table := map[domainname.State]map[domainname.Action]domainname.State{}
	for _, row := range domainname.Transitions() {
		if table[row.From] == nil {
			table[row.From] = map[domainname.Action]domainname.State{}
		}
		if _, twice := table[row.From][row.Action]; twice {
			t.Errorf("%s %s stands twice", row.From, row.Action)
		}
		table[row.From][row.Action] = row.To
	}
	for _, s := range domainname.States() {
		for _, a := range domainname.Actions() {
			want, allowed := table[s][a]
			got, err := domainname.Next(s, a)
			if allowed && (err != nil || got != want) {
				t.Errorf("%s %s: %s, %v", s, a, got, err)
			}
			if !allowed && (!errors.Is(err, domainname.ErrTransition) || got != s) {
				t.Errorf("%s %s was allowed", s, a)
			}
		}
	}
	if table[domainname.ConflictPending][domainname.Activate] != "" || len(table[domainname.Retired]) != 0 || table[domainname.Active][domainname.Retire] != "" {
		t.Error("a conflict needs an agreement, a used name redirects first, and retired is the end")
	}
}

// The real tree of March 2025: the conflicts that the regulation foresees.
func TestRealUnits(t *testing.T) {
	for file, c := range map[string]struct {
		rule     domainname.Template
		units    int
		pending  int
		examples map[string]string
	}{
		"soc-trang-units-2025-03.csv": {socTrang, 120, 10, map[string]string{"941": "thanhpho.soctrang.gov.vn", "31510": "phuong2.thanhpho.soctrang.gov.vn", "31570": "hodackien.chauthanh.soctrang.gov.vn"}},
		"can-tho-units-2026-07.csv":   {canTho, 104, 0, map[string]string{"92": "cantho.gov.vn"}},
	} {
		f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", file))
		if err != nil {
			t.Skipf("%s is not beside this checkout; the vectors above still run", file)
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		names, claims, pending := map[string]string{}, []domainname.Claim{}, 0
		for _, r := range rows[1:] {
			parent := names[r[5]]
			n, err := domainname.Compose(c.rule, domainname.Level(r[0]), r[2], parent)
			if err != nil {
				t.Fatalf("%s: %v", r[2], err)
			}
			names[r[1]] = n.FQDN
			cl := domainname.Claim{Agency: r[1], Level: domainname.Level(r[0]), Parent: r[5], Official: r[2], Name: n}
			if found := domainname.Conflicts(c.rule, cl, claims); len(found) > 0 {
				pending++
				t.Logf("%s: %s %+v", r[2], n.FQDN, found)
			}
			claims = append(claims, cl)
		}
		for code, want := range c.examples {
			if names[code] != want {
				t.Errorf("%s: %s, want %s", code, names[code], want)
			}
		}
		if len(claims) != c.units || pending != c.pending {
			t.Errorf("%s: %d units, %d in conflict; want %d and %d", file, len(claims), pending, c.units, c.pending)
		}
	}
}
