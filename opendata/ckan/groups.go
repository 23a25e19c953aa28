package ckan

import (
	"strings"

	"minhbach/domain/dataset"
	"minhbach/domain/fold"
	"minhbach/opendata/record"
)

// OrganizationOf is an agency within a package.
func OrganizationOf(p record.Publisher) Organization {
	return Organization{ApprovalStatus: "approved", Description: p.Type, ID: p.ID, IsOrganization: true, Name: p.Slug, State: "active", Title: p.Name, Type: "organization"}
}

// GroupOf is a topic within a package.
func GroupOf(t dataset.Term) Group {
	return Group{Description: t.En, DisplayName: t.Vi, ID: t.ID, Name: t.ID, Title: t.Vi}
}

// PageOfOrganization is an agency shown for itself; parent may be empty.
func PageOfOrganization(p record.Publisher, parent string) OrganizationPage {
	out := OrganizationPage{Organization: OrganizationOf(p), DisplayName: p.Name, Shown: shown(p.Datasets)}
	for _, e := range []Extra{{"code", p.Code}, {"title_en", p.NameEn}, {"homepage", p.Homepage}, {"email", p.Email}, {"phone", p.Phone}} {
		if e.Value != "" {
			out.Extras = append(out.Extras, e)
		}
	}
	if parent != "" {
		out.Groups = append(out.Groups, Parent{Name: parent, Capacity: "public"})
	}
	return out
}

// PageOfGroup is a topic shown for itself.
func PageOfGroup(t dataset.Term, datasets int) GroupPage {
	out := GroupPage{Group: GroupOf(t), ApprovalStatus: "approved", State: "active", Type: "group", Shown: shown(datasets)}
	if t.URI != "" {
		out.Extras = append(out.Extras, Extra{"uri", t.URI})
	}
	return out
}

func shown(datasets int) Shown {
	return Shown{PackageCount: datasets, Extras: []Extra{}, Tags: []Tag{}, Groups: []Parent{}, Users: []struct{}{}}
}

// License is an entry of license_list.
type License struct {
	Conformance string `json:"od_conformance"`
	Domain      bool   `json:"domain_data"`
	Family      string `json:"family"`
	Generic     string `json:"is_generic"`
	ID          string `json:"id"`
	Open        bool   `json:"is_okd_compliant"`
	Status      string `json:"status"`
	Title       string `json:"title"`
	TitleEn     string `json:"title_en"`
	URL         string `json:"url"`
}

// Licenses lists the licences on offer.
func Licenses(s record.Site) []License {
	var all []License
	for _, t := range dataset.Licences() {
		l, _ := s.Licence(t.ID)
		x := License{Conformance: "not reviewed", Domain: true, Generic: "False", ID: l.ID, Status: "active", Title: l.Vi, TitleEn: l.En, URL: l.URI}
		if t.URI != "" {
			x.Conformance, x.Open = "approved", true
		}
		all = append(all, x)
	}
	return all
}

// Matches tells whether a name or title begins with or contains what was typed,
// whatever its accents.
func Matches(typed string, names ...string) bool {
	typed = fold.String(typed)
	for _, n := range names {
		if strings.Contains(fold.String(n), typed) {
			return true
		}
	}
	return false
}
