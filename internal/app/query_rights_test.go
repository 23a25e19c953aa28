package app

import (
	"testing"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/projections/view"
)

// Whose drafts one may read: those of one's agency; an inspector or administrator
// of one agency is no overseer of the others.
func TestWhoReadsDrafts(t *testing.T) {
	o := open(t)
	lan := o.hire("lan", domain.Contributor, districtID)
	r, err := o.DraftPublication(t.Context(), lan, DraftPublication{Agency: districtID, Kind: publication.News, Content: publication.Content{Language: "vi", Title: "Bản nháp"}})
	o.must(err)
	q := public{o.Deps}
	for name, by := range map[string]Caller{
		"nobody":                         {},
		"a contributor of another":       o.hire("mai", domain.Contributor, communeID),
		"an administrator of another":    o.hire("qt.xa", domain.Administrator, communeID),
		"an inspector of another":        o.hire("tt.xa", domain.Inspector, communeID),
		"a head of the agency above":     o.hire("binh", domain.AgencyHead, provinceID),
		"somebody without a role at all": {Account: lan.Account},
	} {
		_, err := q.history(t.Context(), by, r.ID)
		refused(t, name+", history", err, publication.ErrNotFound)
		_, err = q.replay(t.Context(), by, r.ID, view.AsOf{})
		refused(t, name+", replay", err, publication.ErrNotFound)
	}
	for name, by := range map[string]Caller{
		"its author":                     lan,
		"an administrator of the agency": o.hire("qt.huyen", domain.Administrator, districtID),
		"the province's administrator":   o.as("quantri"),
		"the province's inspector":       o.hire("tt.tinh", domain.Inspector, provinceID),
		"the network's inspector":        o.hire("tt.mang", domain.Inspector, Network),
		"the operator":                   operator,
	} {
		if all, err := q.history(t.Context(), by, r.ID); err != nil || len(all) == 0 || all[0].Data == nil {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
	}
}

// Accounts of other agencies are for the province's administrators and inspectors.
func TestAccountsOfOthers(t *testing.T) {
	o := open(t)
	o.hire("lan", domain.Contributor, districtID)
	clerk := o.hire("qt.xa", domain.Administrator, communeID)
	s := internal{o.Deps}
	all, err := s.accounts(t.Context(), clerk)
	o.must(err)
	if len(all) != 1 || all[0].ID != clerk.Account {
		t.Errorf("an administrator of a commune sees %+v", all)
	}
	all, err = s.accounts(t.Context(), o.as("quantri"))
	o.must(err)
	if len(all) != 3 {
		t.Errorf("the province's administrator sees %d accounts", len(all))
	}
}
