package ckan

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/dataset"
	"minhbach/domain/fold"
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

// Check refuses fields and bounds that nothing can be compared with, before any
// dataset is looked at.
func Check(c Condition, now time.Time) error {
	switch c := c.(type) {
	case All:
		return check(c, now)
	case Any:
		return check(c, now)
	case Not:
		return Check(c.Condition, now)
	case Term:
		f, ok := fieldOf(c.Field)
		if !ok {
			return unknown(c.Field)
		}
		if _, ok := Instant(c.Value, now); f.at != nil && c.Value != "*" && !ok {
			return BadQuery("Invalid Date String '" + c.Value + "'")
		}
	case Range:
		f, ok := fieldOf(c.Field)
		if !ok {
			return unknown(c.Field)
		}
		for _, bound := range []string{c.From, c.To} {
			if bound == "*" {
				continue
			}
			if _, ok := Instant(bound, now); f.at != nil && !ok {
				return BadQuery("Invalid Date String '" + bound + "'")
			}
			if _, err := strconv.ParseFloat(bound, 64); f.number && err != nil {
				return BadQuery("Invalid Number '" + bound + "'")
			}
		}
	}
	return nil
}

func check(all []Condition, now time.Time) error {
	for _, c := range all {
		if err := Check(c, now); err != nil {
			return err
		}
	}
	return nil
}

func unknown(name string) error {
	return BadSearch("undefined field " + name + "; the fields are organization, owner_org, groups, tags, res_format, license_id, id, name, title, notes, text, metadata_created, metadata_modified, state, type")
}

func fieldOf(name string) (field, bool) {
	if name == "" {
		name = "text"
	}
	f, ok := fields[name]
	return f, ok
}

// Match tells whether a dataset meets a condition that Check passed.
func Match(c Condition, d *Doc, now time.Time) bool {
	switch c := c.(type) {
	case All:
		for _, x := range c {
			if !Match(x, d, now) {
				return false
			}
		}
		return true
	case Any:
		return slices.ContainsFunc(c, func(x Condition) bool { return Match(x, d, now) })
	case Not:
		return !Match(c.Condition, d, now)
	case Term:
		f, _ := fieldOf(c.Field)
		return f.is(c, d, now)
	case Range:
		f, _ := fieldOf(c.Field)
		return f.within(c, d, now)
	}
	return false
}

func (f field) is(t Term, d *Doc, now time.Time) bool {
	if f.at != nil {
		when, _ := Instant(t.Value, now)
		return t.Value == "*" || f.at(d).Truncate(time.Second).Equal(when.Truncate(time.Second))
	}
	return slices.ContainsFunc(f.values(d), func(v string) bool {
		switch {
		case v == "":
			return false
		case t.Value == "*" && !t.Phrase:
			return true
		case f.text:
			return holds(v, t)
		case !t.Phrase && strings.ContainsAny(t.Value, "*?"):
			return like(strings.ToLower(t.Value), strings.ToLower(v))
		}
		return strings.EqualFold(v, t.Value)
	})
}

// holds looks for a word, or for a phrase as a whole, in a text.
func holds(text string, t Term) bool {
	all, wanted := fold.String(text), fold.String(t.Value)
	if t.Phrase || !strings.ContainsAny(wanted, "*?") {
		return strings.Contains(all, wanted)
	}
	return slices.ContainsFunc(strings.Fields(all), func(w string) bool { return like(wanted, w) })
}

// like compares with a pattern in which * is any text and ? any character.
func like(pattern, s string) bool {
	p, v := []rune(pattern), []rune(s)
	i, j, star, mark := 0, 0, -1, 0
	for j < len(v) {
		switch {
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == v[j]):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

func (f field) within(r Range, d *Doc, now time.Time) bool {
	if f.at != nil {
		at := f.at(d)
		return bounded(r, func(bound string) int { t, _ := Instant(bound, now); return at.Compare(t) })
	}
	return slices.ContainsFunc(f.values(d), func(v string) bool {
		return bounded(r, func(bound string) int {
			if f.number {
				a, _ := strconv.ParseFloat(v, 64)
				b, _ := strconv.ParseFloat(bound, 64)
				return cmp.Compare(a, b)
			}
			return strings.Compare(strings.ToLower(v), strings.ToLower(bound))
		})
	})
}

func bounded(r Range, compare func(bound string) int) bool {
	if r.From != "*" {
		if c := compare(r.From); c < 0 || c == 0 && r.AboveFrom {
			return false
		}
	}
	if r.To != "*" {
		if c := compare(r.To); c > 0 || c == 0 && r.BelowTo {
			return false
		}
	}
	return true
}
