package feed

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

type atomFeed struct {
	XMLName   xml.Name    `xml:"feed"`
	Xmlns     string      `xml:"xmlns,attr"`
	Lang      string      `xml:"xml:lang,attr,omitempty"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	Updated   string      `xml:"updated"`
	Author    atomAuthor  `xml:"author"`
	Links     []atomLink  `xml:"link"`
	Rights    string      `xml:"rights,omitempty"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel    string `xml:"rel,attr"`
	Type   string `xml:"type,attr,omitempty"`
	Href   string `xml:"href,attr"`
	Length int64  `xml:"length,attr,omitempty"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Links      []atomLink     `xml:"link"`
	Published  string         `xml:"published,omitempty"`
	Updated    string         `xml:"updated"`
	Author     *atomAuthor    `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    *atomContent   `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

// WriteAtom writes the feed as Atom.
func WriteAtom(w io.Writer, f Feed) error {
	if err := f.Validate(); err != nil {
		return err
	}
	out := atomFeed{
		Xmlns: "http://www.w3.org/2005/Atom", Lang: f.Lang, ID: f.ID, Title: f.Title, Subtitle: f.Subtitle,
		Updated: stamp(f.Updated), Author: atomAuthor{f.Author}, Rights: f.Rights, Generator: "Minh Bạch",
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: f.Self}, {Rel: "alternate", Type: "text/html", Href: f.Link}},
	}
	for _, e := range f.Entries {
		x := atomEntry{ID: e.ID, Title: e.Title, Published: stamp(e.Published), Updated: stamp(e.Updated), Summary: e.Summary,
			Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: e.Link}}}
		if e.Author != "" {
			x.Author = &atomAuthor{e.Author}
		}
		if e.Enclosure != nil {
			x.Links = append(x.Links, atomLink{"enclosure", e.Enclosure.Type, e.Enclosure.URL, e.Enclosure.Length})
		}
		for _, c := range e.Categories {
			x.Categories = append(x.Categories, atomCategory{c})
		}
		if e.HTML != "" {
			x.Content = &atomContent{"html", e.HTML}
		}
		out.Entries = append(out.Entries, x)
	}
	return encode(w, out)
}

func encode(w io.Writer, v any) error {
	out, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	_, err = w.Write(append([]byte(xml.Header), append(out, '\n')...))
	return err
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}
