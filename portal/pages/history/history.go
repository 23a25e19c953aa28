// Package history is how a public item came to be what it is: its versions with
// their reasons and who approved them, any two compared word by word, the events
// behind them, and a plain statement of what a reader can check and what is not
// proved.
package history

import (
	_ "embed"
	"net/http"
	"strconv"

	sections "minhbach/domain/publication"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/publication"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed history.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("history", source)

// Page is the history of one item.
type Page struct {
	render.Base
	Item     render.Link
	Lang     string // of the item's title
	Gone     bool
	Versions []Version
	Compare  Compare
	Events   []Event
	Hashes   []Hash
	Command  string
}

// Version is one line of the timeline and one row of the form.
type Version struct {
	Number     int
	Label, URL string
	At         render.Event
	From, To   bool // chosen on the left, on the right
}

// Hash identifies the content of one version.
type Hash struct {
	Label, SHA256, API, Proof string
}

// Serve makes the handler of one section's items.
func Serve(section string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		if done, err := reading.Fresh(r); done || err != nil {
			return err
		}
		if err := reading.Locate(r); err != nil {
			return err
		}
		item, here, err := publication.Find(r, section, "/lich-su")
		if err != nil || !here {
			return err
		}
		versions, err := s.App.Queries.Versions(r.Context(), item.ID, r.AsOf)
		if err != nil {
			return err
		}
		p := base(r, item)
		p.Gone = item.State == view.Withdrawn
		p.Versions = timeline(r, item, versions)
		p.Hashes = hashes(r, item, versions)
		status := http.StatusOK
		if !p.Gone {
			if status, err = p.compare(r, item, versions); err != nil {
				return err
			}
		}
		if p.Events, err = events(r, item); err != nil {
			return err
		}
		p.Command = "curl -s " + r.Absolute("/api/v1/publications/"+item.ID+"/versions/"+strconv.Itoa(item.Version)) +
			" | jq -cjS .content | sha256sum"
		return Template.Render(s.Engine, r.W, r.Request, status, p)
	}
}

func base(r *site.Request, item view.Publication) Page {
	section, _ := sections.SectionOf(item.Section)
	address := r.Then(r.ItemPath(item.Item))
	title := i18n.T(r.Lang, "history.title")
	p := Page{
		Base: reading.Base(r, title, render.Link{Label: section.Label(string(r.Lang)), URL: r.Then(r.Link("/" + section.Slug))},
			render.Link{Label: item.Title, URL: address}, render.Link{Label: title}),
		Item: render.Link{Label: item.Title, URL: address}, Lang: reading.Foreign(r.Lang, item.Language),
	}
	p.Title = title + ": " + item.Title
	p.Description = i18n.T(r.Lang, "history.description", item.Title)
	p.Canonical = r.Absolute(r.ItemPath(item.Item) + "/lich-su")
	p.NoIndex = p.NoIndex || p.Gone || r.Asked.Query().Has("tu")
	p.Print.Agency, p.Print.Version, p.Print.Hash = reading.AgencyName(r, item.Agency), i18n.Format(r.Lang, item.Version), item.ContentHash
	p.Print.Proof = r.Absolute(reading.Proof(r, item.Event))
	return p
}

// timeline tells the versions, the newest first, and the withdrawal or archiving
// before them.
func timeline(r *site.Request, item view.Publication, versions []view.Version) []Version {
	var out []Version
	for i := len(versions) - 1; i >= 0; i-- {
		v := versions[i]
		x := Version{Number: v.Number, Label: i18n.T(r.Lang, "history.version", v.Number)}
		if item.State != view.Withdrawn {
			x.URL = r.Then(r.ItemPath(item.Item) + "/phien-ban/" + strconv.Itoa(v.Number))
		}
		x.At = render.Event{At: v.PublishedAt, Title: x.Label, URL: x.URL, Actor: approver(r, v), Text: i18n.T(r.Lang, "history.first")}
		if v.Reason != "" {
			x.At.Text = i18n.T(r.Lang, "item.reason", v.Reason)
		}
		if i == len(versions)-1 && item.State == view.Published {
			x.At.Badge = &render.Badge{Tone: render.Success, Label: i18n.T(r.Lang, "history.current")}
		}
		out = append(out, x)
	}
	if item.State != view.Published {
		badge := publication.Ended(r.Lang, item.State)
		out = append([]Version{{At: render.Event{At: item.UpdatedAt, Title: badge.Label, Text: i18n.T(r.Lang, "item.reason", item.Reason)}}}, out...)
	}
	return out
}

func approver(r *site.Request, v view.Version) string {
	if v.ApprovedBy == "" {
		return ""
	}
	who := v.ApprovedBy
	if position := publication.PositionName(r.Lang, v.Authority.Position); position != "" {
		who += ", " + position
	}
	return i18n.T(r.Lang, "history.approved", who)
}

func hashes(r *site.Request, item view.Publication, versions []view.Version) []Hash {
	var out []Hash
	for _, v := range versions {
		out = append(out, Hash{Label: i18n.T(r.Lang, "history.version", v.Number), SHA256: v.ContentHash,
			API: "/api/v1/publications/" + item.ID + "/versions/" + strconv.Itoa(v.Number), Proof: reading.Proof(r, v.Event)})
	}
	return out
}
