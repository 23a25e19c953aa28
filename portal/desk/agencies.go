package desk

import (
	"minhbach/domain/domainname"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Levels of agencies, from the province down.
var Levels = []domainname.Level{domainname.Province, domainname.Department, domainname.District, domainname.Commune, domainname.Subordinate, domainname.Voluntary}

// LevelName names a level.
func LevelName(lang i18n.Lang, l domainname.Level) string {
	if key := "desk.level." + string(l); i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return string(l)
}

// DomainBadge is where a domain name stands.
func DomainBadge(lang i18n.Lang, d view.Domain) render.Badge {
	if d.FQDN == "" {
		return render.Badge{Label: i18n.T(lang, "desk.domain.none")}
	}
	b := render.Badge{Label: i18n.T(lang, "desk.domain."+string(d.State))}
	switch d.State {
	case domainname.Active:
		b.Tone = render.Success
	case domainname.ConflictPending:
		b.Tone = render.Warning
	case domainname.Agreed, domainname.Proposed:
		b.Tone = render.Info
	}
	return b
}

// ConflictTexts tell in words what stands against a name.
func ConflictTexts(r *site.Request, d view.Domain) []string {
	var out []string
	for _, c := range d.Conflicts {
		text := i18n.T(r.Lang, "desk.conflicts."+string(c.Reason), c.Label, AgencyName(r, c.With))
		if c.DiacriticOnly {
			text += " " + i18n.T(r.Lang, "desk.conflicts.diacritic")
		}
		out = append(out, text)
	}
	return out
}
