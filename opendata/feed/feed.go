// Package feed writes news as Atom (RFC 4287) and RSS 2.0.
//
// Promises: both formats carry the same entries with the same identifiers; an
// entry's identifier and dates come from the caller and never from an address
// or a clock, so that moving a page or rebuilding a site makes no reader see
// old news as new; what a format requires and the caller left out is an error,
// not an invalid feed.
package feed

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Content types of the two formats.
const (
	AtomType = "application/atom+xml; charset=utf-8"
	RSSType  = "application/rss+xml; charset=utf-8"
)

// Feed is a list of entries, newest first.
type Feed struct {
	ID       string // permanent, as a tag: or urn: or http address
	Title    string
	Subtitle string
	Link     string // the page that this feed follows
	Self     string // the feed's own address
	Lang     string
	Author   string // the agency
	Rights   string
	Updated  time.Time
	Entries  []Entry
}

// Entry is one item. HTML must already be safe; the caller renders it.
type Entry struct {
	ID         string
	Title      string
	Link       string
	Author     string
	Summary    string // plain text
	HTML       string
	Categories []string
	Published  time.Time
	Updated    time.Time
	Enclosure  *Enclosure
}

// Enclosure is a file that belongs to an entry.
type Enclosure struct {
	URL    string
	Type   string
	Length int64
}

// Validate reports everything that RFC 4287 or RSS 2.0 requires and is missing.
func (f Feed) Validate() error {
	var faults []error
	need := func(ok bool, what string) {
		if !ok {
			faults = append(faults, errors.New("feed: "+what))
		}
	}
	need(iri(f.ID), "the feed needs an ID that is an absolute IRI")
	need(strings.TrimSpace(f.Title) != "", "the feed needs a title")
	need(iri(f.Link) && iri(f.Self), "the feed needs absolute addresses of its page and of itself")
	need(!f.Updated.IsZero(), "the feed needs the time of its last change")
	need(strings.TrimSpace(f.Author) != "", "the feed needs an author: the agency")
	seen := map[string]bool{}
	for n, e := range f.Entries {
		need(iri(e.ID), fmt.Sprintf("entry %d needs an ID that is an absolute IRI", n))
		need(!seen[e.ID], fmt.Sprintf("entry %d repeats the ID %s", n, e.ID))
		need(strings.TrimSpace(e.Title) != "", fmt.Sprintf("entry %d needs a title", n))
		need(iri(e.Link), fmt.Sprintf("entry %d needs an absolute address", n))
		need(!e.Updated.IsZero(), fmt.Sprintf("entry %d needs the time of its last change", n))
		seen[e.ID] = true
	}
	return errors.Join(faults...)
}

func iri(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "")
}
