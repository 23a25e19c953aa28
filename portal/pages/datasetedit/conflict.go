package datasetedit

import (
	"maps"
	"net/http"
	"reflect"
	"slices"

	"minhbach/domain"
	set "minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/pages/editor"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// conflict answers a save that would have overwritten somebody's work, on the page
// that publications have for it. Nothing was saved. The writer's changes are put on
// top of the newest version; where both changed the same part, the writer's stands.
func conflict(s *site.Site, r *site.Request, newest view.DatasetWork, mine set.Content, part string) error {
	to := r.Link(datasetdesk.Path(newest.ID))
	page := editor.Conflict{Base: datasetdesk.Below(r, newest, i18n.T(r.Lang, "desk.data.conflict")), Discard: to + part}
	if d, err := set.Clean(mine.Description); err == nil {
		mine.Description = d
	}
	merged := mine
	if base, ok := seen(s, r, newest.ID, &page); ok {
		page.Theirs = datasetdesk.Changes(r.Lang, base, newest.Content)
		merged = merge(base, newest.Content, mine)
	}
	page.Mine = datasetdesk.Changes(r.Lang, newest.Content, merged)
	keep := render.Form{Action: to + part, Submit: i18n.T(r.Lang, "desk.conflict.keep"), Name: "viec", Value: "tiep-tuc"}
	v := write(merged.Description)
	if part == "/cot" && merged.Release != nil {
		v = writeColumns(merged.Release.Columns)
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		for _, value := range v[name] {
			keep.Hidden = append(keep.Hidden, render.Hidden{Name: name, Value: value})
		}
	}
	page.Keep = desk.Fill(r, keep, &newest.Revision)
	return editor.ConflictTemplate.Render(s.Engine, r.W, r.Request, http.StatusConflict, page)
}

// seen is the content at the revision that the writer began with, from the history;
// false when that cannot be told.
func seen(s *site.Site, r *site.Request, id string, page *editor.Conflict) (set.Content, bool) {
	revision := named(r)
	if revision == nil {
		return set.Content{}, false
	}
	events, err := s.App.Queries.Datasets.History(r.Context(), r.Caller, id)
	if err != nil {
		return set.Content{}, false
	}
	d := set.New()
	for _, e := range events {
		if e.Revision > *revision {
			page.By, page.At = e.ActorName, e.Recorded
			continue
		}
		fact, ok := e.Data.(domain.Event)
		if !ok {
			return set.Content{}, false
		}
		d.Apply(fact)
	}
	return d.Content(), d.State() != editorial.StateNew
}

// merge puts what changed from base to mine on top of theirs, field by field and
// column by column. Columns that are no longer there are let go.
func merge(base, theirs, mine set.Content) set.Content {
	out := theirs
	put(reflect.ValueOf(&out.Description).Elem(), reflect.ValueOf(base.Description), reflect.ValueOf(mine.Description))
	if theirs.Release == nil || mine.Release == nil {
		return out
	}
	release := *theirs.Release
	release.Columns = slices.Clone(release.Columns)
	for i, column := range release.Columns {
		said, ok := columnOf(mine.Release.Columns, column.Name)
		was, had := set.Column{}, false
		if base.Release != nil {
			was, had = columnOf(base.Release.Columns, column.Name)
		}
		if ok && had && said.Type == column.Type {
			put(reflect.ValueOf(&release.Columns[i]).Elem(), reflect.ValueOf(was), reflect.ValueOf(said))
		}
	}
	out.Release = &release
	return out
}

func columnOf(all []set.Column, name string) (set.Column, bool) {
	i := slices.IndexFunc(all, func(c set.Column) bool { return c.Name == name })
	if i < 0 {
		return set.Column{}, false
	}
	return all[i], true
}

// put takes over every field of a struct that differs between base and mine.
func put(to, base, mine reflect.Value) {
	for i := range to.NumField() {
		if !reflect.DeepEqual(base.Field(i).Interface(), mine.Field(i).Interface()) {
			to.Field(i).Set(mine.Field(i))
		}
	}
}
