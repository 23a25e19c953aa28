package datasetedit

import (
	"net/url"
	"strings"

	set "minhbach/domain/dataset"
	"minhbach/portal/form"
)

// texts are the answers of one line or text, by the path that faults name too.
func texts(d *set.Description) map[string]*string {
	return map[string]*string{
		"title": &d.Title, "title_en": &d.TitleEn, "summary": &d.Summary, "summary_en": &d.SummaryEn,
		"description": &d.Description, "description_en": &d.DescriptionEn, "spatial": &d.Spatial, "spatial_code": &d.SpatialCode,
		"licence": &d.Licence, "frequency": (*string)(&d.Frequency), "creator": &d.Creator, "contact.unit": &d.Contact.Unit,
		"contact.email": &d.Contact.Email, "contact.phone": &d.Contact.Phone, "source": &d.Source, "source_url": &d.SourceURL, "method": &d.Method,
	}
}

const at = "description."

// write turns a description into answers, as the form shows them.
func write(d set.Description) url.Values {
	v := url.Values{}
	for name, text := range texts(&d) {
		if *text != "" {
			v.Set(at+name, *text)
		}
	}
	if len(d.Topics) > 0 {
		v[at+"topics"] = d.Topics
	}
	if len(d.Keywords) > 0 {
		v.Set(at+"keywords", strings.Join(d.Keywords, "\n"))
	}
	for name, day := range map[string]string{"period_from": form.Text(d.PeriodFrom), "period_to": form.Text(d.PeriodTo), "next_due": form.Text(d.NextDue)} {
		if day != "" {
			v.Set(at+name, day)
		}
	}
	return v
}

// read turns answers into a description. What cannot be read is told beside its field.
func read(f *form.Form) set.Description {
	var d set.Description
	for name, text := range texts(&d) {
		*text = f.Raw(at + name)
	}
	d.Licence, d.Frequency = f.Get(at+"licence"), set.Frequency(f.Get(at+"frequency"))
	d.Topics, d.Keywords = f.All(at+"topics"), f.Lines(at+"keywords")
	d.PeriodFrom, d.PeriodTo, d.NextDue = f.Date(at+"period_from"), f.Date(at+"period_to"), f.Date(at+"next_due")
	return d
}

// writeColumns turns a dictionary into answers.
func writeColumns(columns []set.Column) url.Values {
	v := url.Values{}
	for _, c := range columns {
		v.Add("columns", c.Name)
		for name, text := range columnTexts(&c) {
			if *text != "" {
				v.Set("columns."+c.Name+"."+name, *text)
			}
		}
		if c.Key {
			v.Set("columns."+c.Name+".key", "1")
		}
	}
	return v
}

func columnTexts(c *set.Column) map[string]*string {
	return map[string]*string{"title": &c.Title, "title_en": &c.TitleEn, "unit": &c.Unit, "description": &c.Description, "description_en": &c.DescriptionEn}
}

// readColumns reads what is said of the columns that the form was made for; the
// command refuses it when those are no longer the columns in hand.
func readColumns(f *form.Form) []set.Column {
	out := []set.Column{}
	for _, name := range f.All("columns") {
		if len(out) == set.MaxColumns {
			break
		}
		c := set.Column{Name: name, Key: f.Has("columns." + name + ".key")}
		for field, text := range columnTexts(&c) {
			*text = f.Raw("columns." + name + "." + field)
		}
		out = append(out, c)
	}
	return out
}
