package agency_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/domaintest"
)

type scenario = domaintest.Scenario[*agency.Tree]

func given(t *testing.T, facts ...domain.Event) *scenario {
	t.Helper()
	return domaintest.Given(t, agency.New(), facts...)
}

func stored(t *testing.T, f domain.Event) domain.Event {
	t.Helper()
	return domaintest.Stored(t, f)
}

var now = time.Date(2024, 3, 1, 2, 0, 0, 0, time.UTC) // 09:00 in Sóc Trăng

func d(s string) calendar.Date {
	if s == "" {
		return calendar.Date{}
	}
	return calendar.MustParse(s)
}

var (
	admin  = domain.Actor{Account: "acc-admin", Role: domain.Administrator, Agency: "p"}
	system = domain.Actor{Account: domain.System}
	editor = domain.Actor{Account: "acc-e", Role: domain.Editor, Agency: "ks"}

	places = map[domainname.Level]domainname.Place{
		domainname.Province:    {Label: domainname.RuleBase, Under: "base"},
		domainname.Department:  {Label: domainname.RuleAgency, Under: "base"},
		domainname.District:    {Label: domainname.RuleGeo, Under: "base"},
		domainname.Commune:     {Label: domainname.RuleGeo, Under: "parent"},
		domainname.Subordinate: {Label: domainname.RuleAgency, Under: "parent"},
		domainname.Voluntary:   {Label: domainname.RuleName, Under: "base"},
	}
	reserved = []string{"www", "mail", "api", "dichvucong", "motcua", "thanhpho"}
	soctrang = domainname.Template{Version: "2019", Base: "soctrang.gov.vn", ProvinceLabel: "soctrang", Levels: places, Reserved: reserved}
	cantho   = domainname.Template{Version: "2025", Base: "cantho.gov.vn", ProvinceLabel: "cantho", Levels: flat(places), Reserved: reserved}
)

func flat(places map[domainname.Level]domainname.Place) map[domainname.Level]domainname.Place {
	f := maps.Clone(places)
	f[domainname.Commune] = domainname.Place{Label: domainname.RuleGeo, Under: "base"}
	delete(f, domainname.District)
	return f
}

func unit(id string, level domainname.Level, kind, name, parent string) agency.Registered {
	return agency.Registered{Agency: id, Code: "c-" + id, NameVi: kind + " " + name, UnitType: kind, Level: level, Parent: parent,
		Obligation: agency.Mandatory, ValidFrom: d("2019-05-02")}
}

func active(id, fqdn string) []domain.Event {
	return []domain.Event{
		agency.DomainProposed{Agency: id, FQDN: fqdn, Composed: true, Template: "2019"},
		agency.DomainActivated{Agency: id, FQDN: fqdn},
	}
}

// network: the province, a department with a branch, two districts with communes.
func network() []domain.Event {
	return slices.Concat([]domain.Event{
		unit("p", domainname.Province, "Tỉnh", "Sóc Trăng", ""),
		unit("so", domainname.Department, "Sở", "Thông tin và Truyền thông", "p"),
		unit("tt", domainname.Subordinate, "Trung tâm", "Công nghệ thông tin", "so"),
		unit("ks", domainname.District, "Huyện", "Kế Sách", "p"),
		unit("nm", domainname.Commune, "Xã", "Nhơn Mỹ", "ks"),
		unit("am", domainname.Commune, "Xã", "An Mỹ", "ks"),
		unit("lp", domainname.District, "Huyện", "Long Phú", "p"),
	}, active("p", "soctrang.gov.vn"), active("so", "sotttt.soctrang.gov.vn"), active("tt", "trungtamcntt.sotttt.soctrang.gov.vn"),
		active("ks", "kesach.soctrang.gov.vn"), active("nm", "nhonmy.kesach.soctrang.gov.vn"),
		active("am", "anmy.kesach.soctrang.gov.vn"), active("lp", "longphu.soctrang.gov.vn"))
}
