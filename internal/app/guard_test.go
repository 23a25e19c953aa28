package app

import (
	"testing"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/domainname"
)

// An administrator made before there was a province administers the tree after.
func TestGrantForTheNetworkCountsAtTheProvince(t *testing.T) {
	o := open(t)
	rename := RenameAgency{Agency: communeID, NameVi: "Xã Nhơn Mỹ A", UnitType: "Xã", ValidFrom: day("2026-03-02")}
	_, err := o.RenameAgency(t.Context(), o.hire("qt.huyen", domain.Administrator, districtID), rename)
	refused(t, "an administrator of a district", err, agency.ErrNotAllowed)
	r, err := o.RenameAgency(t.Context(), o.hire("mang", domain.Administrator, Network), rename)
	o.must(err)
	facts, err := o.Repo.History(t.Context(), treeStream)
	o.must(err)
	if last := facts[len(facts)-1]; uint64(last.Position) != r.Position || last.Meta.Agency != provinceID || last.Meta.Role != string(domain.Administrator) || last.Meta.Actor != o.id["mang"] {
		t.Errorf("recorded as %+v", last.Meta)
	}
}

// After a merger of provinces, grants of the old one count for the new one, and
// those of an agency that merged into it do not.
func TestGrantsAfterAMergerOfProvinces(t *testing.T) {
	o := open(t)
	const canTho = "0190a000-0000-7000-8000-0000000000c1"
	old := o.as("quantri")
	clerk := o.hire("qt.huyen", domain.Administrator, districtID)
	o.plant(treeStream,
		agency.Registered{Agency: canTho, Code: "92", NameVi: "Thành phố Cần Thơ", UnitType: "Thành phố", Level: domainname.Province, Obligation: agency.Mandatory, ValidFrom: day("2026-03-01")},
		agency.Merged{Agencies: []string{provinceID}, Into: canTho, ValidFrom: day("2026-03-01")},
		agency.Merged{Agencies: []string{districtID}, Into: canTho, ValidFrom: day("2026-03-01")},
	)
	p, err := o.places(t.Context())
	o.must(err)
	if as, err := p.mayAdminister(old); err != nil || as.Agency != canTho {
		t.Errorf("an administrator of the old province: %+v, %v", as, err)
	}
	_, err = p.mayAdminister(clerk)
	refused(t, "an administrator of a district that merged into it", err, ErrForbidden)
	old.OnBehalfOf = clerk.Account
	_, err = p.mayAdminister(old)
	refused(t, "in somebody else's name", err, ErrForbidden)
}
