package datasetedit

import (
	"minhbach/domain/editorial"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// Blank shows the empty form.
func Blank(s *site.Site, r *site.Request) error {
	mine := desk.OwnAgencies(r, editorial.RolesFor(editorial.CommandDraft)...)
	if len(mine) == 0 {
		return app.ErrForbidden.New()
	}
	f := form.New(r.Lang, "", nil)
	agency := mine[0]
	if asked := r.URL.Query().Get("co-quan"); desk.HoldsAt(r.Caller, asked, editorial.RolesFor(editorial.CommandDraft)...) {
		agency = asked
	}
	f.Set("co-quan", agency)
	f.Set(at+"licence", "vn-open-data") // Decree 47/2020 Điều 18
	if a, ok := r.Tree.ByID(agency); ok {
		f.Set(at+"creator", a.NameVi)
		f.Set(at+"contact.unit", a.NameVi)
		f.Set(at+"contact.email", a.Contact.Email)
		f.Set(at+"contact.phone", a.Contact.Phone)
		f.Set(at+"spatial", a.NameVi)
	}
	return show(s, r, f, nil, nil)
}

// Create begins a dataset, or shows the preview.
func Create(s *site.Site, r *site.Request) error {
	f := form.Of(r, "")
	description := read(f)
	if f.Get("viec") != "xem-truoc" {
		cmd := app.DraftDataset{Agency: f.Get("co-quan"), Slug: f.Get("slug"), Description: description}
		if done, err := desk.Act(r, f, s.App.Commands.Datasets.Draft, cmd, datasetdesk.Path("{id}"), "soan"); done || err != nil {
			return err
		}
	}
	return show(s, r, f, nil, nil)
}

// where asks what is fixed for ever with the first draft.
func where(r *site.Request, f *form.Form) []render.Field {
	mine := desk.OwnAgencies(r, editorial.RolesFor(editorial.CommandDraft)...)
	return []render.Field{
		f.Choice("select", "co-quan", "desk.agency", desk.AgencyOptions(r, mine, false)),
		f.Field("text", "slug", "desk.content.slug", form.Optional, form.Most(editorial.MaxSlug), form.Hint(i18n.T(r.Lang, "desk.data.slug.hint"))),
	}
}
