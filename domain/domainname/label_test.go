package domainname_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/domainname"
	"minhbach/domain/fault"
)

func TestGeoLabel(t *testing.T) {
	for in, want := range map[string]string{
		"Ðắk Lắk":                         "daklak", // eth for Đ, no unit type
		"Thị trấn Ðại Ngãi":               "daingai",
		"TP. Sóc Trăng":                   "thanhpho",
		"UBND huyện Cù Lao Dung":          "culaodung",
		"Ủy ban nhân dân xã An Thạnh Tây": "anthanhtay",
		"XÃ HÒA TÚ II":                    "hoatuii",
		"Đặc khu Phú Quốc":                "phuquoc",
		"Quận 1":                          "quan1",
		"Xã":                              "xa",
		"Xa Lộ":                           "xalo", // folds to a type, is none
		"":                                "",
		"…":                               "",
		"12":                              "12",
		"Sóc Trăng":                       "soctrang",
	} {
		for _, form := range []string{in, norm.NFD.String(in)} {
			if got := domainname.GeoLabel(form, "soctrang"); got != want {
				t.Errorf("GeoLabel(%q) = %q, want %q", form, got, want)
			}
		}
	}
}

func TestAgencyLabel(t *testing.T) {
	for in, want := range map[string]string{
		"Ban Quản lý các khu công nghiệp": "banquanlyckcn",
		"Ban Dân tộc":                     "bandt",
		"Thanh tra tỉnh":                  "thanhtrat",
		"Văn phòng UBND tỉnh":             "vanphongubndt",
		"Ðài Phát thanh và Truyền hình":   "daiptth",
		"SỞ THÔNG TIN VÀ TRUYỀN THÔNG":    "sotttt", // a shouted name is no acronym
		"Trung tâm Y tế của huyện":        "trungtamyth",
		"Trung tâm Dịch vụ việc làm số 2": "trungtamdvvls2",
		"Trường THPT Hoàng Diệu":          "truongthpthd",
		"Nghĩa trang nhân dân":            "nghiatnd",
		"":                                "",
		"&":                               "",
		"Tổ 4.0":                          "to40",
	} {
		for _, form := range []string{in, norm.NFD.String(in)} {
			if got := domainname.AgencyLabel(form); got != want {
				t.Errorf("AgencyLabel(%q) = %q, want %q", form, got, want)
			}
		}
	}
}

func TestValidLabel(t *testing.T) {
	for label, want := range map[string]bool{
		"a": true, "0": true, "a-b": true, "ict": true, strings.Repeat("a", 63): true,
		"": false, "-a": false, "a-": false, "A": false, "a_b": false, "a.b": false, "đ": false,
		strings.Repeat("a", 64): false, "a b": false, "a\n": false,
	} {
		if domainname.ValidLabel(label) != want {
			t.Errorf("ValidLabel(%q) = %v", label, !want)
		}
	}
	for name, want := range map[string]bool{
		"soctrang.gov.vn": true, "vn": false, "": false, "a..vn": false, "a.vn.": false,
		strings.Repeat("a.", 127) + "vn": false, strings.Repeat("a.", 125) + "vn": true,
	} {
		if domainname.Valid(name) != want {
			t.Errorf("Valid(%q) = %v", name, !want)
		}
	}
	if domainname.Depth("soctrang.gov.vn") != 3 || domainname.Depth("") != 0 {
		t.Error("depth")
	}
}

func TestComposeRefusals(t *testing.T) {
	long := strings.Repeat("a", 63)
	deep := strings.Repeat(long+".", 3) + "a." + socTrang.Base
	for name, c := range map[string]struct {
		run  func() (domainname.Name, error)
		want *fault.Code
	}{
		"no district since 2025": {func() (domainname.Name, error) {
			return domainname.Compose(canTho, domainname.District, "Huyện Kế Sách", "")
		}, domainname.ErrLevel},
		"a commune without its district": {func() (domainname.Name, error) {
			return domainname.Compose(socTrang, domainname.Commune, "Xã Nhơn Mỹ", "")
		}, domainname.ErrParent},
		"a parent elsewhere": {func() (domainname.Name, error) {
			return domainname.Compose(socTrang, domainname.Commune, "Xã Nhơn Mỹ", "kesach.cantho.gov.vn")
		}, domainname.ErrParent},
		"a name that folds to nothing": {func() (domainname.Name, error) {
			return domainname.Compose(socTrang, domainname.District, "???", "")
		}, domainname.ErrLabel},
		"a name in another script": {func() (domainname.Name, error) {
			return domainname.Compose(socTrang, domainname.Voluntary, "ខេត្ត", "")
		}, domainname.ErrLabel},
		"a name that is too long": {func() (domainname.Name, error) {
			return domainname.Override(socTrang, domainname.Subordinate, long, deep)
		}, domainname.ErrTooLong},
		"an override with accents": {func() (domainname.Name, error) {
			return domainname.Override(socTrang, domainname.Department, "sởyt", "")
		}, domainname.ErrLabel},
		"an override for the province": {func() (domainname.Name, error) {
			return domainname.Override(socTrang, domainname.Province, "tinh", "")
		}, domainname.ErrLevel},
	} {
		if n, err := c.run(); !errors.Is(err, c.want) || n != (domainname.Name{}) {
			t.Errorf("%s: %+v, %v", name, n, err)
		}
	}
}

func TestVoluntaryBodyTakesItsFullName(t *testing.T) {
	n, err := domainname.Compose(socTrang, domainname.Voluntary, "Hội Chữ thập đỏ", "")
	if err != nil || n.FQDN != "hoichuthapdo.soctrang.gov.vn" || n.Rule != domainname.RuleName {
		t.Errorf("%+v %v", n, err)
	}
}

func TestTemplateCheck(t *testing.T) {
	if err := socTrang.Check(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*domainname.Template){
		"base":     func(r *domainname.Template) { r.Base = "Sóc Trăng" },
		"label":    func(r *domainname.Template) { r.ProvinceLabel = "" },
		"reserved": func(r *domainname.Template) { r.Reserved = []string{"w w"} },
		"levels":   func(r *domainname.Template) { r.Levels = nil },
		"unknown": func(r *domainname.Template) {
			r.Levels = map[domainname.Level]domainname.Place{domainname.Province: {Label: domainname.RuleBase, Under: "base"}, "village": {Label: domainname.RuleGeo, Under: "base"}}
		},
	} {
		r := socTrang
		spoil(&r)
		if r.Check() == nil {
			t.Errorf("a template with a bad %s was accepted", name)
		}
	}
}
