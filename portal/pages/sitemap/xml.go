package sitemap

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"minhbach/internal/app"
	"minhbach/opendata/sitemap"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// perFile leaves room below the protocol's 50,000 for the pages that are no item.
const perFile = 45_000

// ServeIndex lists the sitemap files of this portal and of all below it.
func ServeIndex(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	var files []sitemap.File
	for _, id := range r.Tree.Under(r.Agency.ID) {
		a, ok := r.Tree.ByID(id)
		if !ok {
			continue
		}
		answer, err := s.App.Queries.Items(r.Context(), view.ItemFilter{Agencies: append([]string{id}, r.Tree.Inherited(id)...), Limit: 1})
		if err != nil {
			return err
		}
		for part := 1; part == 1 || (part-1)*perFile < answer.Total; part++ {
			loc := absolute(r, strings.TrimSuffix(r.Prefix(a), "/")+"/sitemap-cong.xml")
			if part > 1 {
				loc += "?phan=" + strconv.Itoa(part)
			}
			f := sitemap.File{Loc: loc}
			if len(answer.Items) > 0 {
				f.LastMod = answer.Items[0].UpdatedAt
			}
			files = append(files, f)
		}
	}
	var body bytes.Buffer
	if err := sitemap.WriteIndex(&body, files); err != nil {
		return err
	}
	return send(r, "application/xml; charset=utf-8", body.Bytes())
}

// ServePortal lists the pages and items of one portal, those of other agencies
// excluded: each address stands in exactly one file.
func ServePortal(s *site.Site, r *site.Request) error {
	if done, err := reading.Fresh(r); done || err != nil {
		return err
	}
	part := 1
	if text := r.Asked.Query().Get("phan"); text != "" {
		var err error
		if part, err = strconv.Atoi(text); err != nil || part < 1 {
			return app.ErrNotFound.New()
		}
	}
	var urls []sitemap.URL
	if part == 1 {
		for _, p := range pages {
			if !strings.HasPrefix(p.path, "/feeds/") && p.path != render.PreferencePath && p.path != "/tim-kiem" {
				urls = append(urls, entry(r, r.Link(p.path)))
			}
		}
		for _, section := range reading.Sections(r, nil) {
			urls = append(urls, entry(r, section.URL))
		}
		data, err := datasets(r)
		if err != nil {
			return err
		}
		urls = append(urls, data...)
	}
	f := view.ItemFilter{Agencies: reading.Own(r), Limit: 100}
	for seen := 0; seen < part*perFile; {
		answer, err := s.App.Queries.Items(r.Context(), f)
		if err != nil {
			return err
		}
		for _, it := range answer.Items {
			if seen++; seen > (part-1)*perFile && seen <= part*perFile {
				u := entry(r, r.ItemPath(it))
				u.LastMod = it.UpdatedAt
				urls = append(urls, u)
			}
		}
		if f.Cursor = answer.Next; f.Cursor == "" {
			break
		}
	}
	if len(urls) == 0 {
		return app.ErrNotFound.New()
	}
	var body bytes.Buffer
	if err := sitemap.Write(&body, urls); err != nil {
		return err
	}
	return send(r, "application/xml; charset=utf-8", body.Bytes())
}

// entry is an address with its language alternates. Files are made for Vietnamese;
// the English one is /en before the path.
func entry(r *site.Request, path string) sitemap.URL {
	vi := strings.TrimPrefix(path, "/en")
	if vi == "" {
		vi = "/"
	}
	en := "/en" + strings.TrimSuffix(vi, "/")
	return sitemap.URL{Loc: absolute(r, path), Alternates: []sitemap.Alternate{
		{Lang: "vi", Href: absolute(r, vi)}, {Lang: "en", Href: absolute(r, en)}, {Lang: "x-default", Href: absolute(r, vi)},
	}}
}

func absolute(r *site.Request, path string) string {
	if strings.Contains(path, "://") {
		return path
	}
	return r.Absolute(path)
}

// ServeRobots tells crawlers what not to ask for and where the site map is.
func ServeRobots(_ *site.Site, r *site.Request) error {
	r.W.Header().Set("Cache-Control", "public, max-age=3600")
	body := "User-agent: *\n"
	for _, path := range []string{"/quan-tri", "/dang-nhap", "/tim-kiem", "/hien-thi", "/*?*as_of=", "/*?*tu="} {
		body += "Disallow: " + path + "\n"
		if !strings.HasPrefix(path, "/*") {
			body += "Disallow: /en" + path + "\n"
		}
	}
	body += fmt.Sprintf("\nSitemap: %s\n", r.Absolute(r.Link("/sitemap.xml")))
	return send(r, "text/plain; charset=utf-8", []byte(body))
}

func send(r *site.Request, kind string, body []byte) error {
	h := r.W.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return nil
	}
	_, err := r.W.Write(body)
	return err
}
