package agency_test

import (
	"slices"
	"testing"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/domainname"
	"minhbach/domain/input"
)

func agree(c agency.AgreeDomain) command {
	c.Now, c.Template = now, soctrang
	return func(t *agency.Tree) ([]domain.Event, error) { return t.AgreeDomain(c) }
}

func alias(c agency.AddAlias) command {
	c.Template = soctrang
	return func(t *agency.Tree) ([]domain.Event, error) { return t.AddAlias(c) }
}

func replace(c agency.ReplaceDomain) command {
	c.Now, c.Template = now, soctrang
	return func(t *agency.Tree) ([]domain.Event, error) { return t.ReplaceDomain(c) }
}

func retire(c agency.RetireDomain) command {
	return func(t *agency.Tree) ([]domain.Event, error) { return t.RetireDomain(c) }
}

// waiting: a commune whose composed name is its sibling's.
func waiting() []domain.Event {
	return append(network(), unit("nm2", domainname.Commune, "Thị trấn", "Nhơn Mỹ", "ks"),
		agency.DomainProposed{Agency: "nm2", FQDN: "nhonmy.kesach.soctrang.gov.vn", Composed: true, Template: "2019",
			Conflicts: []domainname.Conflict{{Reason: domainname.SiblingSameLabel, With: "nm", Label: "nhonmy"}}})
}

func TestAgreeDomain(t *testing.T) {
	const other = "thitrannhonmy.kesach.soctrang.gov.vn"
	c := agency.AgreeDomain{By: admin, Agency: "nm2", FQDN: other, Agreement: "123/STTTT", AgreedOn: d("2024-02-20")}
	s := given(t, waiting()...).When(agree(c))
	s.Then(
		agency.DomainProposed{Agency: "nm2", FQDN: other, Template: "2019"},
		agency.DomainAgreed{Agency: "nm2", FQDN: other, Agreement: "123/STTTT", AgreedOn: d("2024-02-20")},
		agency.DomainRetired{Agency: "nm2", FQDN: "nhonmy.kesach.soctrang.gov.vn", Reason: "Thay bằng " + other + " theo văn bản 123/STTTT"},
		agency.DomainActivated{Agency: "nm2", FQDN: other})
	s.When(agree(c)).Refused(agency.ErrHostActive, "fqdn")

	// The very name that waits is held by another agency.
	c.FQDN = "nhonmy.kesach.soctrang.gov.vn"
	given(t, waiting()...).When(agree(c)).Refused(agency.ErrHostTaken, "fqdn")

	// A portal with a main name keeps it until ReplaceDomain.
	c.Agency, c.FQDN = "so", "ict.soctrang.gov.vn"
	s = given(t, network()...).When(agree(c))
	s.Then(agency.DomainProposed{Agency: "so", FQDN: c.FQDN, Template: "2019"},
		agency.DomainAgreed{Agency: "so", FQDN: c.FQDN, Agreement: "123/STTTT", AgreedOn: d("2024-02-20")})
	s.When(agree(c)).Then()
	s.When(replace(agency.ReplaceDomain{By: admin, Agency: "so", FQDN: c.FQDN, Reason: "Theo văn bản"})).Then(
		agency.DomainReplaced{Agency: "so", Old: "sotttt.soctrang.gov.vn", New: c.FQDN, Reason: "Theo văn bản"})
	if host, _ := s.Root.ResolveHost("sotttt.soctrang.gov.vn", d("2024-03-01")); host != (agency.Host{Agency: "so", RedirectTo: c.FQDN}) {
		t.Errorf("%+v", host)
	}
	// What is agreed for one cannot be agreed for another.
	c.Agency = "ks"
	s.When(agree(c)).Refused(agency.ErrHostTaken, "fqdn")

	for _, host := range []string{"ict", "ict.example.com", "soctrang.gov.vn", "-x.soctrang.gov.vn", "a b.soctrang.gov.vn"} {
		bad := c
		bad.FQDN = host
		given(t, network()...).When(agree(bad)).Refused(agency.ErrHostForm, "fqdn")
	}
	bad := c
	bad.AgreedOn = d("2024-03-02")
	given(t, network()...).When(agree(bad)).Refused(agency.ErrFuture, "agreed_on")
	bad.AgreedOn = d("")
	given(t, network()...).When(agree(bad)).Refused(agency.ErrDate, "agreed_on")
	bad = c
	bad.Agreement = ""
	given(t, network()...).When(agree(bad)).Refused(input.ErrRequired, "agreement")
	bad = c
	bad.Agency = "zz"
	given(t, network()...).When(agree(bad)).Refused(agency.ErrUnknown, "agency")
	bad.By = editor
	given(t, network()...).When(agree(bad)).Refused(agency.ErrNotAllowed, "")
	c.FQDN = "moi.soctrang.gov.vn"
	given(t, append(network(), agency.Abolished{Agency: "ks", Successor: "lp", ValidFrom: d("2024-02-01")})...).When(agree(c)).Refused(agency.ErrNotThen, "agency")
}

func TestAliases(t *testing.T) {
	c := agency.AddAlias{By: admin, Agency: "tt", FQDN: "ICT.sotttt.soctrang.gov.vn"}
	s := given(t, network()...).When(alias(c))
	s.Then(agency.DomainAliased{Agency: "tt", FQDN: "ict.sotttt.soctrang.gov.vn"})
	s.When(alias(c)).Then()
	if host, _ := s.Root.ResolveHost("ict.sotttt.soctrang.gov.vn", d("2024-03-01")); host.Agency != "tt" || host.RedirectTo != "trungtamcntt.sotttt.soctrang.gov.vn" {
		t.Errorf("%+v", host)
	}
	if a, _ := s.Root.ByID("tt"); !slices.Equal(a.Domain.Aliases, []string{"ict.sotttt.soctrang.gov.vn"}) || a.Domain.State != domainname.Active {
		t.Errorf("%+v", a.Domain)
	}
	bad := c
	bad.Agency = "so"
	s.When(alias(bad)).Refused(agency.ErrHostTaken, "fqdn")
	bad = c
	bad.FQDN = "motcua.soctrang.gov.vn"
	s.When(alias(bad)).Refused(agency.ErrNeedsAgreement, "fqdn")
	bad.FQDN = "trungtamcntt.sotttt.soctrang.gov.vn"
	s.When(alias(bad)).Refused(agency.ErrHostActive, "fqdn")
	bad.FQDN = "x"
	s.When(alias(bad)).Refused(agency.ErrHostForm, "fqdn")
	bad.FQDN, bad.Agency = "x.soctrang.gov.vn", "zz"
	s.When(alias(bad)).Refused(agency.ErrUnknown, "agency")
	bad.By = editor
	s.When(alias(bad)).Refused(agency.ErrNotAllowed, "")
	given(t, waiting()...).When(alias(agency.AddAlias{By: admin, Agency: "nm2", FQDN: "x.soctrang.gov.vn"})).Refused(agency.ErrNoHost, "agency")

	r := agency.RetireDomain{By: admin, Agency: "tt", FQDN: "ict.sotttt.soctrang.gov.vn", Reason: "Không dùng"}
	s.When(retire(r)).Then(agency.DomainRetired{Agency: "tt", FQDN: "ict.sotttt.soctrang.gov.vn", Reason: "Không dùng"})
	if _, ok := s.Root.ResolveHost("ict.sotttt.soctrang.gov.vn", d("2024-03-01")); ok {
		t.Error("a retired alias still answers")
	}
	s.When(retire(r)).Refused(agency.ErrHostUnknown, "fqdn")
	s.When(alias(c)).Then(agency.DomainAliased{Agency: "tt", FQDN: "ict.sotttt.soctrang.gov.vn"}) // it may come back
	r.FQDN = "trungtamcntt.sotttt.soctrang.gov.vn"
	s.When(retire(r)).Refused(agency.ErrHostMain, "fqdn")
	r.Reason = ""
	s.When(retire(r)).Refused(input.ErrRequired, "reason")
	r.Agency = "zz"
	s.When(retire(r)).Refused(agency.ErrUnknown, "agency")
	r.By = editor
	s.When(retire(r)).Refused(agency.ErrNotAllowed, "")
}

func TestReplaceDomainAfterARename(t *testing.T) {
	renamed := agency.Renamed{Agency: "so", NameVi: "Sở Khoa học và Công nghệ", UnitType: "Sở", ValidFrom: d("2024-03-01")}
	c := agency.ReplaceDomain{By: admin, Agency: "so", Reason: "Đổi tên cơ quan"}
	s := given(t, append(network(), renamed)...).When(replace(c))
	s.Then(agency.DomainProposed{Agency: "so", FQDN: "sokhcn.soctrang.gov.vn", Composed: true, Template: "2019"},
		agency.DomainReplaced{Agency: "so", Old: "sotttt.soctrang.gov.vn", New: "sokhcn.soctrang.gov.vn", Reason: "Đổi tên cơ quan"})
	s.When(replace(c)).Then()
	s.When(retire(agency.RetireDomain{By: admin, Agency: "so", FQDN: "sotttt.soctrang.gov.vn", Reason: "x"})).Refused(agency.ErrHostFormer, "fqdn")
	// A former name of another agency stays taken for ever.
	s.When(alias(agency.AddAlias{By: admin, Agency: "ks", FQDN: "sotttt.soctrang.gov.vn"})).Refused(agency.ErrHostTaken, "fqdn")
	// Its own former name may become the main one again.
	back := c
	back.FQDN = "sotttt.soctrang.gov.vn"
	s.When(replace(back)).Then(agency.DomainReplaced{Agency: "so", Old: "sokhcn.soctrang.gov.vn", New: "sotttt.soctrang.gov.vn", Reason: "Đổi tên cơ quan"})

	c.FQDN = "ict.soctrang.gov.vn"
	given(t, network()...).When(replace(c)).Refused(agency.ErrNeedsAgreement, "fqdn")
	c.FQDN = "kesach.soctrang.gov.vn"
	given(t, network()...).When(replace(c)).Refused(agency.ErrHostTaken, "fqdn")
	c.FQDN = "kesach"
	given(t, network()...).When(replace(c)).Refused(agency.ErrHostForm, "fqdn")
	c.FQDN, c.Reason = "", ""
	given(t, network()...).When(replace(c)).Refused(input.ErrRequired, "reason")
	c.Reason, c.Agency = "x", "nm2"
	given(t, waiting()...).When(replace(c)).Refused(agency.ErrNoHost, "agency")
	c.Agency = "zz"
	given(t, network()...).When(replace(c)).Refused(agency.ErrUnknown, "agency")
	c.By = editor
	given(t, network()...).When(replace(c)).Refused(agency.ErrNotAllowed, "")
}
