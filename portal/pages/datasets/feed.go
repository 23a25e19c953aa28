package datasets

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"minhbach/opendata/feed"
	"minhbach/portal/i18n"
	pages "minhbach/portal/pages/dataset"
	"minhbach/portal/reading"
	"minhbach/portal/site"
)

// newest is how many entries a feed has.
const newest = 40

// ServeFeed follows what a filter chooses, the last change first.
func ServeFeed(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	f := read(r)
	for _, name := range []string{"q", "thu-tu", "trang"} {
		if err := f.faults[name]; err != nil {
			return err
		}
	}
	q := f.query()
	q.Limit, q.Offset, q.Order = newest, 0, orders[0].order
	answer, err := s.App.Queries.Datasets.List(r.Context(), q)
	if err != nil {
		return err
	}
	lang, agency := string(r.Lang), r.Agency.Name(string(r.Lang))
	asked := strings.TrimPrefix(f.address("", 1), "?")
	out := feed.Feed{
		ID: "urn:uuid:" + r.Agency.ID + "#du-lieu-" + lang, Title: i18n.T(r.Lang, "data.title") + " – " + agency, Link: r.Absolute(f.address(r.Link(pages.Section), 1)),
		Self: r.Absolute(r.Asked.RequestURI()), Subtitle: i18n.T(r.Lang, "catalogue.description", agency), Lang: lang, Author: agency,
		Rights: i18n.T(r.Lang, "footer.reuse", agency), Updated: r.Agency.ValidFrom.Start(),
	}
	if asked != "" {
		out.ID += "?" + asked
	}
	for _, d := range answer.Items {
		title, _ := pages.Local(r.Lang, d.Title, d.TitleEn)
		summary, _ := pages.Local(r.Lang, d.Summary, d.SummaryEn)
		out.Entries = append(out.Entries, feed.Entry{ID: "urn:uuid:" + d.ID, Title: title, Link: pages.Whole(r, pages.Path(r, d)), Author: reading.AgencyName(r, d.Agency),
			Summary: summary, Categories: pages.Topics(r.Lang, d.Topics), Published: d.PublishedAt, Updated: d.UpdatedAt})
		if d.UpdatedAt.After(out.Updated) {
			out.Updated = d.UpdatedAt
		}
	}
	var body bytes.Buffer
	if err := feed.WriteAtom(&body, out); err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", feed.AtomType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	if r.Method != http.MethodHead {
		_, err = r.W.Write(body.Bytes())
	}
	return err
}
