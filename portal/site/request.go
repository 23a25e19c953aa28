package site

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/projections/view"
)

// Request is an http.Request with what the portal found out about it.
type Request struct {
	*http.Request // its URL.Path is Tail; the address as asked for is Asked
	W             http.ResponseWriter
	Site          *Site
	Asked         *url.URL

	Lang       i18n.Lang
	Root       string      // what comes before every address of this portal and language
	Tail       string      // the path below Root: "/van-ban/07-2019-qd-ubnd"
	Tree       *view.Tree  // as of AsOf
	Agency     view.Agency // whose portal this is
	Province   view.Agency
	AsOf       view.AsOf
	Caller     app.Caller
	Session    app.Session
	Uploads    []Upload     // files of the form
	FormFault  *fault.Fault // what of the form could not be read
	sealed     string       // session cookie as sent
	mayStore   *error       // whether the form's files may be stored, once asked
	hostAgency string       // whose portal the host name alone names
	redirected bool
}

// Link is an address on this portal, in this language.
func (r *Request) Link(path string) string {
	if path == "/" && r.Root != "" {
		return r.Root
	}
	return r.Root + path
}

// RequestPath is this page's own path and query.
func (r *Request) RequestPath() string { return r.Asked.RequestURI() }

// Redirect sends the reader on with 303, so that a form is not sent twice.
func (r *Request) Redirect(path string) {
	http.Redirect(r.W, r.Request, path, http.StatusSeeOther)
}

// Moved sends the reader on for good.
func (r *Request) Moved(path string) {
	http.Redirect(r.W, r.Request, path, http.StatusMovedPermanently)
}

// Today in Viet Nam.
func (r *Request) Today() calendar.Date { return calendar.DateOf(r.Site.Now()) }

// waitFor bounds how long a page waits to show what its reader has just done.
const waitFor = 2 * time.Second

// address is what Prefix read from the path.
type address struct {
	lang  i18n.Lang
	slug  string // of /cq/<slug>; empty: by host name
	asked *url.URL
}

type addressKey struct{}

// Prefix takes /en and /cq/<agency> off the path, so that one table of routes
// serves every portal in every language.
func Prefix(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		a := address{lang: i18n.VI, asked: hr.URL}
		tail := hr.URL.Path
		if rest, ok := under(tail, "/en"); ok {
			a.lang, tail = i18n.EN, rest
		}
		if rest, ok := strings.CutPrefix(tail, "/cq/"); ok {
			slug, below, _ := strings.Cut(rest, "/")
			a.slug, tail = slug, "/"+below
		}
		inner := hr.WithContext(app.InLanguage(context.WithValue(hr.Context(), addressKey{}, a), string(a.lang)))
		u := *hr.URL
		u.Path, u.RawPath = tail, ""
		inner.URL = &u
		next.ServeHTTP(w, inner)
	})
}

func (s *Site) open(w http.ResponseWriter, hr *http.Request) (*Request, error) {
	a, ok := hr.Context().Value(addressKey{}).(address)
	if !ok {
		a = address{lang: i18n.VI, asked: hr.URL}
	}
	r := &Request{Request: hr, W: w, Site: s, Asked: a.asked, Lang: a.lang, Root: langRoot(a.lang), Tail: hr.URL.Path}
	ctx := hr.Context()
	r.wait(ctx)
	r.resume(ctx)
	tree, err := s.App.Queries.Tree(ctx, view.AsOf{}, calendar.Date{})
	if err != nil {
		return r, err
	}
	r.Tree = tree
	if err := r.findPortal(ctx, a.slug); err != nil || r.redirected {
		return r, err
	}
	if r.AsOf, err = app.ParseAsOf(r.Asked.Query().Get("as_of")); err != nil {
		return r, err
	}
	if !r.AsOf.IsNow() {
		// The tree then: agencies have other names and other parents in the past.
		then, err := s.App.Queries.Tree(ctx, r.AsOf, calendar.Date{})
		if err != nil {
			return r, err
		}
		if a, ok := then.ByID(r.Agency.ID); ok {
			r.Tree, r.Agency = then, a
		}
	}
	return r, nil
}

// findPortal finds whose portal is asked for: by /cq/<agency>, else by host name.
func (r *Request) findPortal(ctx context.Context, slug string) error {
	province, ok := r.Tree.Province()
	if !ok {
		if !r.forStaff() {
			return errEmpty.New()
		}
		// The first administrator signs in here and imports the units.
		r.Agency = view.Agency{NameVi: "Minh Bạch", NameEn: "Minh Bạch"}
		return nil
	}
	r.Province, r.Agency = province, province
	host, err := r.Site.App.Queries.ResolveHost(ctx, r.Host)
	if err != nil {
		return err
	}
	if host.Redirect != "" {
		port := ""
		if _, p, err := net.SplitHostPort(r.Host); err == nil {
			port = ":" + p
		}
		r.redirected = true
		r.Moved(r.scheme() + "://" + host.Redirect + port + r.Asked.RequestURI())
		return nil
	}
	if a, ok := r.Tree.ByID(host.Agency); ok {
		r.hostAgency = a.ID
		r.Agency = a
	}
	if slug == "" {
		return nil
	}
	a, ok := r.Tree.BySlug(slug)
	if !ok {
		return r.formerAgency(ctx, slug)
	}
	if a.Slug != slug || a.Parent == "" {
		r.toAgency(a)
		return nil
	}
	r.Agency, r.Root = a, r.Root+"/cq/"+slug
	return nil
}

// forStaff tells pages that work before any agency is registered.
func (r *Request) forStaff() bool {
	for _, path := range []string{"/dang-nhap", "/dang-xuat", "/quan-tri", render.PreferencePath} {
		if _, ok := under(r.Tail, path); ok {
			return true
		}
	}
	return false
}

// toAgency moves the reader to the address under which an agency's portal is now.
func (r *Request) toAgency(a view.Agency) {
	path := langRoot(r.Lang) + AgencyPath(a)
	if r.Tail != "/" || path == "" {
		path += r.Tail
	}
	r.redirected = true
	// Written anew, because browsers take a backslash for a slash.
	r.Moved((&url.URL{Path: path, RawQuery: r.Asked.RawQuery}).String())
}

// formerAgency sends readers of an old address to whoever took over.
func (r *Request) formerAgency(ctx context.Context, slug string) error {
	host, err := r.Site.App.Queries.ResolveHost(ctx, slug+"."+r.Province.Domain.FQDN)
	if err != nil {
		return err
	}
	id := host.Agency
	if id == r.Province.ID {
		return app.ErrNotFound.New()
	}
	a, ok := r.Tree.ByID(id)
	for range len(r.Tree.Agencies) {
		if ok {
			break
		}
		ended, err := r.Site.App.Queries.Agency(ctx, id, view.AsOf{})
		if err != nil || len(ended.Successors) == 0 {
			return app.ErrNotFound.New()
		}
		id = ended.Successors[0]
		a, ok = r.Tree.ByID(id)
	}
	if !ok {
		return app.ErrNotFound.New()
	}
	r.toAgency(a)
	return nil
}

// AgencyPath is where an agency's portal is under any host: "" for the province.
func AgencyPath(a view.Agency) string {
	if a.Parent == "" {
		return ""
	}
	return "/cq/" + a.Slug
}

func langRoot(lang i18n.Lang) string {
	if lang == i18n.EN {
		return "/en"
	}
	return ""
}

func under(path, prefix string) (string, bool) {
	rest, ok := strings.CutPrefix(path, prefix)
	if !ok || rest != "" && rest[0] != '/' {
		return "", false
	}
	if rest == "" {
		rest = "/"
	}
	return rest, true
}

func query(u *url.URL) string {
	if u.RawQuery == "" {
		return ""
	}
	return "?" + u.RawQuery
}

func escape(s string) string { return url.QueryEscape(s) }

func (r *Request) scheme() string {
	if r.TLS != nil || r.Site.Secure || r.Site.BehindProxy && r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https"
	}
	return "http"
}

// Address is the client's address, for rate limits only; it is never stored.
func (r *Request) Address() string {
	if r.Site.BehindProxy {
		if list := strings.Split(r.Header.Get("X-Forwarded-For"), ","); list[len(list)-1] != "" {
			return strings.TrimSpace(list[len(list)-1])
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Absolute makes a whole address of a path on this host.
func (r *Request) Absolute(path string) string {
	if r.Site.Public != "" && r.Agency.Parent == "" {
		return r.Site.Public + path
	}
	return r.scheme() + "://" + r.Host + path
}

var errEmpty = fault.Define(fault.Unavailable, "portal.empty",
	"Cổng chưa có cơ quan nào; quản trị viên hãy nhập danh sách đơn vị bằng lệnh “minhbach import units”.",
	"No agency is registered yet; import the list of units with “minhbach import units”.")

func (r *Request) preference() render.Preference { return render.ReadPreference(r.Request) }
