package editor

import (
	_ "embed"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

//go:embed conflict.html
var conflictSource string

// ConflictTemplate is the template of the page for two who saved at once.
var ConflictTemplate = render.Define[Conflict]("conflict", conflictSource)

// Conflict shows both versions, and what the writer may do.
type Conflict struct {
	render.Base
	By      string
	At      time.Time
	Theirs  []desk.Change // what was saved meanwhile
	Mine    []desk.Change // from the newest to the writer's, put on top of it
	Keep    render.Form
	Discard string
}

// conflict answers a save that would have overwritten somebody's work. Nothing was
// saved. The writer's changes are put on top of the newest version; where both
// changed the same part, the writer's text stands and the comparison shows it.
func (w writing) conflict(s *site.Site, r *site.Request, mine publication.Content) error {
	newest, err := s.App.Queries.Work(r.Context(), r.Caller, w.id)
	if err != nil {
		return err
	}
	if clean, err := publication.Clean(w.info.Kind, mine); err == nil {
		mine = clean
	}
	page := Conflict{Base: desk.Frame(r, i18n.T(r.Lang, "desk.conflict.title"),
		render.Link{Label: orUntitled(r.Lang, newest.Title), URL: r.Link("/quan-tri/muc/" + w.id)}), Discard: r.Link("/quan-tri/muc/" + w.id + "/sua")}
	merged := mine
	if base, ok := w.seen(s, r, &page); ok {
		page.Theirs = desk.Changes(r.Lang, base, newest.Content)
		merged = merge(base, newest.Content, mine)
	}
	page.Mine = desk.Changes(r.Lang, newest.Content, merged)
	keep := render.Form{Action: r.Link("/quan-tri/muc/" + w.id + "/sua"), Submit: i18n.T(r.Lang, "desk.conflict.keep"), Name: "viec", Value: "tiep-tuc"}
	v := write(merged)
	for _, name := range slices.Sorted(maps.Keys(v)) {
		for _, value := range v[name] {
			keep.Hidden = append(keep.Hidden, render.Hidden{Name: name, Value: value})
		}
	}
	page.Keep = desk.Fill(r, keep, &newest.Revision)
	return ConflictTemplate.Render(s.Engine, r.W, r.Request, http.StatusConflict, page)
}

// seen is the content at the revision that the writer began with, from the history;
// false when that cannot be told.
func (w writing) seen(s *site.Site, r *site.Request, page *Conflict) (publication.Content, bool) {
	by, err := desk.Caller(r)
	if err != nil || by.Revision == nil {
		return publication.Content{}, false
	}
	events, err := s.App.Queries.History(r.Context(), r.Caller, w.id)
	if err != nil {
		return publication.Content{}, false
	}
	p := publication.New()
	for _, e := range events {
		if e.Revision > *by.Revision {
			page.By, page.At = e.ActorName, e.Recorded
			continue
		}
		fact, ok := e.Data.(domain.Event)
		if !ok {
			return publication.Content{}, false
		}
		p.Apply(fact)
	}
	return p.Content(), p.State() != publication.StateNew
}

// merge puts what changed from base to mine on top of theirs, part by part.
func merge(base, theirs, mine publication.Content) publication.Content {
	out := theirs
	take(&out.Title, base.Title, mine.Title)
	take(&out.Summary, base.Summary, mine.Summary)
	take(&out.Body, base.Body, mine.Body)
	take(&out.Details, base.Details, mine.Details)
	take(&out.Metadata, base.Metadata, mine.Metadata)
	take(&out.Attachments, base.Attachments, mine.Attachments)
	out.Translations = maps.Clone(theirs.Translations)
	for tag, t := range mine.Translations {
		if b, had := base.Translations[tag]; had && b == t {
			continue
		}
		if out.Translations == nil {
			out.Translations = map[string]publication.Translation{}
		}
		out.Translations[tag] = t
	}
	for tag := range base.Translations {
		if _, kept := mine.Translations[tag]; !kept {
			delete(out.Translations, tag)
		}
	}
	return out
}

func take[T any](to *T, base, mine T) {
	if !reflect.DeepEqual(base, mine) {
		*to = mine
	}
}
