package dataset

import (
	"net/url"
	"regexp"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
)

var (
	phoneForm = regexp.MustCompile(`^\+?[0-9][0-9 ().-]{5,38}$`)
	areaForm  = regexp.MustCompile(`^[A-Za-z0-9.-]{1,32}$`)
)

// cleaner knows the fields of a content.
type cleaner struct{ *editorial.Cleaner }

func newCleaner() cleaner { return cleaner{refusals.Cleaner()} }

// Clean brings a description into the form in which it is stored and hashed (NFC,
// LF, no empty or repeated entries) and tells everything that is wrong with its
// form. It does not ask whether it is complete: a draft need not be.
func Clean(in Description) (Description, error) {
	c := newCleaner()
	out := c.description(in)
	return out, c.Faults.Err()
}

// description works on a copy, so that what was handed in stays as it was.
func (c cleaner) description(in Description) Description {
	const at = "description."
	d := in
	c.Line(at+"title", &d.Title, MaxTitle)
	c.Line(at+"title_en", &d.TitleEn, MaxTitle)
	c.Text(at+"summary", &d.Summary, MaxSummary)
	c.Text(at+"summary_en", &d.SummaryEn, MaxSummary)
	c.Text(at+"description", &d.Description, MaxDescription)
	c.Text(at+"description_en", &d.DescriptionEn, MaxDescription)
	c.Lines(at+"topics", &d.Topics, len(themes), maxName)
	d.Topics = distinct(d.Topics)
	for _, topic := range d.Topics {
		c.term(ErrTopic, at+"topics", topic, themes)
	}
	c.Lines(at+"keywords", &d.Keywords, MaxKeywords, maxKeyword)
	d.Keywords = distinct(d.Keywords)
	c.Line(at+"spatial", &d.Spatial, maxName)
	c.Line(at+"spatial_code", &d.SpatialCode, maxName)
	if d.SpatialCode != "" && !areaForm.MatchString(d.SpatialCode) {
		c.Faults.Add(ErrSpatialCode.New("code", d.SpatialCode).At(at + "spatial_code"))
	}
	c.era(at+"period_from", d.PeriodFrom)
	c.era(at+"period_to", d.PeriodTo)
	c.Order(at+"period_to", d.PeriodFrom, d.PeriodTo)
	c.term(ErrLicence, at+"licence", d.Licence, licences)
	c.term(ErrFrequency, at+"frequency", string(d.Frequency), frequencies)
	c.Date(at+"next_due", d.NextDue)
	c.Line(at+"creator", &d.Creator, maxName)
	c.Line(at+"contact.unit", &d.Contact.Unit, maxName)
	c.Line(at+"contact.email", &d.Contact.Email, maxName)
	c.Email(at+"contact.email", d.Contact.Email)
	c.Line(at+"contact.phone", &d.Contact.Phone, maxName)
	if p := d.Contact.Phone; p != "" && !phoneForm.MatchString(p) {
		c.Faults.Add(ErrPhone.New("phone", p).At(at + "contact.phone"))
	}
	c.Text(at+"source", &d.Source, maxPhrase)
	c.Line(at+"source_url", &d.SourceURL, maxPhrase)
	if u := d.SourceURL; u != "" && !webAddress(u) {
		c.Faults.Add(ErrURL.New("url", u).At(at + "source_url"))
	}
	c.Text(at+"method", &d.Method, MaxMethod)
	return d
}

// term accepts none and what is on the list.
func (c cleaner) term(code *fault.Code, path, value string, list []Term) {
	if _, ok := find(list, value); ok || value == "" {
		return
	}
	var choices []string
	for _, t := range list {
		choices = append(choices, t.ID)
	}
	c.Faults.Add(code.New("value", value, "choices", strings.Join(choices, ", ")).At(path))
}

// era is a date that data speaks of, which may lie far back.
func (c cleaner) era(path string, d calendar.Date) {
	if !d.IsZero() && (d.Year() < firstYear || d.Year() > lastYear) {
		c.Faults.Add(ErrDateImplausible.New("date", d.DMY()).At(path))
	}
}

// distinct keeps the first of entries that differ in case only.
func distinct(list []string) []string {
	seen := map[string]bool{}
	var kept []string
	for _, s := range list {
		if key := strings.ToLower(s); !seen[key] {
			seen[key] = true
			kept = append(kept, s)
		}
	}
	return kept
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}
