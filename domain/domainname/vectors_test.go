package domainname_test

import (
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/domainname"
)

var reserved = []string{"www", "mail", "api", "dichvucong", "motcua", "thanhpho"}

// The rule of Điều 5 khoản 1, points a to e.
var socTrang = domainname.Template{
	Version: "test-2019", Base: "soctrang.gov.vn", ProvinceLabel: "soctrang", Reserved: reserved,
	Levels: map[domainname.Level]domainname.Place{
		domainname.Province:    {Label: domainname.RuleBase, Under: "base", Point: "a"},
		domainname.Department:  {Label: domainname.RuleAgency, Under: "base", Point: "b"},
		domainname.District:    {Label: domainname.RuleGeo, Under: "base", Point: "c"},
		domainname.Commune:     {Label: domainname.RuleGeo, Under: "parent", Point: "d"},
		domainname.Subordinate: {Label: domainname.RuleAgency, Under: "parent", Point: "đ"},
		domainname.Voluntary:   {Label: domainname.RuleName, Under: "base", Point: "e"},
	},
}

// Without a district level the commune stands under the base.
var canTho = domainname.Template{
	Version: "test-2025", Base: "cantho.gov.vn", ProvinceLabel: "cantho", Reserved: reserved,
	Levels: map[domainname.Level]domainname.Place{
		domainname.Province:    {Label: domainname.RuleBase, Under: "base"},
		domainname.Department:  {Label: domainname.RuleAgency, Under: "base"},
		domainname.Commune:     {Label: domainname.RuleGeo, Under: "base"},
		domainname.Subordinate: {Label: domainname.RuleAgency, Under: "parent"},
		domainname.Voluntary:   {Label: domainname.RuleName, Under: "base"},
	},
}

func TestNameVectors(t *testing.T) {
	const (
		kesach   = "kesach.soctrang.gov.vn"
		longphu  = "longphu.soctrang.gov.vn"
		sonnptnt = "sonnptnt.soctrang.gov.vn"
		sotttt   = "sotttt.soctrang.gov.vn"
		city     = "thanhpho.soctrang.gov.vn"
		trande   = "trande.soctrang.gov.vn"
		mytu     = "mytu.soctrang.gov.vn"
	)
	for _, v := range []struct {
		number int
		level  domainname.Level
		name   string
		parent string
		want   string
		depth  int
	}{
		{1, domainname.Province, "Tỉnh Sóc Trăng", "", "soctrang.gov.vn", 3},
		{2, domainname.Department, "Sở Thông tin và Truyền thông", "", sotttt, 4},
		{3, domainname.Department, "Sở Kế hoạch và Đầu tư", "", "sokhdt.soctrang.gov.vn", 4},
		{4, domainname.Department, "Sở Nông nghiệp và Phát triển nông thôn", "", sonnptnt, 4},
		{5, domainname.District, "Huyện Kế Sách", "", kesach, 4},
		{5, domainname.District, "Huyện Long Phú", "", longphu, 4},
		{6, domainname.District, "TP Sóc Trăng", "", city, 4},
		{6, domainname.District, "Thành phố Sóc Trăng", "", city, 4},
		{7, domainname.Commune, "Xã Nhơn Mỹ", kesach, "nhonmy.kesach.soctrang.gov.vn", 5},
		{8, domainname.Commune, "Phường 2", city, "phuong2.thanhpho.soctrang.gov.vn", 5},
		{9, domainname.Subordinate, "Chi cục Thú y", sonnptnt, "chicucty.sonnptnt.soctrang.gov.vn", 5},
		{9, domainname.Department, "Sở NN&PTNT", "", sonnptnt, 4},
		{10, domainname.Subordinate, "Phòng Văn hóa – Thông tin", kesach, "phongvhtt.kesach.soctrang.gov.vn", 5},
		{11, domainname.Subordinate, "Đài Truyền thanh", longphu, "daitt.longphu.soctrang.gov.vn", 5},
		{12, domainname.Subordinate, "Trung tâm Công nghệ thông tin và Truyền thông", sotttt, "trungtamcntttt.sotttt.soctrang.gov.vn", 5},
		{12, domainname.Subordinate, "Trung tâm CNTT và Truyền thông", sotttt, "trungtamcntttt.sotttt.soctrang.gov.vn", 5},
		{13, domainname.Commune, "Thị trấn Lịch Hội Thượng", trande, "lichhoithuong.trande.soctrang.gov.vn", 5},
		{13, domainname.Commune, "Xã Lịch Hội Thượng", trande, "lichhoithuong.trande.soctrang.gov.vn", 5},
		{14, domainname.Commune, "Xã Mỹ Tú", mytu, "mytu.mytu.soctrang.gov.vn", 5},
		{15, domainname.Department, "Sở Nội vụ", "", "sonv.soctrang.gov.vn", 4},
		{15, domainname.Department, "Sở Ngoại vụ", "", "sonv.soctrang.gov.vn", 4},
		{16, domainname.Commune, "Xã Tân Thạnh", longphu, "tanthanh.longphu.soctrang.gov.vn", 5},
		{16, domainname.Commune, "Xã Tân Thành", longphu, "tanthanh.longphu.soctrang.gov.vn", 5},
		{17, domainname.Department, "Sở Lao động - Thương binh và Xã hội", "", "soldtbxh.soctrang.gov.vn", 4},
		{18, domainname.Department, "Sở Văn hóa, Thể thao và Du lịch", "", "sovhttdl.soctrang.gov.vn", 4},
		{19, domainname.Commune, "Xã Hồ Đắc Kiện", "chauthanh.soctrang.gov.vn", "hodackien.chauthanh.soctrang.gov.vn", 5},
		{19, domainname.Commune, norm.NFD.String("Xã Đại Ân 1"), "culaodung.soctrang.gov.vn", "daian1.culaodung.soctrang.gov.vn", 5},
		{20, domainname.Commune, "Phường Long Phú 1", "", "longphu1.cantho.gov.vn", 4},
		{20, domainname.Commune, "Xã Long Phú", "", "longphu.cantho.gov.vn", 4},
		{21, domainname.Department, "Sở Y tế", "", "soyt.soctrang.gov.vn", 4},
		{21, domainname.District, "Thị xã Ngã Năm", "", "nganam.soctrang.gov.vn", 4},
		{21, domainname.Commune, "Phường 10", city, "phuong10.thanhpho.soctrang.gov.vn", 5},
	} {
		rule := socTrang
		if v.number == 20 {
			rule = canTho
		}
		got, err := domainname.Compose(rule, v.level, v.name, v.parent)
		if err != nil || got.FQDN != v.want || got.Depth != v.depth {
			t.Errorf("vector %d: %q = %+v, %v; want %s", v.number, v.name, got, err, v.want)
		}
	}
	for _, label := range []string{"trungtamcentttt", "ict"} { // vector 12
		got, err := domainname.Override(socTrang, domainname.Subordinate, label, sotttt)
		if err != nil || got.FQDN != label+"."+sotttt || got.Rule != domainname.RuleOverride {
			t.Errorf("vector 12: override %s = %+v, %v", label, got, err)
		}
	}
}

type unit struct {
	level        domainname.Level
	name, parent string // parent: its domain name
}

func claim(t *testing.T, rule domainname.Template, id string, u unit) domainname.Claim {
	t.Helper()
	n, err := domainname.Compose(rule, u.level, u.name, u.parent)
	if err != nil {
		t.Fatal(err)
	}
	return domainname.Claim{Agency: id, Level: u.level, Parent: u.parent, Official: u.name, Name: n}
}

func TestConflictVectors(t *testing.T) {
	const trande, mytu, longphu = "trande.soctrang.gov.vn", "mytu.soctrang.gov.vn", "longphu.soctrang.gov.vn"
	for _, v := range []struct {
		number    int
		rule      domainname.Template
		a, b      unit
		reasons   []domainname.Reason
		diacritic bool
	}{
		{13, socTrang, unit{domainname.Commune, "Thị trấn Lịch Hội Thượng", trande}, unit{domainname.Commune, "Xã Lịch Hội Thượng", trande}, []domainname.Reason{domainname.SiblingSameLabel}, false},
		{14, socTrang, unit{domainname.District, "Huyện Mỹ Tú", ""}, unit{domainname.Commune, "Xã Mỹ Tú", mytu}, []domainname.Reason{domainname.DistrictSameLabel}, false},
		{15, socTrang, unit{domainname.Department, "Sở Nội vụ", ""}, unit{domainname.Department, "Sở Ngoại vụ", ""}, []domainname.Reason{domainname.FQDNTaken}, false},
		{16, socTrang, unit{domainname.Commune, "Xã Tân Thạnh", longphu}, unit{domainname.Commune, "Xã Tân Thành", longphu}, []domainname.Reason{domainname.SiblingSameLabel}, true},
		{20, canTho, unit{domainname.Commune, "Phường Long Phú 1", ""}, unit{domainname.Commune, "Xã Long Phú", ""}, nil, false},
	} {
		a, b := claim(t, v.rule, "a", v.a), claim(t, v.rule, "b", v.b)
		for _, side := range [][2]domainname.Claim{{a, b}, {b, a}} { // whichever came first
			got := domainname.Conflicts(v.rule, side[1], []domainname.Claim{side[0]})
			var reasons []domainname.Reason
			for _, c := range got {
				reasons = append(reasons, c.Reason)
				if c.With != side[0].Agency || c.FQDN != side[0].Name.FQDN || c.DiacriticOnly != v.diacritic {
					t.Errorf("vector %d: %+v", v.number, c)
				}
			}
			if !slices.Equal(reasons, v.reasons) {
				t.Errorf("vector %d: %v, want %v", v.number, reasons, v.reasons)
			}
		}
	}
}
