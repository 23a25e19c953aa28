// Package sitemap writes sitemaps (sitemaps.org protocol 0.9) with the language
// alternates that search engines read from xhtml:link.
//
// Promises: no file has more than 50,000 addresses or 50 MB, as the protocol
// demands; the output is the same for the same input; an address that is not
// absolute is refused, because crawlers would drop the whole file.
package sitemap

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"time"
)

// Limits of the protocol.
const (
	MaxURLs  = 50_000
	MaxBytes = 50 * 1024 * 1024
)

// URL is one page. Alternates lists its languages, itself included.
type URL struct {
	Loc        string
	LastMod    time.Time
	Alternates []Alternate
}

// Alternate is the same page in a language ("vi", "en", "x-default").
type Alternate struct {
	Lang string
	Href string
}

// Files is how many sitemap files n addresses need.
func Files(n int) int { return (n + MaxURLs - 1) / MaxURLs }

type urlset struct {
	XMLName xml.Name `xml:"urlset"`
	Xmlns   string   `xml:"xmlns,attr"`
	XHTML   string   `xml:"xmlns:xhtml,attr"`
	URLs    []xmlURL `xml:"url"`
}

type xmlURL struct {
	Loc     string    `xml:"loc"`
	LastMod string    `xml:"lastmod,omitempty"`
	Links   []xmlLink `xml:"xhtml:link"`
}

type xmlLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// Write writes one sitemap file.
func Write(w io.Writer, urls []URL) error {
	if len(urls) > MaxURLs {
		return fmt.Errorf("sitemap: %d addresses, the protocol allows %d in one file: split them into %d files and write an index", len(urls), MaxURLs, Files(len(urls)))
	}
	set := urlset{Xmlns: namespace, XHTML: "http://www.w3.org/1999/xhtml", URLs: make([]xmlURL, 0, len(urls))}
	for _, u := range urls {
		loc, err := absolute(u.Loc)
		if err != nil {
			return err
		}
		x := xmlURL{Loc: loc, LastMod: stamp(u.LastMod)}
		for _, a := range u.Alternates {
			href, err := absolute(a.Href)
			if err != nil {
				return err
			}
			x.Links = append(x.Links, xmlLink{"alternate", a.Lang, href})
		}
		set.URLs = append(set.URLs, x)
	}
	return write(w, set)
}

// write encodes into a buffer first: a file that is too large is refused whole.
func write(w io.Writer, v any) error {
	var buf bytes.Buffer
	buf.WriteString(xml.Header)
	enc := xml.NewEncoder(&buf)
	enc.Indent("", " ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("sitemap: %w", err)
	}
	buf.WriteByte('\n')
	if buf.Len() > MaxBytes {
		return fmt.Errorf("sitemap: the file has %d bytes, the protocol allows %d: put fewer addresses into one file", buf.Len(), MaxBytes)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// absolute gives the address with every letter outside ASCII percent-encoded,
// as the protocol asks.
func absolute(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", fmt.Errorf("sitemap: %q is not an absolute address: give scheme and host", address)
	}
	return u.String(), nil
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}
