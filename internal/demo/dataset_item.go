package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
)

//go:embed datasets
var datasetTexts embed.FS

// set is one file of datasets/*.md: what was said of a dataset first, the dictionary
// of its columns, and its story. Its data files lie in datasets/files.
type set struct {
	file    string
	agency  string // code
	slug    string
	about   dataset.Description
	columns []dataset.Column // of every release, in any order; Type only where the guess is to be changed
	story   []setStep
}

// sets reads every dataset, in the order of names.
func sets(d days) ([]*set, error) {
	names, err := fs.Glob(datasetTexts, "datasets/*.md")
	if err != nil {
		return nil, err
	}
	var all []*set
	for _, name := range names {
		raw, err := datasetTexts.ReadFile(name)
		if err != nil {
			return nil, err
		}
		s, err := readSet(d, strings.TrimSuffix(strings.TrimPrefix(name, "datasets/"), ".md"), string(raw))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// readSet reads the fields, the columns behind "--- columns", the description behind
// "--- body", and the English one behind "--- en" with title and summary of its own.
func readSet(d days, file, raw string) (*set, error) {
	raw, err := d.fill(raw)
	if err != nil {
		return nil, err
	}
	head, rest, ok := strings.Cut(raw, "\n--- columns\n")
	columns, body, also := strings.Cut(rest, "\n--- body\n")
	if !ok || !also {
		return nil, fmt.Errorf("want the lines “--- columns” and “--- body”")
	}
	s := &set{file: file, slug: file}
	if err := s.fields(d, head); err != nil {
		return nil, err
	}
	for line := range strings.Lines(columns) {
		c, err := readColumn(strings.TrimSpace(line))
		if err != nil {
			return nil, err
		}
		s.columns = append(s.columns, c)
	}
	body, english, _ := strings.Cut(body, "\n--- en\n")
	s.about.Description = strings.TrimSpace(body)
	fields, text, _ := strings.Cut(english, "\n\n")
	s.about.DescriptionEn = strings.TrimSpace(text)
	for line := range strings.Lines(fields) {
		switch key, value := field(line); key {
		case "title":
			s.about.TitleEn = value
		case "summary":
			s.about.SummaryEn = value
		default:
			return nil, fmt.Errorf("unknown field %q of the translation", key)
		}
	}
	return s, nil
}

func (s *set) fields(d days, head string) error {
	telling := false
	for line := range strings.Lines(head) {
		if telling && strings.HasPrefix(line, "  ") {
			st, err := readSetStep(d, strings.TrimSpace(line))
			if err != nil {
				return fmt.Errorf("%s: %w", strings.TrimSpace(line), err)
			}
			s.story = append(s.story, st)
			continue
		}
		switch key, value := field(line); key {
		case "agency":
			s.agency = value
		case "story":
			telling = true
		default:
			if err := state(&s.about, key, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// state puts a value into the field of a description that a line names.
func state(about *dataset.Description, key, value string) (err error) {
	words := map[string]*string{
		"title": &about.Title, "summary": &about.Summary, "spatial": &about.Spatial, "spatial_code": &about.SpatialCode,
		"licence": &about.Licence, "creator": &about.Creator, "contact.unit": &about.Contact.Unit, "contact.email": &about.Contact.Email,
		"contact.phone": &about.Contact.Phone, "source": &about.Source, "source_url": &about.SourceURL, "method": &about.Method,
	}
	switch key {
	case "topics":
		about.Topics = list(value)
	case "keywords":
		about.Keywords = list(value)
	case "frequency":
		about.Frequency = dataset.Frequency(value)
	case "next_due":
		about.NextDue, err = calendar.Parse(value)
	case "period":
		from, to, _ := strings.Cut(value, " ")
		if about.PeriodFrom, err = calendar.Parse(from); err == nil {
			about.PeriodTo, err = calendar.Parse(to)
		}
	default:
		to, ok := words[key]
		if !ok {
			return fmt.Errorf("unknown field %q", key)
		}
		*to = value
	}
	return err
}

// readColumn reads "name! type | title | English title | unit | description | English
// description". The exclamation mark makes it part of the key; the type may be
// missing, as may the parts behind the title.
func readColumn(line string) (c dataset.Column, err error) {
	parts := append(strings.Split(line, "|"), make([]string, 6)...)[:6]
	if n := strings.Count(line, "|"); n < 1 || n > 5 {
		return c, fmt.Errorf("column %q: want name | title | English | unit | description | English", line)
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	name, kind, _ := strings.Cut(parts[0], " ")
	c = dataset.Column{
		Type: dataset.Type(strings.TrimSpace(kind)), Title: parts[1], TitleEn: parts[2], Unit: parts[3], Description: parts[4], DescriptionEn: parts[5],
	}
	c.Name, c.Key = strings.CutSuffix(name, "!")
	return c, nil
}
