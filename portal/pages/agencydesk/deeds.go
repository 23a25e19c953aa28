package agencydesk

import (
	"minhbach/domain/agency"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

func home(id string) string { return "/quan-tri/co-quan/" + id }

// since is from when a change holds, and on what ground.
func since(f *form.Form) []render.Field {
	return []render.Field{f.DateField("valid_from", "desk.agency.since"), f.Field("text", "basis", "desk.agency.basis", form.Optional, form.Most(300))}
}

func names(f *form.Form) []render.Field {
	return []render.Field{f.Field("text", "name_vi", "desk.agency.name.vi", form.Most(300)), f.Field("text", "name_en", "desk.agency.name.en", form.Optional, form.Most(300)),
		f.Field("text", "unit_type", "desk.agency.type", form.Narrow, form.Most(100))}
}

func fqdn(f *form.Form, lang i18n.Lang) render.Field {
	return f.Field("text", "fqdn", "desk.domain.fqdn", form.Most(253), form.Hint(i18n.T(lang, "desk.domain.fqdn.hint")))
}

// fill answers a form with what is so now.
func fill(r *site.Request, f *form.Form, path string, a view.Agency) {
	f.Set("valid_from", r.Today().DMY())
	switch path {
	case "doi-ten":
		f.Set("name_vi", a.NameVi)
		f.Set("name_en", a.NameEn)
		f.Set("unit_type", a.UnitType)
	case "chuyen":
		f.Set("parent", a.Parent)
	case "sap-nhap":
		f.Set("agencies", a.ID)
	case "lien-he":
		for name, text := range map[string]string{"address": a.Contact.Address, "phone": a.Contact.Phone, "fax": a.Contact.Fax,
			"email": a.Contact.Email, "responsible": a.Contact.Responsible, "intro": a.Contact.Intro} {
			f.Set("contact."+name, text)
		}
	case "thoa-thuan-ten-mien":
		f.Set("fqdn", a.Domain.FQDN)
	}
}

var deeds = map[string]deed{
	"doi-ten": {key: "rename",
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return append(names(f), since(f)...)
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.RenameAgency, app.RenameAgency{Agency: id, NameVi: f.Get("name_vi"), NameEn: f.Get("name_en"), UnitType: f.Get("unit_type"),
				ValidFrom: f.Date("valid_from"), Basis: f.Raw("basis")}, home(id), "co-quan")
		}},
	"chuyen": {key: "move",
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return append([]render.Field{f.Choice("select", "parent", "desk.agency.parent", desk.AgencyOptions(r, nil, true))}, since(f)...)
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.MoveAgency, app.MoveAgency{Agency: id, Parent: f.Get("parent"), ValidFrom: f.Date("valid_from"), Basis: f.Raw("basis")}, home(id), "co-quan")
		}},
	"sap-nhap": {key: "merge", final: true,
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return append([]render.Field{
				f.Choice("checkboxes", "agencies", "desk.agency.merged", siblings(r, a)),
				f.Choice("select", "into", "desk.agency.into", desk.AgencyOptions(r, nil, true)),
			}, since(f)...)
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.MergeAgencies, app.MergeAgencies{Agencies: f.All("agencies"), Into: f.Get("into"), ValidFrom: f.Date("valid_from"), Basis: f.Raw("basis")}, home(id), "co-quan")
		}},
	"tach": {key: "split", final: true,
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return append([]render.Field{f.Choice("checkboxes", "into", "desk.agency.split.into", siblings(r, a))}, since(f)...)
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.SplitAgency, app.SplitAgency{Agency: id, Into: f.All("into"), ValidFrom: f.Date("valid_from"), Basis: f.Raw("basis")}, home(id), "co-quan")
		}},
	"giai-the": {key: "abolish", final: true,
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return append([]render.Field{f.Choice("select", "successor", "desk.agency.successor", desk.AgencyOptions(r, nil, true))}, since(f)...)
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.AbolishAgency, app.AbolishAgency{Agency: id, Successor: f.Get("successor"), ValidFrom: f.Date("valid_from"), Basis: f.Raw("basis")}, home(id), "co-quan")
		}},
	"lien-he": {key: "contact",
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return []render.Field{
				f.Field("text", "contact.responsible", "desk.contact.responsible", form.Optional, form.Most(300), form.Hint(i18n.T(r.Lang, "desk.contact.responsible.hint"))),
				f.Field("text", "contact.address", "desk.contact.address", form.Optional, form.Most(300)),
				f.Field("tel", "contact.phone", "desk.contact.phone", form.Optional, form.Narrow), f.Field("tel", "contact.fax", "desk.contact.fax", form.Optional, form.Narrow),
				f.Field("email", "contact.email", "desk.contact.email", form.Optional, form.Most(254)),
				f.Field("textarea", "contact.intro", "desk.contact.intro", form.Optional, form.Rows(3)),
			}
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.SetContact, app.SetContact{Agency: id, Contact: agency.Contact{Address: f.Get("contact.address"), Phone: f.Get("contact.phone"),
				Fax: f.Get("contact.fax"), Email: f.Get("contact.email"), Responsible: f.Get("contact.responsible"), Intro: f.Raw("contact.intro")}}, home(id), "lien-he")
		}},
	"thoa-thuan-ten-mien": {key: "agree",
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return []render.Field{fqdn(f, r.Lang), f.Field("text", "agreement", "desk.domain.agreement", form.Most(100)), f.DateField("agreed_on", "desk.domain.agreement.date")}
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.AgreeDomain, app.AgreeDomain{Agency: id, FQDN: f.Get("fqdn"), Agreement: f.Get("agreement"), AgreedOn: f.Date("agreed_on")}, home(id), "ten-mien")
		}},
	"ten-mien-phu": {key: "alias",
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return []render.Field{fqdn(f, r.Lang)}
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.AddAlias, app.AddAlias{Agency: id, FQDN: f.Get("fqdn")}, home(id), "ten-mien")
		}},
	"thay-ten-mien": {key: "replace", final: true,
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return []render.Field{fqdn(f, r.Lang), f.Reason("reason", "desk.act.reason")}
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.ReplaceDomain, app.ReplaceDomain{Agency: id, FQDN: f.Get("fqdn"), Reason: f.Raw("reason")}, home(id), "ten-mien")
		}},
	"bo-ten-mien": {key: "retire", final: true,
		fields: func(r *site.Request, f *form.Form, a view.Agency) []render.Field {
			return []render.Field{f.Choice("select", "fqdn", "desk.domain.fqdn", hosts(r, a)), f.Reason("reason", "desk.act.reason")}
		},
		send: func(r *site.Request, f *form.Form, c app.Commands, id string) (bool, error) {
			return desk.Act(r, f, c.RetireDomain, app.RetireDomain{Agency: id, FQDN: f.Get("fqdn"), Reason: f.Raw("reason")}, home(id), "ten-mien")
		}},
}

// siblings are the agencies of the same level, this one among them: those that a
// merger or a split is about.
func siblings(r *site.Request, a view.Agency) []render.Option {
	var ids []string
	for _, other := range r.Tree.Agencies {
		if other.Level == a.Level && (other.Parent == a.Parent || len(r.Tree.Agencies) < 400) {
			ids = append(ids, other.ID)
		}
	}
	return desk.AgencyOptions(r, append(ids, "-"), false)
}

// hosts are the names that an agency can give up: proposed ones and aliases.
func hosts(r *site.Request, a view.Agency) []render.Option {
	out := []render.Option{{Label: i18n.T(r.Lang, "desk.choose")}}
	for _, name := range append([]string{a.Domain.FQDN}, a.Domain.Aliases...) {
		if name != "" {
			out = append(out, render.Option{Value: name, Label: name})
		}
	}
	return out
}
