package publication

import (
	"time"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

type item = view.Publication

var zero time.Time

// standing says what a reader must know before relying on the text.
func standing(r *site.Request, item item) []render.Notice {
	var out []render.Notice
	if item.State == view.Archived {
		out = append(out, render.Notice{Tone: render.Warning, Title: i18n.T(r.Lang, "item.archived.title"), Text: i18n.T(r.Lang, "item.archived.text", item.UpdatedAt, item.Reason)})
	} else if item.Version > 1 && item.Reason != "" {
		out = append(out, render.Notice{Tone: render.Info, Title: i18n.T(r.Lang, "item.corrected.title", item.Version, item.UpdatedAt),
			Text:  i18n.T(r.Lang, "item.reason", item.Reason),
			Links: []render.Link{{Label: i18n.T(r.Lang, "item.corrected.link"), URL: r.Then(r.ItemPath(item.Item) + "/lich-su")}}})
	}
	if d := item.Content.Details.Document; d != nil && !d.ExpiredOn.IsZero() && !d.ExpiredOn.After(reading.Day(r)) {
		out = append(out, render.Notice{Tone: render.Warning, Title: i18n.T(r.Lang, "item.expired", d.ExpiredOn.DMY())})
	}
	return out
}

// later says what has become of the item since the point that the page shows.
func later(r *site.Request, item item) []render.Notice {
	l := item.Later
	if l == nil || item.Disposal != nil {
		return nil
	}
	n := render.Notice{Tone: render.Warning, Text: "", Links: []render.Link{{Label: i18n.T(r.Lang, "asof.current"), URL: r.ItemPath(item.Item)}}}
	switch l.State {
	case view.Withdrawn:
		n.Title = i18n.T(r.Lang, "item.later.withdrawn", l.At)
	case view.Archived:
		n.Title = i18n.T(r.Lang, "item.later.archived", l.At)
	default:
		n.Title = i18n.T(r.Lang, "item.later.corrected", l.Version, l.At)
	}
	if l.Reason != "" {
		n.Text = i18n.T(r.Lang, "item.reason", l.Reason)
	}
	return []render.Notice{n}
}

// tombstone says when, why and by whose decision the item was withdrawn.
func tombstone(r *site.Request, p *Page, item item) error {
	p.NoIndex, p.Print.Hash = true, ""
	if d := item.Disposal; d != nil {
		p.Notices = append([]render.Notice{Disposed(r.Lang, d)}, p.Notices...)
		p.Responsible = append(DisposedFacts(r.Lang, d), render.Fact{Term: i18n.T(r.Lang, "item.agency"), Text: reading.AgencyName(r, item.Agency)})
		return nil
	}
	p.Notices = append(p.Notices, render.Tombstone(r.Lang, item.UpdatedAt, item.Reason))
	events, err := r.Site.App.Queries.History(r.Context(), app.Caller{}, item.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		w, ok := e.Data.(publication.Withdrawn)
		if !ok {
			continue
		}
		decided := e.ActorName
		if position := PositionName(r.Lang, w.Authority.Position); position != "" {
			decided = join(position, e.ActorName)
		}
		p.Responsible = []render.Fact{
			{Term: i18n.T(r.Lang, "item.withdrawn.by"), Text: decided},
			{Term: i18n.T(r.Lang, "item.agency"), Text: reading.AgencyName(r, item.Agency)},
			{Term: i18n.T(r.Lang, "item.withdrawn.at"), Time: e.Recorded},
			{Term: i18n.T(r.Lang, "item.withdrawn.reason"), Text: w.Reason},
		}
	}
	return nil
}

// Disposed says that the content is gone by an approved list, and what stays.
func Disposed(lang i18n.Lang, d *publication.Disposal) render.Notice {
	return render.Notice{Tone: render.Warning, Title: i18n.T(lang, "disposed.title"), Text: i18n.T(lang, "disposed.text", d.Decision, d.On.DMY())}
}

// DisposedFacts name the decision and the article behind it.
func DisposedFacts(lang i18n.Lang, d *publication.Disposal) []render.Fact {
	cite := d.LegalVi
	if lang == i18n.EN {
		cite = d.LegalEn
	}
	return []render.Fact{{Term: i18n.T(lang, "disposed.decision"), Text: d.Decision + ", " + d.On.DMY()}, {Term: i18n.T(lang, "disposed.basis"), Text: cite}}
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " – " + b
}

// PositionName names a seat on the board.
func PositionName(lang i18n.Lang, position string) string {
	key := "item.position." + position
	if position == "" || !i18n.Has(key) {
		return position
	}
	return i18n.T(lang, key)
}

// Ended is the badge of an item that is no longer kept up.
func Ended(lang i18n.Lang, s view.PublicState) render.Badge {
	if s == view.Withdrawn {
		return render.Badge{Tone: render.Warning, Label: i18n.T(lang, "item.state.withdrawn")}
	}
	return render.Badge{Tone: render.Neutral, Label: i18n.T(lang, "item.state.archived")}
}
