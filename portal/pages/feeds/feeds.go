// Package feeds serves what is new as Atom and RSS: of a portal, or of one of its
// sections, each in its own language. Entries keep their ids for ever.
package feeds

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/opendata/feed"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// newest is how many entries a feed has.
const newest = 40

// Serve answers /feeds/<section or all>.<atom or rss>.
func Serve(s *site.Site, r *site.Request) error {
	name, format, _ := strings.Cut(r.PathValue("file"), ".")
	section, known := publication.SectionOf(name)
	if !known && name != "all" || format != "atom" && format != "rss" {
		return app.ErrNotFound.New()
	}
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	answer, err := s.App.Queries.Items(r.Context(), view.ItemFilter{AsOf: r.AsOf, Agencies: reading.Scope(r), Section: section.Slug, Limit: newest})
	if err != nil {
		return err
	}
	f := build(r, name, section, answer.Items)
	f.Self = r.Absolute(r.Asked.Path)
	var body bytes.Buffer
	write, kind := feed.WriteAtom, feed.AtomType
	if format == "rss" {
		write, kind = feed.WriteRSS, feed.RSSType
	}
	if err := write(&body, f); err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = r.W.Write(body.Bytes())
	return err
}

func build(r *site.Request, name string, section publication.Section, items []view.Item) feed.Feed {
	lang := string(r.Lang)
	agency := r.Agency.Name(lang)
	f := feed.Feed{
		ID: "urn:uuid:" + r.Agency.ID + "#" + name + "-" + lang, Title: agency, Link: r.Absolute(r.Home(r.Agency)),
		Subtitle: i18n.T(r.Lang, "feed.subtitle", agency), Lang: lang, Author: agency, Rights: i18n.T(r.Lang, "footer.reuse", agency),
		Updated: r.Agency.ValidFrom.Start(),
	}
	if section.Slug != "" {
		f.Title, f.Link = section.Label(lang)+" – "+agency, r.Absolute(r.Link("/"+section.Slug))
	}
	for _, it := range items {
		f.Entries = append(f.Entries, entry(r, it))
		if it.UpdatedAt.After(f.Updated) {
			f.Updated = it.UpdatedAt
		}
	}
	if f.Updated.IsZero() {
		f.Updated = time.Unix(0, 0)
	}
	return f
}

func entry(r *site.Request, it view.Item) feed.Entry {
	lang := string(r.Lang)
	section, _ := publication.SectionOf(it.Section)
	link := r.ItemPath(it)
	if !strings.Contains(link, "://") {
		link = r.Absolute(link)
	}
	return feed.Entry{
		ID: "urn:uuid:" + it.ID, Title: it.Title, Link: link, Author: reading.AgencyName(r, it.Agency), Summary: it.Summary,
		Categories: []string{section.Label(lang), it.Kind.Label(lang)}, Published: it.PublishedAt, Updated: it.UpdatedAt,
	}
}
