package publication

import (
	"fmt"
	"maps"
	"slices"

	"minhbach/domain/editorial"
)

// cleaner knows the fields of a content.
type cleaner struct{ *editorial.Cleaner }

// content works on a copy, so that what was handed in stays as it was.
func (c cleaner) content(in Content) Content {
	out := in
	c.Line("content.title", &out.Title, MaxTitle)
	c.Text("content.summary", &out.Summary, MaxSummary)
	c.Text("content.body", &out.Body, MaxBody)
	out.Details = c.details(in.Details)

	m := &out.Metadata
	c.Line("content.metadata.creator", &m.Creator, maxName)
	c.Line("content.metadata.contributor", &m.Contributor, maxName)
	c.Line("content.metadata.source", &m.Source, maxPhrase)
	c.Lines("content.metadata.subjects", &m.Subjects, maxSubjects, maxName)
	c.Line("content.metadata.coverage", &m.Coverage, maxName)
	c.Line("content.metadata.relation", &m.Relation, maxPhrase)
	c.Line("content.metadata.rights", &m.Rights, maxPhrase)

	out.Attachments = nil
	if n := len(in.Attachments); n > MaxAttachments {
		c.Faults.Add(ErrTooMany.New("count", n, "limit", MaxAttachments).At("content.attachments"))
	} else {
		for i, a := range in.Attachments {
			path := fmt.Sprintf("content.attachments[%d]", i)
			c.Attachment(path, &a)
			out.Attachments = append(out.Attachments, a)
		}
	}

	out.Translations = nil
	if n := len(in.Translations); n > MaxTranslations {
		c.Faults.Add(ErrTooMany.New("count", n, "limit", MaxTranslations).At("content.translations"))
	} else if n > 0 {
		out.Translations = make(map[string]Translation, n)
		for _, language := range slices.Sorted(maps.Keys(in.Translations)) {
			t, path := in.Translations[language], "content.translations."+language
			c.Line(path+".title", &t.Title, MaxTitle)
			c.Text(path+".summary", &t.Summary, MaxSummary)
			c.Text(path+".body", &t.Body, MaxBody)
			out.Translations[language] = t
		}
	}
	return out
}

func (c cleaner) details(in Details) Details {
	const at = "content.details."
	var out Details
	if in.Document != nil {
		d := *in.Document
		c.Line(at+"document.number", &d.Number, maxName)
		c.Line(at+"document.form", &d.Form, maxName)
		c.Line(at+"document.issuer", &d.Issuer, maxName)
		c.Line(at+"document.signer", &d.Signer, maxName)
		c.Line(at+"document.signer_title", &d.SignerTitle, maxName)
		c.Text(at+"document.abstract", &d.Abstract, maxPhrase)
		c.Line(at+"document.field", &d.Field, maxName)
		c.Lines(at+"document.replaces", &d.Replaces, maxNumbers, maxName)
		out.Document = &d
	}
	if in.Plan != nil {
		p := *in.Plan
		c.Line(at+"plan.decision", &p.Decision, maxName)
		c.Text(at+"plan.scope", &p.Scope, maxPhrase)
		out.Plan = &p
	}
	if in.Gazette != nil {
		g := *in.Gazette
		c.Line(at+"gazette.issue", &g.Issue, maxName)
		c.Lines(at+"gazette.documents", &g.Documents, maxNumbers, maxName)
		out.Gazette = &g
	}
	if in.Project != nil {
		p := *in.Project
		c.Text(at+"project.objective", &p.Objective, maxPhrase)
		c.Line(at+"project.field", &p.Field, maxName)
		c.Line(at+"project.type", &p.Type, maxName)
		c.Line(at+"project.decision", &p.Decision, maxName)
		c.Line(at+"project.duration", &p.Duration, maxName)
		c.Line(at+"project.funding_source", &p.FundingSource, maxName)
		c.Line(at+"project.sponsor", &p.Sponsor, maxName)
		c.Line(at+"project.status", &p.Status, maxName)
		out.Project = &p
	}
	if in.Consultation != nil {
		o := *in.Consultation
		c.Line(at+"consultation.address", &o.Address, maxName)
		c.Line(at+"consultation.email", &o.Email, maxName)
		out.Consultation = &o
	}
	if in.Contact != nil {
		p := *in.Contact
		c.Line(at+"contact.full_name", &p.FullName, maxName)
		c.Line(at+"contact.position", &p.Position, maxName)
		c.Line(at+"contact.unit", &p.Unit, maxName)
		c.Line(at+"contact.phone", &p.Phone, maxName)
		c.Line(at+"contact.email", &p.Email, maxName)
		out.Contact = &p
	}
	return out
}
