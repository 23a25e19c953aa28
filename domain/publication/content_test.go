package publication

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"minhbach/domain/fault"
	"minhbach/domain/fold"
)

const anyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func files(n int) []Attachment {
	var all []Attachment
	for i := range n {
		all = append(all, Attachment{SHA256: anyHash, Name: strconv.Itoa(i) + ".pdf", MediaType: "application/pdf", Size: 1})
	}
	return all
}

func TestCleanRefusesAtTheField(t *testing.T) {
	file := func(change func(*Attachment)) func(*Content) {
		return func(c *Content) {
			c.Attachments = files(1)
			change(&c.Attachments[0])
		}
	}
	for name, c := range map[string]struct {
		kind   Kind
		change func(*Content)
		code   *fault.Code
		path   string
	}{
		"long title":         {News, func(c *Content) { c.Title = strings.Repeat("ễ", MaxTitle+1) }, ErrTooLong, "content.title"},
		"long summary":       {News, func(c *Content) { c.Summary = strings.Repeat("a", MaxSummary+1) }, ErrTooLong, "content.summary"},
		"long body":          {News, func(c *Content) { c.Body = strings.Repeat("a", MaxBody+1) }, ErrTooLong, "content.body"},
		"title of two lines": {News, func(c *Content) { c.Title = "a\nb" }, fold.ErrLineBreak, "content.title"},
		"control character":  {News, func(c *Content) { c.Body = "a\x00b" }, fold.ErrControl, "content.body"},
		"no UTF-8":           {News, func(c *Content) { c.Summary = "\xff" }, fold.ErrInvalidUTF8, "content.summary"},
		"subject":            {News, func(c *Content) { c.Metadata.Subjects = []string{"x", "\xff"} }, fold.ErrInvalidUTF8, "content.metadata.subjects[1]"},
		"many subjects":      {News, func(c *Content) { c.Metadata.Subjects = make([]string, 51) }, ErrTooMany, "content.metadata.subjects"},
		"language":           {News, func(c *Content) { c.Language = "VI" }, ErrLanguage, "content.language"},
		"translation tag":    {News, func(c *Content) { c.Translations = map[string]Translation{"xx-yy": {}} }, ErrLanguage, "content.translations.xx-yy"},
		"translation to vi":  {News, func(c *Content) { c.Translations = map[string]Translation{"vi": {}} }, ErrTranslationOfItself, "content.translations.vi"},
		"hash":               {News, file(func(a *Attachment) { a.SHA256 = strings.ToUpper(anyHash) }), ErrSHA256, "content.attachments[0].sha256"},
		"name with a path":   {News, file(func(a *Attachment) { a.Name = "../x.pdf" }), ErrFileName, "content.attachments[0].name"},
		"name for Windows":   {News, file(func(a *Attachment) { a.Name = `a\x.pdf` }), ErrFileName, "content.attachments[0].name"},
		"no name":            {News, file(func(a *Attachment) { a.Name = " " }), ErrFileName, "content.attachments[0].name"},
		"dots":               {News, file(func(a *Attachment) { a.Name = ".." }), ErrFileName, "content.attachments[0].name"},
		"media type":         {News, file(func(a *Attachment) { a.MediaType = "pdf" }), ErrMediaType, "content.attachments[0].media_type"},
		"size":               {News, file(func(a *Attachment) { a.Size = 0 }), ErrFileSize, "content.attachments[0].size"},
		"two of one name":    {News, func(c *Content) { c.Attachments = append(files(1), files(1)...) }, ErrFileName, "content.attachments[1].name"},
		"many files":         {News, func(c *Content) { c.Attachments = files(MaxAttachments + 1) }, ErrTooMany, "content.attachments"},
		"a plan in the news": {News, func(c *Content) { c.Details.Plan = &Plan{} }, ErrDetails, "content.details.plan"},
		"year": {LegalDocument, func(c *Content) { c.Details.Document = &Document{IssuedOn: day("1026-03-02")} },
			ErrDateImplausible, "content.details.document.issued_on"},
		"in force before issue": {LegalDocument, func(c *Content) {
			c.Details.Document = &Document{IssuedOn: day("2026-03-02"), EffectiveOn: day("2026-03-01")}
		}, ErrDateOrder, "content.details.document.effective_on"},
		"expired before in force": {LegalDocument, func(c *Content) {
			c.Details.Document = &Document{IssuedOn: day("2026-03-02"), EffectiveOn: day("2026-03-10"), ExpiredOn: day("2026-03-09")}
		}, ErrDateOrder, "content.details.document.expired_on"},
		"period":         {PlanOrStrategy, func(c *Content) { c.Details.Plan = &Plan{PeriodFrom: 2030, PeriodTo: 2021} }, ErrPeriod, "content.details.plan.period_from"},
		"status":         {ProjectRecord, func(c *Content) { c.Details.Project = &Project{Status: "xong"} }, ErrChoice, "content.details.project.status"},
		"type":           {Tender, func(c *Content) { c.Details.Project = &Project{Type: "gift"} }, ErrChoice, "content.details.project.type"},
		"negative money": {ProjectRecord, func(c *Content) { c.Details.Project = &Project{CostVND: -1} }, ErrMoney, "content.details.project.cost_vnd"},
		"gazette date":   {GazetteIssue, func(c *Content) { c.Details.Gazette = &Gazette{Date: day("9999-01-01")} }, ErrDateImplausible, "content.details.gazette.date"},
		"e-mail": {OfficialContact, func(c *Content) { c.Details.Contact = &Person{Email: "a@b"} },
			ErrEmail, "content.details.contact.email"},
		"e-mail with a header": {PublicConsultation, func(c *Content) { c.Details.Consultation = &Consultation{Email: "a@b.vn,c@d.vn"} },
			ErrEmail, "content.details.consultation.email"},
	} {
		t.Run(name, func(t *testing.T) {
			content := story()
			c.change(&content)
			_, err := Clean(c.kind, content)
			f := fault.Of(err)
			if f == nil || !errors.Is(err, c.code) || f.Path != c.path {
				t.Errorf("got %v, want %s at %s", err, c.code.Name, c.path)
			}
		})
	}
}

func TestCleanAcceptsWhatIsAtTheLimit(t *testing.T) {
	c := story()
	c.Title = strings.Repeat("e\u0302\u0303", MaxTitle) // ễ, decomposed
	c.Summary = strings.Repeat("ế", MaxSummary)
	c.Body = strings.Repeat("ế", MaxBody)
	c.Attachments = files(MaxAttachments)
	c.Translations = map[string]Translation{"en": {}, "km": {}, "zh": {}, "zh-Hant": {}, "fr": {}}
	out, err := Clean(News, c)
	if err != nil {
		t.Fatal(err)
	}
	if out.Title != strings.Repeat("ễ", MaxTitle) {
		t.Error("the title is not in NFC")
	}
}

func TestCleanLeavesItsInputAlone(t *testing.T) {
	c := full()
	c.Details.Document.Signer = " A "
	c.Metadata.Subjects = []string{" a ", ""}
	if _, err := Clean(LegalDocument, c); err != nil {
		t.Fatal(err)
	}
	if c.Details.Document.Signer != " A " || c.Metadata.Subjects[0] != " a " {
		t.Error("the caller's content was written into")
	}
}

func TestSubmitTellsEverythingThatIsMissing(t *testing.T) {
	submit := func(t *testing.T, kind Kind, c Content) error {
		t.Helper()
		_, err := given(t).happens(draftOf(kind, c)).now().Submit(Submit{Deed: by(lan)})
		return err
	}
	for _, code := range []*fault.Code{ErrTitleMissing, ErrCreatorMissing, ErrDescriptionMissing, ErrTextMissing} {
		if err := submit(t, News, Content{}); !errors.Is(err, code) {
			t.Errorf("an empty item lacks %s, but: %v", code.Name, err)
		}
	}
	bare := Fold(append(given(t).history, Drafted{Kind: News}, TextWritten{Title: "a", Summary: "b", Body: "c", Author: Author{Account: "lan"}}))
	for _, code := range []*fault.Code{ErrPublisherMissing, ErrIdentifierMissing} {
		if _, err := bare.Submit(Submit{Deed: by(lan)}); !errors.Is(err, code) {
			t.Errorf("an item without agency and slug lacks %s, but: %v", code.Name, err)
		}
	}
	for kind, want := range map[Kind][]string{
		LegalDocument:          {"document.number", "document.form", "document.issuer", "document.issued_on", "document.signer", "document.abstract"},
		AdministrativeDocument: {"document.number", "document.form", "document.issuer", "document.issued_on", "document.signer", "document.abstract"},
		Dissemination:          {"document.number", "document.issued_on"},
		PlanOrStrategy:         {"plan.decision", "plan.approved_on"},
		GazetteIssue:           {"gazette.issue", "gazette.date"},
		ProjectRecord:          {"project.objective", "project.approved_on", "project.status"},
		Tender:                 {"project.objective", "project.approved_on", "project.status"},
		PublicConsultation:     {"consultation.closes_on", "consultation.address", "consultation.email"},
		OfficialContact:        {"contact.full_name", "contact.position", "contact.email"},
	} {
		c := story()
		c.Details = Details{}
		info, _ := KindOf(kind)
		if err := submit(t, kind, c); info.Optional != (err == nil) || err != nil && !errors.Is(err, ErrDetailsMissing) {
			t.Errorf("%s without details: %v", kind, err)
		}
		c.Details = emptyPart(info.Part)
		f := fault.Of(submit(t, kind, c))
		if f == nil || len(f.Fields) != len(want) {
			t.Errorf("%s with empty details: %v", kind, f)
			continue
		}
		for i, path := range want {
			if f.Fields[i].Path != "content.details."+path || f.Fields[i].Code != detailMissing[path] {
				t.Errorf("%s: fault %d is %v, want %s", kind, i, f.Fields[i], path)
			}
		}
	}
}

func emptyPart(p Part) Details {
	switch p {
	case PartDocument:
		return Details{Document: &Document{}}
	case PartPlan:
		return Details{Plan: &Plan{}}
	case PartGazette:
		return Details{Gazette: &Gazette{}}
	case PartProject:
		return Details{Project: &Project{}}
	case PartConsultation:
		return Details{Consultation: &Consultation{}}
	}
	return Details{Contact: &Person{}}
}

func TestSubmitRefusesWhatLiesAheadOrIsOver(t *testing.T) {
	given(t).happens(draftOf(LegalDocument, lawText("2026-03-03"))).when(Submit{Deed: by(lan)}).refused(ErrDateAhead)
	given(t).happens(draftOf(LegalDocument, lawText("2026-03-02")), Submit{Deed: by(lan)})

	c := story()
	c.Details.Consultation = &Consultation{ClosesOn: day("2026-03-01"), Address: "Số 1", Email: "gopy@soctrang.gov.vn"}
	given(t).happens(draftOf(PublicConsultation, c)).when(Submit{Deed: by(lan)}).refused(ErrClosed)

	c = story()
	c.Translations = map[string]Translation{"en": {Body: "Welcome"}}
	given(t).happens(draftOf(News, c)).when(Submit{Deed: by(lan)}).refused(ErrTranslationTitle)
}

func TestAFileMayStandForTheText(t *testing.T) {
	c := story()
	c.Body, c.Attachments = "", files(1)
	given(t).happens(draftOf(News, c), Submit{Deed: by(lan)})
}
