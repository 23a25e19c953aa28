package publication

import (
	"fmt"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
)

// list collects facts and leaves out what is not stated.
type list struct {
	lang  i18n.Lang
	facts []render.Fact
}

func (l *list) text(key, text string) {
	if strings.TrimSpace(text) != "" {
		l.facts = append(l.facts, render.Fact{Term: i18n.T(l.lang, key), Text: text})
	}
}

func (l *list) date(key string, d calendar.Date) { l.text(key, d.DMY()) }

func (l *list) link(key, text, url string) {
	if text != "" {
		l.facts = append(l.facts, render.Fact{Term: i18n.T(l.lang, key), Text: text, URL: url})
	}
}

// facts are what the details of the kind state (law: Decree 43/2011 Điều 10.1).
func facts(lang i18n.Lang, d publication.Details) []render.Fact {
	l := &list{lang: lang}
	if x := d.Document; x != nil {
		l.text("field.number", x.Number)
		l.text("field.form", x.Form)
		l.text("field.issuer", x.Issuer)
		l.date("field.issued_on", x.IssuedOn)
		l.date("field.effective_on", x.EffectiveOn)
		l.date("field.expired_on", x.ExpiredOn)
		l.text("field.signer", join(x.Signer, x.SignerTitle))
		l.text("field.abstract", x.Abstract)
		l.text("field.field", x.Field)
		l.text("field.replaces", strings.Join(x.Replaces, ", "))
	}
	if x := d.Plan; x != nil {
		l.text("field.decision", x.Decision)
		l.date("field.approved_on", x.ApprovedOn)
		l.text("field.scope", x.Scope)
		if x.PeriodFrom != 0 {
			l.text("field.period", strings.TrimSuffix(fmt.Sprintf("%d–%d", x.PeriodFrom, x.PeriodTo), "–0"))
		}
	}
	if x := d.Gazette; x != nil {
		l.text("field.issue", x.Issue)
		l.date("field.date", x.Date)
		l.text("field.documents", strings.Join(x.Documents, ", "))
	}
	if x := d.Project; x != nil {
		l.text("field.objective", x.Objective)
		l.text("field.field", x.Field)
		l.text("field.type", named(lang, "field.type.", x.Type))
		l.text("field.decision", x.Decision)
		l.date("field.approved_on", x.ApprovedOn)
		l.text("field.duration", x.Duration)
		if x.CostVND > 0 {
			l.text("field.cost_vnd", i18n.T(lang, "field.dong", x.CostVND))
		}
		l.text("field.funding_source", x.FundingSource)
		l.text("field.sponsor", x.Sponsor)
		l.text("field.status", named(lang, "field.status.", x.Status))
	}
	if x := d.Consultation; x != nil {
		l.date("field.closes_on", x.ClosesOn)
		l.text("field.address", x.Address)
		l.link("field.email", x.Email, "mailto:"+x.Email)
	}
	if x := d.Contact; x != nil {
		l.text("field.full_name", x.FullName)
		l.text("field.position", x.Position)
		l.text("field.unit", x.Unit)
		if x.Phone != "" {
			l.facts = append(l.facts, render.Fact{Term: i18n.T(lang, "field.phone"), Text: x.Phone, Tel: render.Portal{Phone: x.Phone}.Tel()})
		}
		l.link("field.email", x.Email, "mailto:"+x.Email)
	}
	return l.facts
}

// named is the words for a code, or the code itself.
func named(lang i18n.Lang, prefix, code string) string {
	if code == "" || !i18n.Has(prefix+code) {
		return code
	}
	return i18n.T(lang, prefix+code)
}
