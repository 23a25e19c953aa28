package portal

import (
	"net/http"
	"net/url"
	"strings"

	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/portal/pages/accessibility"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/pages/datasethistory"
	"minhbach/portal/pages/datasetreport"
	"minhbach/portal/pages/datasetrows"
	"minhbach/portal/pages/datasets"
	"minhbach/portal/pages/deadlines"
	"minhbach/portal/pages/feeds"
	"minhbach/portal/pages/file"
	"minhbach/portal/pages/history"
	"minhbach/portal/pages/home"
	"minhbach/portal/pages/list"
	"minhbach/portal/pages/organisation"
	"minhbach/portal/pages/preferences"
	"minhbach/portal/pages/problem"
	"minhbach/portal/pages/proof"
	item "minhbach/portal/pages/publication"
	"minhbach/portal/pages/search"
	"minhbach/portal/pages/sitemap"
	"minhbach/portal/pages/verify"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// publicPages lists the templates of the pages that anybody may read.
func publicPages() []render.Definition {
	return []render.Definition{
		home.Template, list.Template, item.Template, history.Template, organisation.Template, sitemap.Template,
		dataset.Template, datasetrows.Template, datasethistory.Template, datasetreport.Template, datasets.Template,
		deadlines.Template, search.Template, search.SuggestTemplate, proof.Template, verify.Template,
		accessibility.Template, preferences.Template, problem.Template,
	}
}

// errorPage answers what a handler refused.
var errorPage = problem.Serve

// public is the table of contents of what anybody may read. Every address is below
// the portal and the language, which are off the path already.
func public(mux *http.ServeMux, s *site.Site) {
	get := func(path string, h site.Handler) { mux.Handle("GET "+path, reading.Compress(s.Handle(h))) }

	get("/{$}", home.Serve)
	for _, section := range publication.Sections() {
		at := "/" + section.Slug
		get(at, list.Serve(section.Slug))
		get(at+"/{slug}", item.Serve(section.Slug))
		get(at+"/{slug}/ban-in", item.ServePrint(section.Slug))
		get(at+"/{slug}/phien-ban/{n}", item.ServeVersion(section.Slug))
		get(at+"/{slug}/lich-su", history.Serve(section.Slug))
		get(at+"/{slug}/dublin-core.json", item.ServeDublinCore(section.Slug))
		get(at+"/{slug}/tep/{sha256}/{name}", file.Serve(section.Slug))
	}
	get("/muc/{id}", item.ServeID)

	get(dataset.Section, datasets.Serve)
	get(dataset.Section+"/feed.atom", datasets.ServeFeed)
	get(dataset.Section+"/{slug}", dataset.Serve)
	get(dataset.Section+"/{slug}/bang", datasetrows.Serve)
	get(dataset.Section+"/{slug}/lich-su", datasethistory.Serve)
	get(dataset.Section+"/{slug}/loi", datasetreport.Serve)
	get(dataset.Section+"/{slug}/bieu-do.svg", dataset.ServeSVG)
	get(dataset.Section+"/{slug}/bieu-do.csv", dataset.ServeCSV)

	get(reading.VerifyPath, verify.Serve)
	mux.Handle("POST "+reading.VerifyPath, s.Handle(verify.ServePost))
	get(reading.VerifyPath+"/{id}", proof.Serve)

	get("/tim-kiem", search.Serve)
	get("/tim-kiem/goi-y", search.ServeSuggest)
	get("/opensearch.xml", search.ServeOpenSearch)
	get("/thoi-han", deadlines.Serve)
	get("/co-cau-to-chuc", organisation.Serve)
	get("/so-do-cong", sitemap.Serve)
	get("/tiep-can", accessibility.Serve)
	get(render.PreferencePath, preferences.Serve)
	mux.Handle("POST "+render.PreferencePath, s.Handle(preferences.ServeSave))

	get("/feeds/{file}", feeds.Serve)
	get("/sitemap.xml", sitemap.ServeIndex)
	get("/sitemap-cong.xml", sitemap.ServePortal)
	get("/robots.txt", sitemap.ServeRobots)

	mux.Handle("/", reading.Compress(s.Handle(unknown)))
}

// unknown sends readers of an address with a slash at its end on, and tells all
// others that there is nothing.
func unknown(s *site.Site, r *site.Request) error {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		problem.MethodNotAllowed(s, r)
		return nil
	}
	if plain := "/" + strings.Trim(r.Asked.Path, "/"); r.Tail != "/" && strings.HasSuffix(r.Asked.Path, "/") && plain != "/" {
		// Written anew, because browsers take a backslash for a slash.
		r.Moved((&url.URL{Path: plain, RawQuery: r.Asked.RawQuery}).String())
		return nil
	}
	return app.ErrNotFound.New()
}
