package record

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/projections/view"
)

// Catalogue names the catalogue as a whole.
func (s Site) Catalogue() string { return s.Base + "/catalog" }

// Agency names an agency: permanent, and answers with its description.
func (s Site) Agency(id string) string { return s.Base + "/api/v1/agencies/" + url.PathEscape(id) }

// VersionURI names one version of a dataset.
func (s Site) VersionURI(id string, number int) string {
	return s.API(id) + "/versions/" + strconv.Itoa(number)
}

// Landing is the page for people.
func (s Site) Landing(d view.DatasetItem) string {
	if s.Page != nil {
		if page := s.Page(d); page != "" {
			return page
		}
	}
	return s.URI(d.Slug)
}

// OfVersion is an address whose answer never changes: that of one version.
func OfVersion(address string, version int) string {
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	return address + mark + "version=" + strconv.Itoa(version)
}

// Licence names a licence. Where the list knows no address for it, the catalogue
// names and describes it.
func (s Site) Licence(id string) (dataset.Term, bool) {
	l, ok := dataset.LicenceOf(id)
	if ok && l.URI == "" {
		l.URI = s.Catalogue() + "#licence-" + l.ID
	}
	return l, ok
}

// Name of the publisher in a language; the Vietnamese one where there is no other.
func (p Publisher) Label(lang string) string {
	if lang == "en" && p.NameEn != "" {
		return p.NameEn
	}
	return p.Name
}

// Title of the dataset in a language; the Vietnamese one where there is no other.
func (r Record) Title(lang string) string {
	if lang == "en" && r.Dataset.TitleEn != "" {
		return r.Dataset.TitleEn
	}
	return r.Dataset.Title
}

// Text is the summary followed by the description, in a language; English is empty
// where nobody wrote it.
func (r Record) Text(lang string) string {
	d := r.Dataset.Content.Description
	summary, long := r.Dataset.Summary, d.Description
	if lang == "en" {
		summary, long = r.Dataset.SummaryEn, d.DescriptionEn
	}
	return strings.TrimSpace(summary + "\n\n" + long)
}

// TextOr is Text, or the Vietnamese one, or the title: never empty.
func (r Record) TextOr(lang string) string {
	for _, text := range []string{r.Text(lang), r.Text("vi"), r.Title(lang)} {
		if text != "" {
			return text
		}
	}
	return r.Dataset.Slug
}

// Contact is whom to ask: the unit named, completed by the publisher.
func (r Record) Contact() dataset.Contact {
	c := r.Dataset.Content.Description.Contact
	if c == (dataset.Contact{}) {
		c.Phone = r.Publisher.Phone
	}
	if c.Unit == "" {
		c.Unit = r.Publisher.Name
	}
	if c.Email == "" {
		c.Email = r.Publisher.Email
	}
	return c
}

// Keywords are those given; where there are none, the names of the topics.
func (r Record) Keywords(lang string) []string {
	if len(r.Dataset.Keywords) > 0 {
		return r.Dataset.Keywords
	}
	var names []string
	for _, id := range r.Dataset.Topics {
		if t, ok := dataset.ThemeOf(id); ok {
			names = append(names, t.Label(lang))
		}
	}
	return names
}

// Spatial is the place that the data covers, in words and by official code: that of
// the publisher where nothing else was said.
func (r Record) Spatial() (name, code string) {
	d := r.Dataset.Content.Description
	if d.Spatial == "" && d.SpatialCode == "" {
		return r.Publisher.Name, r.Publisher.Code
	}
	return d.Spatial, d.SpatialCode
}

// Interval writes a period as ISO 8601 has it; open is what stands for an end that
// nobody knows ("" or ".."). Empty without either end.
func Interval(from, to calendar.Date, open string) string {
	if from.IsZero() && to.IsZero() {
		return ""
	}
	end := func(d calendar.Date) string {
		if d.IsZero() {
			return open
		}
		return d.String()
	}
	return end(from) + "/" + end(to)
}

// Stamp is a point in time as every convention takes it: RFC 3339, UTC, seconds.
// The zero time is empty.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
