package ckan

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// Stamp is a point in time as CKAN writes it: UTC without saying so.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000")
}

// Of is the dictionary of a dataset.
func Of(s record.Site, r record.Record) Package {
	d, about := r.Dataset, r.Dataset.Content.Description
	licence, known := s.Licence(d.Licence)
	contact := r.Contact()
	owner := OrganizationOf(r.Publisher)
	p := Package{
		Author: some(about.Creator), ID: d.ID, Open: known, LicenseID: d.Licence, LicenseTitle: licence.Vi, LicenseURL: licence.URI,
		Maintainer: contact.Unit, MaintainerEmail: some(contact.Email), Created: Stamp(d.PublishedAt), Modified: Stamp(d.UpdatedAt),
		Name: d.Slug, Notes: r.Text("vi"), Organization: &owner, OwnerOrg: owner.ID, State: "active", Title: d.Title, Type: "dataset",
		URL: s.Landing(d.DatasetItem), Version: strconv.Itoa(d.Version), Extras: extras(s, r), Groups: []Group{}, Tags: TagsOf(r.Keywords("vi")),
		Resources: Resources(s, d), AsSubject: []struct{}{}, AsObject: []struct{}{},
	}
	if p.Author == nil {
		p.Author = some(r.Publisher.Name)
	}
	for _, id := range d.Topics {
		if t, ok := dataset.ThemeOf(id); ok {
			p.Groups = append(p.Groups, GroupOf(t))
		}
	}
	p.NumResources, p.NumTags = len(p.Resources), len(p.Tags)
	return p
}

func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Resources of a dataset, the publisher's own file first.
func Resources(s record.Site, d view.Dataset) []Resource {
	all := []Resource{}
	for i, x := range s.Distributions(d) {
		r := Resource{
			Created: Stamp(d.PublishedAt), Datastore: x.Format == "csv" && !x.Original, Description: x.LabelEn, Format: FormatName(x.Format), Hash: x.SHA256,
			ID: x.ID, LastModified: Stamp(d.UpdatedAt), Modified: Stamp(d.UpdatedAt), MediaType: x.MediaType, Name: x.Label,
			Package: d.ID, Position: i, Type: "file", State: "active", URL: x.URL,
		}
		if x.Bytes > 0 {
			r.Size = &x.Bytes
		}
		all = append(all, r)
	}
	return all
}

// FormatName is a format as CKAN's lists name it.
func FormatName(format string) string {
	switch format {
	case "excel":
		return "CSV"
	case "geojson":
		return "GeoJSON"
	case "parquet":
		return "Parquet"
	}
	return strings.ToUpper(format)
}

// extras say what CKAN has no key for, under the names that ckanext-dcat and
// ckanext-spatial gave them where they did.
func extras(s record.Site, r record.Record) []Extra {
	d, about := r.Dataset, r.Dataset.Content.Description
	place, code := r.Spatial()
	frequency := ""
	if f, ok := dataset.FrequencyOf(d.Frequency); ok {
		frequency = f.URI
	}
	all := []Extra{
		{"identifier", s.URI(d.Slug)}, {"uri", s.URI(d.Slug)}, {"guid", d.ID}, {"title_en", d.TitleEn}, {"notes_en", r.Text("en")}, {"issued", record.Stamp(d.PublishedAt)},
		{"modified", record.Stamp(d.UpdatedAt)}, {"frequency", frequency}, {"temporal_start", day(d.PeriodFrom)}, {"temporal_end", day(d.PeriodTo)},
		{"spatial_text", place}, {"spatial_code", code}, {"publisher_uri", s.Agency(r.Publisher.ID)}, {"publisher_name", r.Publisher.Name},
		{"publisher_email", r.Publisher.Email}, {"contact_name", r.Contact().Unit}, {"contact_email", r.Contact().Email}, {"contact_phone", r.Contact().Phone},
		{"source", about.Source}, {"source_url", about.SourceURL}, {"method", about.Method}, {"next_due", day(about.NextDue)},
		{"quality_mqa", strconv.Itoa(d.Quality)}, {"quality_band", d.Band}, {"rows", strconv.FormatInt(d.Rows, 10)},
		{"public_state", string(d.State)}, {"content_hash", d.ContentHash}, {"change", string(d.Change)}, {"reason", d.Reason},
	}
	return slices.DeleteFunc(all, func(e Extra) bool { return e.Value == "" })
}

func day(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// tags have no ids of ours: they are made from the word.
var tags = uuid.MustParse("8d0a4f6a-0f0b-5a4c-9c53-2f6c1a3be9d4")

// TagID is the permanent id of a word.
func TagID(name string) string { return uuid.NewSHA1(tags, []byte(name)).String() }

// TagsOf are words as tags, each once.
func TagsOf(words []string) []Tag {
	all := []Tag{}
	seen := map[string]bool{}
	for _, w := range words {
		if w = TagName(w); w == "" || seen[w] {
			continue
		}
		seen[w] = true
		all = append(all, Tag{DisplayName: w, ID: TagID(w), Name: w, State: "active"})
	}
	return all
}

// TagName is a word without what separates tags.
func TagName(word string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(word, ",", " ")), " ")
}
