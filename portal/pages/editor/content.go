package editor

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minhbach/domain/publication"
	"minhbach/portal/form"
)

// write turns a content into answers, as the form shows them.
func write(c publication.Content) url.Values {
	v := url.Values{}
	for name, text := range map[string]string{
		"language": c.Language, "title": c.Title, "summary": c.Summary, "body": c.Body,
		"metadata.creator": c.Metadata.Creator, "metadata.contributor": c.Metadata.Contributor, "metadata.source": c.Metadata.Source,
		"metadata.subjects": lines(c.Metadata.Subjects), "metadata.coverage": c.Metadata.Coverage,
		"metadata.relation": c.Metadata.Relation, "metadata.rights": c.Metadata.Rights,
	} {
		if text != "" {
			v.Set(name, text)
		}
	}
	writeDetails(v, c.Details)
	for i, a := range c.Attachments {
		writeAttachment(v, i, a)
	}
	for _, tag := range slices.Sorted(maps.Keys(c.Translations)) {
		t := c.Translations[tag]
		v.Add("translations", tag)
		v.Set("translations."+tag+".title", t.Title)
		v.Set("translations."+tag+".summary", t.Summary)
		v.Set("translations."+tag+".body", t.Body)
		v.Set("translations."+tag+".of", t.Of)
	}
	return v
}

func writeAttachment(v url.Values, i int, a publication.Attachment) {
	at := fmt.Sprintf("attachments.%d.", i)
	for name, text := range map[string]string{
		"sha256": a.SHA256, "name": a.Name, "title": a.Title, "media_type": a.MediaType,
		"size": strconv.FormatInt(a.Size, 10), "order": strconv.Itoa(i + 1),
	} {
		v.Set(at+name, text)
	}
}

// read turns answers into a content. What cannot be read is told beside its field.
func read(f *form.Form, info publication.KindInfo) publication.Content {
	c := publication.Content{
		Language: f.Get("language"), Title: f.Raw("title"), Summary: f.Raw("summary"), Body: f.Raw("body"),
		Details: readDetails(f, info), Attachments: readAttachments(f),
		Metadata: publication.Metadata{
			Creator: f.Raw("metadata.creator"), Contributor: f.Raw("metadata.contributor"), Source: f.Raw("metadata.source"),
			Subjects: f.Lines("metadata.subjects"), Coverage: f.Raw("metadata.coverage"),
			Relation: f.Raw("metadata.relation"), Rights: f.Raw("metadata.rights"),
		},
	}
	readTranslations(f, info, &c)
	return c
}

// maxTags bounds what a forged form may name; the domain has its own limit.
const maxTags = 40

func readTranslations(f *form.Form, info publication.KindInfo, c *publication.Content) {
	tags := tags(f)
	var confirmed []string
	for _, tag := range tags {
		at := "translations." + tag + "."
		t := publication.Translation{Title: f.Raw(at + "title"), Summary: f.Raw(at + "summary"), Body: f.Raw(at + "body"), Of: f.Get(at + "of")}
		if f.Has(at+"drop") || strings.TrimSpace(t.Title+t.Summary+t.Body) == "" {
			continue
		}
		if c.Translations == nil {
			c.Translations = map[string]publication.Translation{}
		}
		c.Translations[tag] = t
		if f.Has(at + "confirm") {
			confirmed = append(confirmed, tag)
		}
	}
	if len(confirmed) == 0 {
		return
	}
	// Confirmed as fitting the original text of this very content.
	clean, err := publication.Clean(info.Kind, *c)
	if err != nil {
		return // the command tells
	}
	for _, tag := range confirmed {
		t := c.Translations[tag]
		t.Of = publication.TextHash(clean)
		c.Translations[tag] = t
	}
}

// tags are the languages of the form's translations: those it came with, and
// English, which every portal has room for (Điều 13).
func tags(f *form.Form) []string {
	var out []string
	for _, tag := range append(slices.Clone(f.All("translations")), "en") {
		tag = strings.TrimSpace(tag)
		if tag != "" && tag != f.Get("language") && len(out) < maxTags && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out
}

func lines(list []string) string { return strings.Join(list, "\n") }
