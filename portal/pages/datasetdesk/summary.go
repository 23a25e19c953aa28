package datasetdesk

import (
	"minhbach/domain/editorial"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Summary is what the work list says of datasets, each part with a link to it;
// empty where there is nothing to do.
func Summary(r *site.Request) ([]render.Link, error) {
	list := r.Site.App.Queries.Datasets.WorkList
	open, err := list(r.Context(), r.Caller, view.DatasetWorkFilter{})
	if err != nil {
		return nil, err
	}
	public, err := list(r.Context(), r.Caller, view.DatasetWorkFilter{States: []editorial.State{editorial.StatePublished}})
	if err != nil {
		return nil, err
	}
	waiting, due := 0, 0
	for _, it := range open {
		if it.State == editorial.StateSubmitted || it.State == editorial.StateCorrectionSubmitted {
			waiting++
		}
	}
	for _, it := range public {
		if urgent(Reminders(r, it)) {
			due++
		}
	}
	var out []render.Link
	add := func(n int, key, which string) {
		if n > 0 {
			out = append(out, render.Link{Label: i18n.T(r.Lang, key, n), URL: r.Link(Home) + which})
		}
	}
	add(len(open)-waiting, "desk.data.summary.open", "")
	add(waiting, "desk.data.summary.waiting", "?loc=cho-duyet")
	add(due, "desk.data.summary.due", "?loc=den-han")
	return out, nil
}
