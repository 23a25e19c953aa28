package feed

import (
	"encoding/xml"
	"io"
	"time"
)

type rss struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Content string     `xml:"xmlns:content,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language,omitempty"`
	Copyright   string    `xml:"copyright,omitempty"`
	Built       string    `xml:"lastBuildDate"`
	Generator   string    `xml:"generator"`
	Self        atomLink  `xml:"atom:link"`
	Items       []rssItem `xml:"item"`
}

type rssItem struct {
	Title       string        `xml:"title"`
	Link        string        `xml:"link"`
	GUID        rssGUID       `xml:"guid"`
	PubDate     string        `xml:"pubDate"`
	Creator     string        `xml:"dc:creator,omitempty"`
	Categories  []string      `xml:"category"`
	Description string        `xml:"description,omitempty"`
	Content     string        `xml:"content:encoded,omitempty"`
	Enclosure   *rssEnclosure `xml:"enclosure"`
}

type rssGUID struct {
	Permalink bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

type rssEnclosure struct {
	URL    string `xml:"url,attr"`
	Length int64  `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}

// WriteRSS writes the feed as RSS 2.0. The description of a channel is
// mandatory there, so a feed without subtitle repeats its title.
func WriteRSS(w io.Writer, f Feed) error {
	if err := f.Validate(); err != nil {
		return err
	}
	description := f.Subtitle
	if description == "" {
		description = f.Title
	}
	out := rss{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", DC: "http://purl.org/dc/elements/1.1/",
		Content: "http://purl.org/rss/1.0/modules/content/",
		Channel: rssChannel{Title: f.Title, Link: f.Link, Description: description, Language: f.Lang, Copyright: f.Rights,
			Built: f.Updated.UTC().Format(time.RFC1123Z), Generator: "Minh Bạch",
			Self: atomLink{Rel: "self", Type: "application/rss+xml", Href: f.Self}},
	}
	for _, e := range f.Entries {
		published := e.Published
		if published.IsZero() {
			published = e.Updated
		}
		x := rssItem{Title: e.Title, Link: e.Link, GUID: rssGUID{false, e.ID}, PubDate: published.UTC().Format(time.RFC1123Z),
			Creator: e.Author, Categories: e.Categories, Description: e.Summary, Content: e.HTML}
		if x.Creator == "" {
			x.Creator = f.Author
		}
		if e.Enclosure != nil {
			x.Enclosure = &rssEnclosure{e.Enclosure.URL, e.Enclosure.Length, e.Enclosure.Type}
		}
		out.Channel.Items = append(out.Channel.Items, x)
	}
	return encode(w, out)
}
