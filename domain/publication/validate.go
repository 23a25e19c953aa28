package publication

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

var (
	slugForm  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	hexForm   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	mediaForm = regexp.MustCompile(`^[a-z]+/[a-z0-9][a-z0-9.+-]*$`)
	emailForm = regexp.MustCompile(`^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
)

// Clean brings a content into the form in which it is stored and hashed (NFC,
// LF, no empty entries) and tells everything that is wrong with its form. It does
// not ask whether the content is complete: a draft need not be.
func Clean(k Kind, in Content) (Content, error) {
	info, ok := KindOf(k)
	if !ok {
		return in, ErrKind.New("kind", k).At("kind")
	}
	var c cleaner
	out := c.content(in)
	f := &c.faults
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
	checkDetails(f, out.Details)
	checkAttachments(f, out.Attachments)
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

func checkDetails(f *fault.List, details Details) {
	const at = "content.details."
	if d := details.Document; d != nil {
		date(f, at+"document.issued_on", d.IssuedOn)
		date(f, at+"document.effective_on", d.EffectiveOn)
		date(f, at+"document.expired_on", d.ExpiredOn)
		order(f, at+"document.effective_on", d.IssuedOn, d.EffectiveOn)
		order(f, at+"document.expired_on", later(d.IssuedOn, d.EffectiveOn), d.ExpiredOn)
	}
	if p := details.Plan; p != nil {
		date(f, at+"plan.approved_on", p.ApprovedOn)
		if !year(p.PeriodFrom) || !year(p.PeriodTo) || (p.PeriodTo != 0 && p.PeriodTo < p.PeriodFrom) {
			f.Add(ErrPeriod.New("from", p.PeriodFrom, "to", p.PeriodTo).At(at + "plan.period_from"))
		}
	}
	if g := details.Gazette; g != nil {
		date(f, at+"gazette.date", g.Date)
	}
	if p := details.Project; p != nil {
		date(f, at+"project.approved_on", p.ApprovedOn)
		choice(f, at+"project.type", p.Type, "investment", "tender", "procurement")
		choice(f, at+"project.status", p.Status, "preparing", "running", "completed")
		if p.CostVND < 0 || p.CostVND > maxWhole {
			f.Add(ErrMoney.New("value", p.CostVND).At(at + "project.cost_vnd"))
		}
	}
	if c := details.Consultation; c != nil {
		date(f, at+"consultation.closes_on", c.ClosesOn)
		email(f, at+"consultation.email", c.Email)
	}
	if p := details.Contact; p != nil {
		email(f, at+"contact.email", p.Email)
	}
}

func checkAttachments(f *fault.List, list []Attachment) {
	seen := map[string]bool{}
	for i, a := range list {
		path := fmt.Sprintf("content.attachments[%d]", i)
		if !hexForm.MatchString(a.SHA256) {
			f.Add(ErrSHA256.New().At(path + ".sha256"))
		}
		if a.Name == "" || a.Name == "." || a.Name == ".." || strings.ContainsAny(a.Name, `/\`) || seen[a.Name] {
			f.Add(ErrFileName.New("name", a.Name).At(path + ".name"))
		}
		seen[a.Name] = true
		if !mediaForm.MatchString(a.MediaType) {
			f.Add(ErrMediaType.New("type", a.MediaType).At(path + ".media_type"))
		}
		if a.Size < 1 || a.Size > maxWhole {
			f.Add(ErrFileSize.New("size", a.Size).At(path + ".size"))
		}
	}
}

// year accepts none and the years that a document of the Republic can speak of.
func year(y int) bool { return y == 0 || y >= 1945 && y <= 2100 }

func date(f *fault.List, path string, d calendar.Date) {
	if !d.IsZero() && !year(d.Year()) {
		f.Add(ErrDateImplausible.New("date", d.DMY()).At(path))
	}
}

func order(f *fault.List, path string, first, second calendar.Date) {
	if !first.IsZero() && !second.IsZero() && second.Before(first) {
		f.Add(ErrDateOrder.New("date", second.DMY(), "earlier", first.DMY()).At(path))
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

func email(f *fault.List, path, address string) {
	if address != "" && (len(address) > 254 || !emailForm.MatchString(address)) {
		f.Add(ErrEmail.New("email", address).At(path))
	}
}
