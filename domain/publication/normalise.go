package publication

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"minhbach/domain/fault"
	"minhbach/domain/fold"
)

// cleaner brings every text of a content into its stored form and gathers what
// cannot be.
type cleaner struct{ faults fault.List }

// line is a field of one line.
func (c *cleaner) line(path string, s *string, limit int) {
	text, err := fold.Line(*s)
	c.take(path, s, text, err, limit)
}

// text is a field of many lines: line ends are LF, spaces around it go.
func (c *cleaner) text(path string, s *string, limit int) {
	unix := *s
	if strings.ContainsRune(unix, '\r') {
		unix = strings.ReplaceAll(strings.ReplaceAll(unix, "\r\n", "\n"), "\r", "\n")
	}
	text, err := fold.NFC(unix)
	c.take(path, s, strings.TrimSpace(text), err, limit)
}

func (c *cleaner) take(path string, s *string, clean string, err error, limit int) {
	if err != nil {
		if f := fault.Of(err); f != nil {
			c.faults.Add(f.At(path))
		}
		return
	}
	if n := utf8.RuneCountInString(clean); n > limit {
		c.faults.Add(ErrTooLong.New("length", n, "limit", limit).At(path))
	}
	*s = clean
}

// lines is a list of one-line fields; empty ones go. The list is replaced, never
// written into.
func (c *cleaner) lines(path string, list *[]string, limit, length int) {
	if len(*list) > limit {
		c.faults.Add(ErrTooMany.New("count", len(*list), "limit", limit).At(path))
		return
	}
	var kept []string
	for i, s := range *list {
		c.line(fmt.Sprintf("%s[%d]", path, i), &s, length)
		if s != "" {
			kept = append(kept, s)
		}
	}
	*list = kept
}

// content works on a copy, so that what was handed in stays as it was.
func (c *cleaner) content(in Content) Content {
	out := in
	c.line("content.title", &out.Title, MaxTitle)
	c.text("content.summary", &out.Summary, MaxSummary)
	c.text("content.body", &out.Body, MaxBody)
	out.Details = c.details(in.Details)

	m := &out.Metadata
	c.line("content.metadata.creator", &m.Creator, maxName)
	c.line("content.metadata.contributor", &m.Contributor, maxName)
	c.line("content.metadata.source", &m.Source, maxPhrase)
	c.lines("content.metadata.subjects", &m.Subjects, maxSubjects, maxName)
	c.line("content.metadata.coverage", &m.Coverage, maxName)
	c.line("content.metadata.relation", &m.Relation, maxPhrase)
	c.line("content.metadata.rights", &m.Rights, maxPhrase)

	out.Attachments = nil
	if n := len(in.Attachments); n > MaxAttachments {
		c.faults.Add(ErrTooMany.New("count", n, "limit", MaxAttachments).At("content.attachments"))
	} else {
		for i, a := range in.Attachments {
			path := fmt.Sprintf("content.attachments[%d]", i)
			c.line(path+".name", &a.Name, maxFileName)
			c.line(path+".title", &a.Title, MaxTitle)
			c.line(path+".media_type", &a.MediaType, maxFileName)
			out.Attachments = append(out.Attachments, a)
		}
	}

	out.Translations = nil
	if n := len(in.Translations); n > MaxTranslations {
		c.faults.Add(ErrTooMany.New("count", n, "limit", MaxTranslations).At("content.translations"))
	} else if n > 0 {
		out.Translations = make(map[string]Translation, n)
		for _, language := range slices.Sorted(maps.Keys(in.Translations)) {
			t, path := in.Translations[language], "content.translations."+language
			c.line(path+".title", &t.Title, MaxTitle)
			c.text(path+".summary", &t.Summary, MaxSummary)
			c.text(path+".body", &t.Body, MaxBody)
			out.Translations[language] = t
		}
	}
	return out
}

func (c *cleaner) details(in Details) Details {
	const at = "content.details."
	var out Details
	if in.Document != nil {
		d := *in.Document
		c.line(at+"document.number", &d.Number, maxName)
		c.line(at+"document.form", &d.Form, maxName)
		c.line(at+"document.issuer", &d.Issuer, maxName)
		c.line(at+"document.signer", &d.Signer, maxName)
		c.line(at+"document.signer_title", &d.SignerTitle, maxName)
		c.text(at+"document.abstract", &d.Abstract, maxPhrase)
		c.line(at+"document.field", &d.Field, maxName)
		c.lines(at+"document.replaces", &d.Replaces, maxNumbers, maxName)
		out.Document = &d
	}
	if in.Plan != nil {
		p := *in.Plan
		c.line(at+"plan.decision", &p.Decision, maxName)
		c.text(at+"plan.scope", &p.Scope, maxPhrase)
		out.Plan = &p
	}
	if in.Gazette != nil {
		g := *in.Gazette
		c.line(at+"gazette.issue", &g.Issue, maxName)
		c.lines(at+"gazette.documents", &g.Documents, maxNumbers, maxName)
		out.Gazette = &g
	}
	if in.Project != nil {
		p := *in.Project
		c.text(at+"project.objective", &p.Objective, maxPhrase)
		c.line(at+"project.field", &p.Field, maxName)
		c.line(at+"project.type", &p.Type, maxName)
		c.line(at+"project.decision", &p.Decision, maxName)
		c.line(at+"project.duration", &p.Duration, maxName)
		c.line(at+"project.funding_source", &p.FundingSource, maxName)
		c.line(at+"project.sponsor", &p.Sponsor, maxName)
		c.line(at+"project.status", &p.Status, maxName)
		out.Project = &p
	}
	if in.Consultation != nil {
		o := *in.Consultation
		c.line(at+"consultation.address", &o.Address, maxName)
		c.line(at+"consultation.email", &o.Email, maxName)
		out.Consultation = &o
	}
	if in.Contact != nil {
		p := *in.Contact
		c.line(at+"contact.full_name", &p.FullName, maxName)
		c.line(at+"contact.position", &p.Position, maxName)
		c.line(at+"contact.unit", &p.Unit, maxName)
		c.line(at+"contact.phone", &p.Phone, maxName)
		c.line(at+"contact.email", &p.Email, maxName)
		out.Contact = &p
	}
	return out
}

// reason cleans a reason and, where it is required, refuses an empty one.
func reason(s string, required bool) (string, error) {
	var c cleaner
	c.text("reason", &s, MaxReason)
	if err := c.faults.Err(); err != nil {
		return "", err
	}
	if required && s == "" {
		return "", ErrReason.New().At("reason")
	}
	return s, nil
}
