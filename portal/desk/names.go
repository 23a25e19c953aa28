package desk

import (
	"minhbach/domain"
	"minhbach/domain/staff"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

type grant = view.Grant

// AgencyName is an agency's name, also of one that has ended.
func AgencyName(r *site.Request, id string) string {
	if a, ok := r.Tree.ByID(id); ok {
		return a.Name(string(r.Lang))
	}
	if id == "" {
		return ""
	}
	if a, err := r.Site.App.Queries.Agency(r.Context(), id, view.AsOf{}); err == nil {
		return i18n.T(r.Lang, "desk.agency.ended", a.Name(string(r.Lang)))
	}
	return id
}

// AgencyOptions are agencies to choose from; ids nil: all of them.
func AgencyOptions(r *site.Request, ids []string, blank bool) []render.Option {
	var out []render.Option
	if blank {
		out = append(out, render.Option{Label: i18n.T(r.Lang, "desk.choose")})
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	for _, a := range r.Tree.Agencies {
		if ids == nil || wanted[a.ID] {
			out = append(out, render.Option{Value: a.ID, Label: FullName(r, a)})
		}
	}
	return out
}

// FullName names the agency above as well, where many below have one name.
func FullName(r *site.Request, a view.Agency) string {
	name := a.Name(string(r.Lang))
	if up, ok := r.Tree.ByID(a.Parent); ok && up.Parent != "" {
		name += " – " + up.Name(string(r.Lang))
	}
	return name
}

// OwnAgencies are the agencies at which the caller has one of the roles.
func OwnAgencies(r *site.Request, roles ...domain.Role) []string {
	out := []string{}
	for _, a := range r.Tree.Agencies {
		if HoldsAt(r.Caller, a.ID, roles...) {
			out = append(out, a.ID)
		}
	}
	return out
}

// RoleOptions are all roles.
func RoleOptions(lang i18n.Lang) []render.Option {
	var out []render.Option
	for _, role := range domain.Roles() {
		out = append(out, render.Option{Value: string(role), Label: staff.RoleLabel(role, string(lang))})
	}
	return out
}

// PersonOptions are accounts to choose from.
func PersonOptions(r *site.Request, accounts []view.Account) []render.Option {
	out := []render.Option{{Label: i18n.T(r.Lang, "desk.choose")}}
	for _, a := range accounts {
		if !a.Disabled {
			out = append(out, render.Option{Value: a.ID, Label: a.Name + " (" + a.Login + ")"})
		}
	}
	return out
}
