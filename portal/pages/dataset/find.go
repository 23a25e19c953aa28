package dataset

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/opendata/record"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Section is where datasets are on every portal.
const Section = "/du-lieu"

// Open answers conditionally and finds the dataset of an address. Where it stands
// on another agency's portal, the reader is sent there (rest is what follows the
// dataset's address) and the answer is false.
func Open(r *site.Request, rest string) (view.Dataset, bool, error) {
	if done, err := reading.Fresh(r); done || err != nil {
		return view.Dataset{}, false, err
	}
	if err := reading.Locate(r); err != nil {
		return view.Dataset{}, false, err
	}
	slug := r.PathValue("slug")
	d, err := r.Site.App.Queries.Datasets.Get(r.Context(), slug, r.AsOf)
	if err != nil {
		return d, false, err
	}
	if d.Slug == slug && slices.Contains(reading.Own(r), d.Agency) {
		return d, true, nil
	}
	to := Path(r, d.DatasetItem) + rest
	if to == r.Asked.Path {
		return d, false, app.ErrNotFound.New()
	}
	if r.Asked.RawQuery != "" {
		to += "?" + r.Asked.RawQuery
	}
	r.Redirect(to)
	return d, false, nil
}

// Path is the permanent address of a dataset, on the portal of its agency.
func Path(r *site.Request, d view.DatasetItem) string {
	root := r.Root
	if a, ok := r.Tree.Current(d.Agency); ok {
		root = r.Prefix(a)
	}
	return root + Section + "/" + d.Slug
}

// Whole is an address with scheme and host.
func Whole(r *site.Request, path string) string {
	if len(path) > 0 && path[0] == '/' {
		return r.Absolute(path)
	}
	return path
}

// Target names the data that this page is about.
func Target(r *site.Request, d view.Dataset) app.Target {
	return app.Target{Dataset: d.ID, AsOf: r.AsOf}
}

// Local is a text in the page's language where there is one, with the lang
// attribute that it needs.
func Local(lang i18n.Lang, vi, en string) (text, attribute string) {
	if lang == i18n.EN {
		if en != "" {
			return en, ""
		}
		return vi, reading.Foreign(lang, string(i18n.VI))
	}
	return vi, ""
}

// Base is the base of a page about a dataset: below it in the breadcrumbs, unless
// sub is empty.
func Base(r *site.Request, d view.Dataset, sub string) render.Base {
	name, _ := Local(r.Lang, d.Title, d.TitleEn)
	crumbs := []render.Link{{Label: i18n.T(r.Lang, "data.title"), URL: r.Then(r.Link(Section))}, {Label: name}}
	title := name
	if sub != "" {
		crumbs[1].URL = r.Then(Path(r, d.DatasetItem))
		crumbs = append(crumbs, render.Link{Label: sub})
		title = sub + ": " + name
	}
	b := reading.Base(r, title, crumbs...)
	b.Print.Agency, b.Print.Published, b.Print.Version = reading.AgencyName(r, d.Agency), d.UpdatedAt, i18n.Format(r.Lang, d.Version)
	b.Print.Hash = d.ContentHash
	return b
}

// Site describes the catalogue to the conventions: identifiers are those of the
// province's portal whichever portal shows the page.
func Site(r *site.Request) record.Site {
	base := r.Site.Public
	if base == "" {
		base = r.Absolute("")
		if p := r.Prefix(r.Province); strings.Contains(p, "://") {
			base = strings.TrimSuffix(p, "/en")
		}
	}
	return record.NewSite(base, r.Tree, time.Time{}, time.Time{})
}

// SiteOf is Site, which also knows the files that were made of this dataset.
func SiteOf(r *site.Request, d view.Dataset) record.Site {
	s := Site(r)
	s.Made = func(id string, version int, format string) (int64, string, bool) {
		if id != d.ID || version != d.Version {
			return 0, "", false
		}
		return r.Site.App.Queries.Datasets.Made(d, format)
	}
	return s
}

// Record gathers what the conventions say about a dataset.
func Record(r *site.Request, d view.Dataset) record.Record {
	rec := record.Record{Dataset: d, Publisher: record.Publisher{ID: d.Agency, Name: r.Tree.Name(d.Agency, "vi"), NameEn: r.Tree.Name(d.Agency, "en")}}
	if a, ok := r.Tree.Current(d.Agency); ok {
		rec.Publisher = record.NewPublisher(Site(r).Base, a)
	}
	return rec
}

// NoTable tells faults that leave the page useful without its rows, and says them.
func NoTable(lang i18n.Lang, err error) (string, bool) {
	f := fault.Of(err)
	if f == nil || f.Code.Kind != fault.NotFound && f.Code.Kind != fault.Unavailable && !errors.Is(err, app.ErrNotFound) {
		return "", false
	}
	return f.Sentence(string(lang)), true
}

// Gone shows that a withdrawn dataset has no such page any more.
func Gone(r *site.Request, d view.Dataset) bool {
	if d.State != view.Withdrawn {
		return false
	}
	http.Redirect(r.W, r.Request, r.Then(Path(r, d.DatasetItem)), http.StatusSeeOther)
	return true
}
