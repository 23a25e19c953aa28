package publication

import (
	"maps"
	"slices"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

// incomplete tells everything that a content lacks before the board may see it:
// the mandatory Dublin Core elements (Circular 24/2011 Điều 4; the date comes with
// publication), a text, and what the kind demands.
func incomplete(info KindInfo, agency, slug string, c Content, today calendar.Date) error {
	var f fault.List
	need := func(present bool, code *fault.Code, path string) {
		if !present {
			f.Add(code.New().At(path))
		}
	}
	need(c.Title != "", ErrTitleMissing, "content.title")
	need(c.Metadata.Creator != "", ErrCreatorMissing, "content.metadata.creator")
	need(c.Summary != "", ErrDescriptionMissing, "content.summary")
	need(agency != "", ErrPublisherMissing, "agency")
	need(slug != "", ErrIdentifierMissing, "slug")
	need(info.BareText || c.Body != "" || len(c.Attachments) > 0, ErrTextMissing, "content.body")
	for _, language := range slices.Sorted(maps.Keys(c.Translations)) {
		need(c.Translations[language].Title != "", ErrTranslationTitle, "content.translations."+language+".title")
	}
	if info.Part != "" {
		if parts(c.Details)[info.Part] {
			missingDetails(&f, info, c.Details)
			premature(&f, c.Details, today)
		} else if !info.Optional {
			f.Add(ErrDetailsMissing.New().At("content.details." + string(info.Part)))
		}
	}
	return f.Err()
}

func missingDetails(f *fault.List, info KindInfo, details Details) {
	need := func(present bool, path string) {
		if !present {
			f.Add(detailMissing[path].New().At("content.details." + path))
		}
	}
	if d := details.Document; d != nil {
		registered := !info.Optional // dissemination only names a document
		need(d.Number != "", "document.number")
		need(d.Form != "" || !registered, "document.form")
		need(d.Issuer != "" || !registered, "document.issuer")
		need(!d.IssuedOn.IsZero(), "document.issued_on")
		need(d.Signer != "" || !registered, "document.signer")
		need(d.Abstract != "" || !registered, "document.abstract")
	}
	if p := details.Plan; p != nil {
		need(p.Decision != "", "plan.decision")
		need(!p.ApprovedOn.IsZero(), "plan.approved_on")
	}
	if g := details.Gazette; g != nil {
		need(g.Issue != "", "gazette.issue")
		need(!g.Date.IsZero(), "gazette.date")
	}
	if p := details.Project; p != nil {
		need(p.Objective != "", "project.objective")
		need(!p.ApprovedOn.IsZero(), "project.approved_on")
		need(p.Status != "", "project.status")
	}
	if c := details.Consultation; c != nil {
		need(!c.ClosesOn.IsZero(), "consultation.closes_on")
		need(c.Address != "", "consultation.address")
		need(c.Email != "", "consultation.email")
	}
	if p := details.Contact; p != nil {
		need(p.FullName != "", "contact.full_name")
		need(p.Position != "", "contact.position")
		need(p.Email != "", "contact.email")
	}
}

// premature refuses to report as done what lies ahead.
func premature(f *fault.List, details Details, today calendar.Date) {
	done := func(d calendar.Date, path string) {
		if d.After(today) {
			f.Add(ErrDateAhead.New("date", d.DMY()).At("content.details." + path))
		}
	}
	done(issuedOn(details), "document.issued_on")
	done(planApprovedOn(details), "plan.approved_on")
	done(projectApprovedOn(details), "project.approved_on")
}
