package ckan

import (
	"slices"
	"strconv"
	"time"

	"minhbach/domain/dataset"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// Doc is a dataset as conditions see it. Its owner is that of the record.
type Doc struct {
	Item    view.DatasetItem
	Owner   record.Publisher
	tags    []string
	formats []string
}

// NewDoc prepares a dataset for many questions.
func NewDoc(item view.DatasetItem, owner record.Publisher) *Doc {
	d := &Doc{Item: item, Owner: owner}
	for _, t := range TagsOf((record.Record{Dataset: view.Dataset{DatasetItem: item}}).Keywords("vi")) {
		d.tags = append(d.tags, t.Name)
	}
	if item.Columns > 0 {
		d.formats = []string{FormatName(item.Format)}
	}
	for _, f := range []string{"CSV", "XLSX", "JSON", "NDJSON", "Parquet"} {
		if item.Columns > 0 && !slices.Contains(d.formats, f) {
			d.formats = append(d.formats, f)
		}
	}
	return d
}

// field reads the values of a field that can be asked for.
type field struct {
	text   bool // compared word by word, whatever the accents
	values func(*Doc) []string
	at     func(*Doc) time.Time
	number bool
}

func one(get func(*Doc) string) field {
	return field{values: func(d *Doc) []string { return []string{get(d)} }}
}

func texts(get func(*Doc) []string) field { return field{text: true, values: get} }

var fields = map[string]field{
	"id": one(func(d *Doc) string { return d.Item.ID }), "name": one(func(d *Doc) string { return d.Item.Slug }),
	"owner_org":    one(func(d *Doc) string { return d.Owner.ID }),
	"organization": {values: func(d *Doc) []string { return []string{d.Owner.Slug, d.Owner.ID, d.Owner.Code} }},
	"groups":       {values: func(d *Doc) []string { return d.Item.Topics }},
	"tags":         {values: func(d *Doc) []string { return d.Tags() }},
	"res_format":   {values: func(d *Doc) []string { return d.Formats() }},
	"license_id":   one(func(d *Doc) string { return d.Item.Licence }),
	"license":      texts(func(d *Doc) []string { l, _ := dataset.LicenceOf(d.Item.Licence); return []string{l.Vi, l.En} }),
	"state":        one(func(*Doc) string { return "active" }), "type": one(func(*Doc) string { return "dataset" }),
	"dataset_type": one(func(*Doc) string { return "dataset" }), "entity_type": one(func(*Doc) string { return "package" }),
	"capacity": one(func(*Doc) string { return "public" }), "private": one(func(*Doc) string { return "false" }), "isopen": one(func(*Doc) string { return "true" }),
	"version":          one(func(d *Doc) string { return strconv.Itoa(d.Item.Version) }),
	"title":            texts(func(d *Doc) []string { return []string{d.Item.Title, d.Item.TitleEn} }),
	"title_string":     one(func(d *Doc) string { return d.Item.Title }),
	"notes":            texts(func(d *Doc) []string { return []string{d.Item.Summary, d.Item.SummaryEn} }),
	"text":             texts((*Doc).text),
	"metadata_created": {at: func(d *Doc) time.Time { return d.Item.PublishedAt }}, "metadata_modified": {at: func(d *Doc) time.Time { return d.Item.UpdatedAt }},
	"extras_frequency":    one(func(d *Doc) string { return string(d.Item.Frequency) }),
	"extras_quality_band": one(func(d *Doc) string { return d.Item.Band }),
	"extras_quality_mqa":  {number: true, values: func(d *Doc) []string { return []string{strconv.Itoa(d.Item.Quality)} }},
	"extras_rows":         {number: true, values: func(d *Doc) []string { return []string{strconv.FormatInt(d.Item.Rows, 10)} }},
}

// Tags are the keywords, or the names of the topics where there are none.
func (d *Doc) Tags() []string { return d.tags }

// Formats are those of the resources, each once.
func (d *Doc) Formats() []string { return d.formats }

func (d *Doc) text() []string {
	return append([]string{d.Item.Title, d.Item.TitleEn, d.Item.Summary, d.Item.SummaryEn, d.Item.Slug, d.Owner.Name, d.Owner.NameEn}, d.Tags()...)
}

func fieldOf(name string) (field, bool) {
	if name == "" {
		name = "text"
	}
	f, ok := fields[name]
	return f, ok
}
