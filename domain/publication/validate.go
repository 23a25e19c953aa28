package publication

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
)

// Clean brings a content into the form in which it is stored and hashed (NFC,
// LF, no empty entries) and tells everything that is wrong with its form. It does
// not ask whether the content is complete: a draft need not be.
func Clean(k Kind, in Content) (Content, error) {
	info, ok := KindOf(k)
	if !ok {
		return in, ErrKind.New("kind", k).At("kind")
	}
	c := cleaner{refusals.Cleaner()}
	out := c.content(in)
	f := &c.Faults
	if !languageTag(out.Language) {
		f.Add(ErrLanguage.New("language", out.Language).At("content.language"))
	}
	for _, tag := range slices.Sorted(maps.Keys(out.Translations)) {
		switch path := "content.translations." + tag; {
		case !languageTag(tag):
			f.Add(ErrLanguage.New("language", tag).At(path))
		case tag == out.Language:
			f.Add(ErrTranslationOfItself.New().At(path))
		}
	}
	checkParts(f, info, out.Details)
	c.checkDetails(out.Details)
	c.checkAttachments(out.Attachments)
	return out, f.Err()
}

// languageTag accepts BCP 47 tags of known languages in their usual spelling.
func languageTag(s string) bool {
	if len(s) < 2 || len(s) > 20 {
		return false
	}
	tag, err := language.Parse(s)
	return err == nil && tag != language.Und && tag.String() == s
}

func parts(d Details) map[Part]bool {
	return map[Part]bool{
		PartDocument: d.Document != nil, PartPlan: d.Plan != nil, PartGazette: d.Gazette != nil,
		PartProject: d.Project != nil, PartConsultation: d.Consultation != nil, PartContact: d.Contact != nil,
	}
}

func checkParts(f *fault.List, info KindInfo, d Details) {
	has := parts(d)
	for _, part := range slices.Sorted(maps.Keys(has)) {
		if has[part] && part != info.Part {
			f.Add(ErrDetails.New().At("content.details." + string(part)))
		}
	}
}

func (c cleaner) checkDetails(details Details) {
	f := &c.Faults
	const at = "content.details."
	if d := details.Document; d != nil {
		c.Date(at+"document.issued_on", d.IssuedOn)
		c.Date(at+"document.effective_on", d.EffectiveOn)
		c.Date(at+"document.expired_on", d.ExpiredOn)
		c.Order(at+"document.effective_on", d.IssuedOn, d.EffectiveOn)
		c.Order(at+"document.expired_on", later(d.IssuedOn, d.EffectiveOn), d.ExpiredOn)
	}
	if p := details.Plan; p != nil {
		c.Date(at+"plan.approved_on", p.ApprovedOn)
		if !editorial.Year(p.PeriodFrom) || !editorial.Year(p.PeriodTo) || (p.PeriodTo != 0 && p.PeriodTo < p.PeriodFrom) {
			f.Add(ErrPeriod.New("from", p.PeriodFrom, "to", p.PeriodTo).At(at + "plan.period_from"))
		}
	}
	if g := details.Gazette; g != nil {
		c.Date(at+"gazette.date", g.Date)
	}
	if p := details.Project; p != nil {
		c.Date(at+"project.approved_on", p.ApprovedOn)
		choice(f, at+"project.type", p.Type, "investment", "tender", "procurement")
		choice(f, at+"project.status", p.Status, "preparing", "running", "completed")
		if p.CostVND < 0 || p.CostVND > editorial.MaxWhole {
			f.Add(ErrMoney.New("value", p.CostVND).At(at + "project.cost_vnd"))
		}
	}
	if o := details.Consultation; o != nil {
		c.Date(at+"consultation.closes_on", o.ClosesOn)
		c.Email(at+"consultation.email", o.Email)
	}
	if p := details.Contact; p != nil {
		c.Email(at+"contact.email", p.Email)
	}
}

func (c cleaner) checkAttachments(list []Attachment) {
	seen := map[string]bool{}
	for i, a := range list {
		c.CheckAttachment(fmt.Sprintf("content.attachments[%d]", i), a, seen[a.Name])
		seen[a.Name] = true
	}
}

func later(a, b calendar.Date) calendar.Date {
	if b.After(a) {
		return b
	}
	return a
}

func choice(f *fault.List, path, value string, choices ...string) {
	if value != "" && !slices.Contains(choices, value) {
		f.Add(ErrChoice.New("value", value, "choices", strings.Join(choices, ", ")).At(path))
	}
}
