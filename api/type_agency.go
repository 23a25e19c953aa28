package api

import (
	"minhbach/domain/agency"
	"minhbach/domain/domainname"
	"minhbach/projections/view"
)

// Agency as it stood at a point of the log, on a date.
type Agency struct {
	ID         string     `json:"id" format:"uuid" doc:"Never changes."`
	Code       string     `json:"code" doc:"Official unit code, or one given by the province." example:"94"`
	Slug       string     `json:"slug" doc:"In addresses: /cq/{slug}. Changes with the domain name; old ones redirect." example:"kesach"`
	NameVi     string     `json:"name_vi" example:"Huyện Kế Sách"`
	NameEn     string     `json:"name_en,omitempty" example:"Ke Sach District"`
	UnitType   string     `json:"unit_type" example:"Huyện"`
	Level      Level      `json:"level"`
	Parent     string     `json:"parent,omitempty" doc:"Id of the agency above; absent for the province."`
	Obligation Obligation `json:"obligation" doc:"Whether the regulation binds it (Article 2)."`
	Function   string     `json:"function,omitempty" doc:"A duty that goes with the function, not the name." example:"information_communications"`
	ValidFrom  Date       `json:"valid_from" doc:"First day."`
	ValidTo    Date       `json:"valid_to,omitzero" doc:"Last day; absent while it exists."`
	Successors []string   `json:"successors,omitempty" doc:"Ids of those that took over its duties."`
	Domain     Domain     `json:"domain"`
	Contact    Contact    `json:"contact"`
	Depth      int        `json:"depth" doc:"0 for the province."`
	URL        string     `json:"url" format:"uri-reference" doc:"This agency in the API."`
	Page       string     `json:"page" format:"uri-reference" doc:"Its portal, on any host of the network."`
}

// Domain of an agency's portal.
type Domain struct {
	FQDN      string           `json:"fqdn,omitempty" doc:"Active, or proposed while an agreement is pending." example:"kesach.soctrang.gov.vn"`
	State     NameState        `json:"state,omitempty"`
	Conflicts []DomainConflict `json:"conflicts,omitempty" doc:"What stands against the name."`
	Aliases   []string         `json:"aliases,omitempty" doc:"Names that lead to the same portal."`
	Former    []string         `json:"former,omitempty" doc:"Names that redirect for ever."`
}

// DomainConflict is one reason why a name waits for an agreement.
type DomainConflict struct {
	Reason        string `json:"reason" enum:"fqdn_taken,sibling_same_label,district_same_label,reserved_label"`
	With          string `json:"with,omitempty" doc:"Id of the other agency."`
	FQDN          string `json:"fqdn,omitempty" doc:"The other agency's name."`
	Label         string `json:"label"`
	DiacriticOnly bool   `json:"diacritic_only,omitempty" doc:"The official names differ in accents alone."`
}

// Contact of an agency.
type Contact struct {
	Address     string `json:"address,omitempty" maxLength:"300"`
	Phone       string `json:"phone,omitempty" maxLength:"50"`
	Fax         string `json:"fax,omitempty" maxLength:"50"`
	Email       string `json:"email,omitempty" maxLength:"254" example:"ubndhuyenkesach@soctrang.gov.vn"`
	Responsible string `json:"responsible,omitempty" maxLength:"300" doc:"Office or person that answers for the portal (Article 31)."`
	Intro       string `json:"intro,omitempty" maxLength:"2000" doc:"One or two sentences on the agency."`
}

// AgencyNode is an agency with those below it.
type AgencyNode struct {
	Agency
	Children []*AgencyNode `json:"children" doc:"In the order of the tree."`
}

func agencyOf(a view.Agency) Agency {
	out := Agency{
		ID: a.ID, Code: a.Code, Slug: a.Slug, NameVi: a.NameVi, NameEn: a.NameEn, UnitType: a.UnitType,
		Level: Level(a.Level), Parent: a.Parent, Obligation: Obligation(a.Obligation), Function: a.Function,
		ValidFrom: Date{a.ValidFrom}, ValidTo: Date{a.ValidTo}, Successors: a.Successors, Depth: a.Depth,
		Contact: Contact(a.Contact), URL: agencyURL(a.ID), Page: page(a),
		Domain: Domain{FQDN: a.Domain.FQDN, State: NameState(a.Domain.State), Aliases: a.Domain.Aliases, Former: a.Domain.Former},
	}
	for _, c := range a.Domain.Conflicts {
		out.Domain.Conflicts = append(out.Domain.Conflicts, conflictOf(c))
	}
	if out.Page == "" {
		out.Page = "/"
	}
	return out
}

func conflictOf(c domainname.Conflict) DomainConflict {
	return DomainConflict{Reason: string(c.Reason), With: c.With, FQDN: c.FQDN, Label: c.Label, DiacriticOnly: c.DiacriticOnly}
}

func (c Contact) domain() agency.Contact { return agency.Contact(c) }

func agencyURL(id string) string { return prefix + "/agencies/" + id }

// page is where an agency's portal begins under any host; "" for the province.
func page(a view.Agency) string {
	if a.Parent == "" {
		return ""
	}
	return "/cq/" + a.Slug
}
