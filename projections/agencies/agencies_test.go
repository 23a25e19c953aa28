package agencies_test

import (
	"testing"
	"time"

	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/projections"
	"minhbach/projections/agencies"
	"minhbach/projections/view"
)

type registry struct {
	t      *testing.T
	log    eventstore.Log
	codec  *eventstore.Codec
	runner *projections.Runner
	*agencies.Reader
}

func open(t *testing.T) *registry {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	codec, err := eventstore.NewCodec(agency.Events(), nil)
	if err != nil {
		t.Fatal(err)
	}
	runner, err := projections.Open(t.Context(), t.TempDir(), agencies.Definition(), log, codec, projections.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { runner.Close() })
	return &registry{t, log, codec, runner, agencies.NewReader(runner)}
}

// happened records facts and answers the position of the last one.
func (r *registry) happened(facts ...eventstore.Payload) uint64 {
	r.t.Helper()
	var drafts []eventstore.Draft
	for _, f := range facts {
		d, err := r.codec.Encode(eventstore.NewID(time.Now()), f, eventstore.Metadata{})
		if err != nil {
			r.t.Fatal(err)
		}
		drafts = append(drafts, d)
	}
	done, err := r.log.Append(r.t.Context(), "agencies-1", eventstore.Any(), drafts...)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := r.runner.ToEnd(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	return uint64(done.Position)
}

func (r *registry) tree(position uint64, on string) *view.Tree {
	r.t.Helper()
	tree, err := r.Tree(r.t.Context(), position, calendar.MustParse(on))
	if err != nil {
		r.t.Fatal(err)
	}
	return tree
}

func registered(id, code, name string, level domainname.Level, parent string) agency.Registered {
	return agency.Registered{Agency: id, Code: code, NameVi: name, Level: level, Parent: parent, Obligation: agency.Mandatory, ValidFrom: calendar.MustParse("2019-05-02")}
}

func (r *registry) province() uint64 {
	return r.happened(
		registered("p", "94", "Tỉnh Sóc Trăng", domainname.Province, ""), agency.DomainActivated{Agency: "p", FQDN: "soctrang.gov.vn"},
		registered("d1", "943", "Huyện Kế Sách", domainname.District, "p"), agency.DomainActivated{Agency: "d1", FQDN: "kesach.soctrang.gov.vn"},
		registered("c10", "10", "Phường 10", domainname.Commune, "d1"), registered("c2", "2", "Phường 2", domainname.Commune, "d1"),
		registered("c1", "31552", "Xã Nhơn Mỹ", domainname.Commune, "d1"), agency.DomainActivated{Agency: "c1", FQDN: "nhonmy.kesach.soctrang.gov.vn"},
	)
}

func names(list []view.Agency) string {
	out := ""
	for _, a := range list {
		out += a.NameVi + ";"
	}
	return out
}

func TestTreeOrderPathsAndSlugs(t *testing.T) {
	r := open(t)
	r.province()
	tree := r.tree(0, "2026-01-01")
	if got := names(tree.Agencies); got != "Tỉnh Sóc Trăng;Huyện Kế Sách;Phường 2;Phường 10;Xã Nhơn Mỹ;" {
		t.Errorf("order %s", got)
	}
	if a, ok := tree.BySlug("nhonmy.kesach"); !ok || a.ID != "c1" || a.Depth != 2 {
		t.Errorf("by slug %+v", a)
	}
	if a, ok := tree.BySlug("31552"); !ok || a.ID != "c1" {
		t.Errorf("by code %+v", a)
	}
	if a, _ := tree.BySlug("10"); a.Slug != "10" {
		t.Errorf("an agency without a name in use has the slug %q", a.Slug)
	}
	if got := names(tree.Path("c1")); got != "Tỉnh Sóc Trăng;Huyện Kế Sách;Xã Nhơn Mỹ;" {
		t.Errorf("path %s", got)
	}
	if len(tree.Under("d1")) != 4 {
		t.Errorf("under the district: %v", tree.Under("d1"))
	}
}

func TestNamesHoldFromTheirDayAndFromTheirRecording(t *testing.T) {
	r := open(t)
	before := r.province()
	r.happened(agency.Renamed{Agency: "d1", NameVi: "Thị xã Kế Sách", UnitType: "Thị xã", ValidFrom: calendar.MustParse("2027-01-01")})
	for _, tc := range []struct {
		position uint64
		on, want string
	}{
		{0, "2026-12-31", "Huyện Kế Sách"}, {0, "2027-01-01", "Thị xã Kế Sách"}, {before, "2027-01-01", "Huyện Kế Sách"},
	} {
		if a, _ := r.tree(tc.position, tc.on).ByID("d1"); a.NameVi != tc.want {
			t.Errorf("at %d on %s it is %q, want %q", tc.position, tc.on, a.NameVi, tc.want)
		}
	}
}

func TestEndedAgenciesLeaveTheTreeAndTheirNamesStay(t *testing.T) {
	r := open(t)
	r.province()
	r.happened(agency.Merged{Agencies: []string{"c1", "c2"}, Into: "c2", ValidFrom: calendar.MustParse("2025-07-01")})
	if _, ok := r.tree(0, "2025-06-30").ByID("c1"); !ok {
		t.Error("it ended a day early")
	}
	if _, ok := r.tree(0, "2025-07-01").ByID("c1"); ok {
		t.Error("it did not end")
	}
	a, found, err := r.Agency(t.Context(), "c1", 0, calendar.MustParse("2026-01-01"))
	if err != nil || !found || a.ValidTo.String() != "2025-06-30" || len(a.Successors) != 1 || a.Successors[0] != "c2" {
		t.Errorf("ended agency %+v, %v, %v", a, found, err)
	}
	if id, _, ok, _ := r.Host(t.Context(), "NhonMy.kesach.soctrang.gov.vn"); !ok || id != "c1" {
		t.Errorf("its host is forgotten: %q", id)
	}
}

func TestReplacedNamesRedirectForEver(t *testing.T) {
	r := open(t)
	r.province()
	r.happened(
		agency.DomainAliased{Agency: "d1", FQDN: "ks.soctrang.gov.vn"},
		agency.DomainReplaced{Agency: "d1", Old: "kesach.soctrang.gov.vn", New: "moi.soctrang.gov.vn"},
		agency.DomainReplaced{Agency: "d1", Old: "moi.soctrang.gov.vn", New: "ketsach.soctrang.gov.vn"},
	)
	for _, old := range []string{"kesach", "moi", "ks"} {
		id, redirect, ok, err := r.Host(t.Context(), old+".soctrang.gov.vn")
		if err != nil || !ok || id != "d1" || redirect != "ketsach.soctrang.gov.vn" {
			t.Errorf("%s leads to %s, %q (%v, %v)", old, id, redirect, ok, err)
		}
	}
	a, _ := r.tree(0, "2026-01-01").ByID("d1")
	if a.Domain.FQDN != "ketsach.soctrang.gov.vn" || len(a.Domain.Former) != 2 || a.Domain.State != domainname.Active {
		t.Errorf("domain %+v", a.Domain)
	}
	if _, _, ok, _ := r.Host(t.Context(), "unknown.soctrang.gov.vn"); ok {
		t.Error("an unknown host is ours")
	}
}

func TestProposedNameWaitsBesideTheOneInUse(t *testing.T) {
	r := open(t)
	r.province()
	conflict := []domainname.Conflict{{Reason: domainname.ReservedLabel, Label: "www"}}
	r.happened(
		agency.DomainProposed{Agency: "c2", FQDN: "phuong2.kesach.soctrang.gov.vn", Conflicts: conflict},
		agency.DomainProposed{Agency: "c1", FQDN: "www.kesach.soctrang.gov.vn", Conflicts: conflict},
	)
	tree := r.tree(0, "2026-01-01")
	if a, _ := tree.ByID("c2"); a.Domain.State != domainname.ConflictPending || a.Domain.FQDN != "phuong2.kesach.soctrang.gov.vn" || a.Slug != "2" {
		t.Errorf("waiting %+v", a)
	}
	if a, _ := tree.ByID("c1"); a.Domain.State != domainname.Active || a.Domain.FQDN != "nhonmy.kesach.soctrang.gov.vn" {
		t.Errorf("in use %+v", a.Domain)
	}
	r.happened(agency.DomainAgreed{Agency: "c2", FQDN: "phuong2.kesach.soctrang.gov.vn"}, agency.DomainActivated{Agency: "c2", FQDN: "phuong2.kesach.soctrang.gov.vn"})
	if a, _ := r.tree(0, "2026-01-01").ByID("c2"); a.Domain.State != domainname.Active || a.Slug != "phuong2.kesach" || len(a.Domain.Conflicts) != 0 {
		t.Errorf("after the agreement %+v", a)
	}
}
