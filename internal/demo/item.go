package demo

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"minhbach/domain/publication"
)

//go:embed content/*.md
var contents embed.FS

// item is one file of content: what was drafted first, and its story.
type item struct {
	file    string
	agency  string // code
	kind    publication.Kind
	content publication.Content
	attach  []attach
	story   []step
}

// attach is a file to be made out of the text of the item.
type attach struct{ name, title string }

// items reads every file of content, in the order of names.
func items(d days) ([]*item, error) {
	names, err := fs.Glob(contents, "content/*.md")
	if err != nil {
		return nil, err
	}
	var all []*item
	for _, name := range names {
		raw, err := contents.ReadFile(name)
		if err != nil {
			return nil, err
		}
		it, err := readItem(d, strings.TrimSuffix(strings.TrimPrefix(name, "content/"), ".md"), string(raw))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, it)
	}
	return all, nil
}

// readItem reads the fields up to "--- body", the text, and a translation behind
// "--- en" with title and summary of its own.
func readItem(d days, file, raw string) (*item, error) {
	raw, err := d.fill(raw)
	if err != nil {
		return nil, err
	}
	head, rest, ok := strings.Cut(raw, "\n--- body\n")
	if !ok {
		return nil, fmt.Errorf("there is no line “--- body”")
	}
	body, english, translated := strings.Cut(rest, "\n--- en\n")
	it := &item{file: file, content: publication.Content{Language: "vi", Body: body}}
	if err := it.fields(d, head); err != nil {
		return nil, err
	}
	if translated {
		fields, text, _ := strings.Cut(english, "\n\n")
		t := publication.Translation{Body: text}
		for line := range strings.Lines(fields) {
			switch key, value := field(line); key {
			case "title":
				t.Title = value
			case "summary":
				t.Summary = value
			default:
				return nil, fmt.Errorf("unknown field %q of the translation", key)
			}
		}
		it.content.Translations = map[string]publication.Translation{"en": t}
	}
	return it, nil
}

func field(line string) (key, value string) {
	key, value, _ = strings.Cut(line, ":")
	return strings.TrimSpace(key), strings.TrimSpace(value)
}

func (it *item) fields(d days, head string) error {
	details := map[string]map[string]any{}
	telling := false
	for line := range strings.Lines(head) {
		if telling && strings.HasPrefix(line, "  ") {
			s, err := readStep(d, strings.TrimSpace(line))
			if err != nil {
				return fmt.Errorf("%s: %w", strings.TrimSpace(line), err)
			}
			it.story = append(it.story, s)
			continue
		}
		c := &it.content
		switch key, value := field(line); key {
		case "agency":
			it.agency = value
		case "kind":
			it.kind = publication.Kind(value)
		case "title":
			c.Title = value
		case "summary":
			c.Summary = value
		case "creator":
			c.Metadata.Creator = value
		case "source":
			c.Metadata.Source = value
		case "coverage":
			c.Metadata.Coverage = value
		case "subjects":
			c.Metadata.Subjects = list(value)
		case "attach":
			name, title, _ := strings.Cut(value, " | ")
			it.attach = append(it.attach, attach{name, title})
		case "story":
			telling = true
		default:
			part, name, ok := strings.Cut(key, ".")
			if !ok {
				return fmt.Errorf("unknown field %q", key)
			}
			if details[part] == nil {
				details[part] = map[string]any{}
			}
			details[part][name] = detail(name, value)
		}
	}
	raw, err := json.Marshal(details)
	if err != nil {
		return err
	}
	strict := json.NewDecoder(bytes.NewReader(raw))
	strict.DisallowUnknownFields()
	return strict.Decode(&it.content.Details)
}

// detail gives a value the form that its field has in JSON.
func detail(name, value string) any {
	switch {
	case slices.Contains([]string{"replaces", "documents"}, name):
		return list(value)
	case slices.Contains([]string{"period_from", "period_to", "cost_vnd"}, name):
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return n
		}
	}
	return value
}

func list(value string) []string {
	var out []string
	for s := range strings.SplitSeq(value, ";") {
		out = append(out, strings.TrimSpace(s))
	}
	return out
}
