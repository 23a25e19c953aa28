package dataset

import (
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/publication"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// standing says what a reader must know before relying on the data.
func standing(r *site.Request, d view.Dataset) []render.Notice {
	history := []render.Link{{Label: i18n.T(r.Lang, "data.see-changes"), URL: r.Then(Path(r, d.DatasetItem) + "/lich-su")}}
	switch {
	case d.State == view.Archived:
		return []render.Notice{{Tone: render.Warning, Title: i18n.T(r.Lang, "data.archived"), Text: i18n.T(r.Lang, "item.archived.text", d.UpdatedAt, d.Reason)}}
	case d.Change == dataset.Correction && d.DataVersion == d.Version && d.Version > 1:
		return []render.Notice{{Tone: render.Warning, Title: i18n.T(r.Lang, "data.corrected", d.Version, d.UpdatedAt), Text: i18n.T(r.Lang, "item.reason", d.Reason), Links: history}}
	}
	return nil
}

// later says what has become of the dataset since the point that the page shows:
// a superseded version must not be taken for the present one.
func later(r *site.Request, d view.Dataset) []render.Notice {
	l := d.Later
	if l == nil || d.Disposal != nil {
		return nil
	}
	n := render.Notice{Tone: render.Warning, Links: []render.Link{{Label: i18n.T(r.Lang, "superseded.link"), URL: Path(r, d.DatasetItem)}}}
	switch l.State {
	case view.Withdrawn:
		n.Title = i18n.T(r.Lang, "item.later.withdrawn", l.At)
	case view.Archived:
		n.Title = i18n.T(r.Lang, "item.later.archived", l.At)
	default:
		n.Title = i18n.T(r.Lang, "data.superseded", l.Version, l.At)
	}
	if l.Reason != "" {
		n.Text = i18n.T(r.Lang, "item.reason", l.Reason)
	}
	return []render.Notice{n}
}

// tombstone says when, why and by whose decision the dataset was withdrawn.
func tombstone(r *site.Request, d view.Dataset) []render.Fact {
	if d.Disposal != nil {
		return append(publication.DisposedFacts(r.Lang, d.Disposal), render.Fact{Term: i18n.T(r.Lang, "item.agency"), Text: reading.AgencyName(r, d.Agency)})
	}
	facts := []render.Fact{{Term: i18n.T(r.Lang, "item.agency"), Text: reading.AgencyName(r, d.Agency)}, {Term: i18n.T(r.Lang, "item.withdrawn.at"), Time: d.UpdatedAt}}
	if d.Reason != "" {
		facts = append(facts, render.Fact{Term: i18n.T(r.Lang, "item.withdrawn.reason"), Text: d.Reason})
	}
	events, err := r.Site.App.Queries.Datasets.History(r.Context(), app.Caller{}, d.ID)
	if err != nil {
		return facts // the reason and the day stand without the name
	}
	for _, e := range events {
		if e.Type == dataset.TypeWithdrawn && e.ActorName != "" {
			facts = append([]render.Fact{{Term: i18n.T(r.Lang, "item.withdrawn.by"), Text: e.ActorName}}, facts...)
			break
		}
	}
	return facts
}

// Approver is who approved a version and as what.
func Approver(lang i18n.Lang, name string, a dataset.Authority) string {
	if position := publication.PositionName(lang, a.Position); position != "" && name != "" {
		return name + ", " + position
	}
	return name
}

// last is the change that brought the present version.
func last(r *site.Request, d view.Dataset) render.Event {
	e := render.Event{At: d.UpdatedAt, Title: i18n.T(r.Lang, "data.version", d.Version) + " – " + ChangeName(r.Lang, changeOf(d)), Text: d.Reason}
	if d.Version == 1 {
		e.Title, e.Text = i18n.T(r.Lang, "history.first"), ""
	}
	if d.ApprovedBy != "" {
		e.Actor = i18n.T(r.Lang, "history.approved", Approver(r.Lang, d.ApprovedBy, d.Authority))
	}
	return e
}

func changeOf(d view.Dataset) dataset.Change {
	if d.DataVersion == d.Version {
		return d.Change
	}
	return ""
}
