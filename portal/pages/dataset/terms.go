package dataset

import (
	"minhbach/domain/dataset"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// terms under which the data may be used (Decree 47/2020 Điều 18).
func terms(r *site.Request, d view.Dataset) []render.Fact {
	l := &list{lang: r.Lang}
	if t, ok := dataset.LicenceOf(d.Content.Description.Licence); ok {
		l.link("data.licence", t.Label(string(r.Lang)), t.URI)
		if t.ID == "vn-open-data" {
			l.text("data.licence.means", i18n.T(r.Lang, "data.licence.text", reading.AgencyName(r, d.Agency)))
		}
	} else {
		l.text("data.licence", i18n.T(r.Lang, "data.licence.none"))
	}
	return l.facts
}
