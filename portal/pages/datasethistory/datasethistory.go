// Package datasethistory is how a public dataset came to be what it is: its versions
// with their reasons, any two compared in words and in rows, the events behind them,
// and a plain statement of what a reader can check and what is not proved.
package datasethistory

import (
	_ "embed"
	"net/http"
	"strconv"

	set "minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/pages/publication"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

//go:embed datasethistory.html
var source string

// Template is the page's template.
var Template = render.Define[Page]("datasethistory", source)

// Page is the history of one dataset.
type Page struct {
	render.Base
	Item     render.Link
	ItemLang string
	Gone     bool
	Versions []Version
	Compare  Compare
	Events   []Event
	Hashes   []Hash
	Command  string
}

// Version is one line of the timeline and one row of the form.
type Version struct {
	Number   int
	Label    string
	At       render.Event
	From, To bool
}

// Event is one fact that the public may know.
type Event struct {
	Position              uint64
	At                    render.Event
	Sentence, Type, Actor string
	URL                   string // the dataset as it stood right after
	Proof                 string
}

// Hash identifies the content and the file of one version.
type Hash struct{ Label, Content, File, API, Proof string }

// Serve shows the page.
func Serve(s *site.Site, r *site.Request) error {
	d, here, err := dataset.Open(r, "/lich-su")
	if err != nil || !here {
		return err
	}
	versions, err := s.App.Queries.Datasets.Versions(r.Context(), d.ID, r.AsOf)
	if err != nil {
		return err
	}
	title := i18n.T(r.Lang, "history.title")
	name, lang := dataset.Local(r.Lang, d.Title, d.TitleEn)
	p := Page{Base: dataset.Base(r, d, title), ItemLang: lang, Gone: d.State == view.Withdrawn}
	p.Item = render.Link{Label: name, URL: r.Then(dataset.Path(r, d.DatasetItem))}
	p.Description = i18n.T(r.Lang, "history.description", name)
	p.Canonical = r.Absolute(dataset.Path(r, d.DatasetItem) + "/lich-su")
	p.NoIndex = p.NoIndex || p.Gone || r.Asked.Query().Has("tu")
	p.Versions, p.Hashes = timeline(r, d, versions), hashes(r, d, versions)
	status := http.StatusOK
	if !p.Gone {
		if status, err = p.compare(r, d, versions); err != nil {
			return err
		}
		if last := len(versions) - 1; last >= 0 && versions[last].Content.Release != nil {
			p.Command = "curl -s " + dataset.Site(r).API(d.ID) + "/original?version=" + strconv.Itoa(versions[last].Number) + " | sha256sum"
		}
	}
	if p.Events, err = events(r, d); err != nil {
		return err
	}
	return Template.Render(s.Engine, r.W, r.Request, status, p)
}

// timeline tells the versions, the newest first, and the withdrawal or archiving
// before them.
func timeline(r *site.Request, d view.Dataset, versions []view.DatasetVersion) []Version {
	var out []Version
	if d.State != view.Published {
		out = append(out, Version{At: render.Event{At: d.UpdatedAt, Title: publication.Ended(r.Lang, d.State).Label, Text: i18n.T(r.Lang, "item.reason", d.Reason)}})
	}
	for i := len(versions) - 1; i >= 0; i-- {
		v := versions[i]
		x := Version{Number: v.Number, Label: i18n.T(r.Lang, "data.version", v.Number)}
		x.At = render.Event{At: v.PublishedAt, Title: x.Label + " – " + dataset.ChangeName(r.Lang, changed(v)), Text: i18n.T(r.Lang, "history.first")}
		if v.Number == 1 {
			x.At.Title = x.Label
		}
		if d.State != view.Withdrawn {
			x.At.URL = dataset.Path(r, d.DatasetItem) + "?as_of=" + strconv.FormatUint(v.Position, 10)
		}
		if who := dataset.Approver(r.Lang, v.ApprovedBy, v.Authority); who != "" {
			x.At.Actor = i18n.T(r.Lang, "history.approved", who)
		}
		if v.Reason != "" {
			x.At.Text = i18n.T(r.Lang, "item.reason", v.Reason)
		}
		if release := v.Content.Release; release != nil {
			x.At.Text += " " + i18n.T(r.Lang, "data.rows-columns", release.Rows, len(release.Columns))
		}
		if i == len(versions)-1 && d.State == view.Published {
			x.At.Badge = &render.Badge{Tone: render.Success, Label: i18n.T(r.Lang, "history.current")}
		}
		out = append(out, x)
	}
	return out
}

// changed is what a version brought: nothing where it kept the data before it.
func changed(v view.DatasetVersion) set.Change {
	if v.DataVersion == v.Number {
		return v.Change
	}
	return ""
}

func hashes(r *site.Request, d view.Dataset, versions []view.DatasetVersion) []Hash {
	var out []Hash
	for _, v := range versions {
		h := Hash{Label: i18n.T(r.Lang, "data.version", v.Number), Content: v.ContentHash, API: "/api/v1/datasets/" + d.ID + "/versions/" + strconv.Itoa(v.Number), Proof: reading.Proof(r, v.Event)}
		if v.Content.Release != nil {
			h.File = v.Content.Release.File.SHA256
		}
		out = append(out, h)
	}
	return out
}

// events are the public ones whoever asks: what staff see is on their desk.
func events(r *site.Request, d view.Dataset) ([]Event, error) {
	all, err := r.Site.App.Queries.Datasets.History(r.Context(), app.Caller{}, d.ID)
	if err != nil {
		return nil, err
	}
	var out []Event
	public := false
	for _, e := range all {
		if r.AsOf.Position != 0 && e.Position > r.AsOf.Position {
			break
		}
		public = public || e.Type == set.TypePublished
		x := Event{Position: e.Position, At: render.Event{At: e.Recorded}, Sentence: e.TextVi, Type: e.Type, Actor: e.ActorName, Proof: reading.Proof(r, e.ID)}
		if r.Lang == i18n.EN {
			x.Sentence = e.TextEn
		}
		if public {
			x.URL = dataset.Path(r, d.DatasetItem) + "?as_of=" + strconv.FormatUint(e.Position, 10)
		}
		out = append(out, x)
	}
	return out, nil
}
