package portal_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"golang.org/x/net/html"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/subject"
	"minhbach/eventstore"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/portal/render/rendertest"
)

// office is a whole node with two agencies whose staff work by forms, as a browser
// without scripts would send them.
type office struct {
	t       testing.TB
	n       *node.Node
	h       http.Handler
	elapsed atomic.Int64
	unit    map[string]string // code → id
	account map[string]string // login → id

	dataset, uploaded string // of 943, once withData was called
}

const (
	word    = "bốn từ không liên quan"
	totpKey = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
)

var opened = time.Date(2026, 3, 5, 2, 0, 0, 0, time.UTC)

func (o *office) now() time.Time           { return opened.Add(time.Duration(o.elapsed.Load())) }
func (o *office) advance(by time.Duration) { o.elapsed.Add(int64(by)) }

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, unit: map[string]string{}, account: map[string]string{}}
	dir := t.TempDir()
	o.must(node.Init(dir, opened))
	n, err := node.Open(t.Context(), node.Config{Data: dir, Now: o.now})
	o.must(err)
	t.Cleanup(func() { _ = n.Close() })
	o.n = n
	o.h, err = n.Handler()
	o.must(err)
	o.unit["94"] = o.agency("94", "Tỉnh Sóc Trăng", "Tỉnh", domainname.Province, "")
	o.unit["943"] = o.agency("943", "Huyện Kế Sách", "Huyện", domainname.District, "94")
	o.unit["944"] = o.agency("944", "Huyện Mỹ Tú", "Huyện", domainname.District, "94")
	for _, p := range []struct {
		login, at string
		role      domain.Role
	}{
		{"quantri", "94", domain.Administrator}, {"thanhtra", "94", domain.Inspector}, {"thutruong", "943", domain.AgencyHead},
		{"truongban", "943", domain.BoardHead}, {"bientap", "943", domain.Editor}, {"soanhai", "943", domain.Editor}, {"congtac", "943", domain.Contributor},
		{"la-truongban", "944", domain.BoardHead}, {"la-bientap", "944", domain.Editor}, {"la-thutruong", "944", domain.AgencyHead},
	} {
		o.person(p.login, p.role, o.unit[p.at])
	}
	by := board.Decision{Number: "12/QĐ-UBND", Date: calendar.MustParse("2026-01-05"), Signer: "Chủ tịch"}
	for unit, head := range map[string]string{"943": "truongban", "944": "la-truongban"} {
		o.do(n.App.Commands.EstablishBoard(t.Context(), operator, app.EstablishBoard{Agency: o.unit[unit], Decision: by}))
		o.do(n.App.Commands.AppointMember(t.Context(), operator, app.AppointMember{Agency: o.unit[unit], Account: o.account[head], Position: board.Head,
			From: calendar.MustParse("2026-01-06"), Decision: by}))
	}
	o.must(n.Ready(t.Context()))
	return o
}

var operator = app.Caller{Operator: true, Account: domain.System}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) do(r app.Receipt, err error) app.Receipt { o.t.Helper(); o.must(err); return r }

func (o *office) agency(code, name, kind string, level domainname.Level, parent string) string {
	return o.do(o.n.App.Commands.RegisterAgency(o.t.Context(), operator, app.RegisterAgency{Code: code, NameVi: name, UnitType: kind, Level: level,
		Parent: o.unit[parent], Obligation: agency.Mandatory, ValidFrom: calendar.MustParse("2019-05-02")})).ID
}

// person makes an account; those whose role wants it get a second factor.
func (o *office) person(login string, role domain.Role, at string) {
	ctx, do := o.t.Context(), o.n.App.Commands
	id := o.do(do.RegisterAccount(ctx, operator, app.RegisterAccount{Login: login, Name: "Người " + login, Password: word})).ID
	o.account[login] = id
	o.do(do.GrantRole(ctx, operator, app.GrantRole{Account: id, Role: role, Agency: at, From: calendar.MustParse("2026-01-06")}))
	switch role {
	case domain.Administrator, domain.BoardHead, domain.BoardMember, domain.AgencyHead:
		o.do(do.EnrolTOTP(ctx, app.Caller{Account: id}, app.EnrolTOTP{Secret: totpKey, Code: o.code()}))
	}
}

func (o *office) code() string {
	code, err := totp.GenerateCodeCustom(totpKey, o.now(), totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	o.must(err)
	return code
}

// head counts what was recorded, but for who read what: looking changes nothing else.
func (o *office) head() (n uint64) {
	for ev, err := range o.n.Log.ReadAll(o.t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		o.must(err)
		if ev.Type != subject.TypeViewed && ev.Type != subject.TypeDirectoryConsulted {
			n++
		}
	}
	return n
}

// visitor is a browser: it keeps cookies and follows nothing.
type visitor struct {
	*office
	jar map[string]string
}

func (o *office) visitor() *visitor { return &visitor{o, map[string]string{}} }

// as signs somebody in through the page.
func (o *office) as(login string) *visitor {
	o.t.Helper()
	o.advance(time.Minute) // another one-time code
	v := o.visitor()
	res := v.post("/dang-nhap", url.Values{"login": {login}, "password": {word}})
	if res.StatusCode == http.StatusOK {
		form := v.form(rendertest.Read(o.t, res), "form.act")
		form.Set("code", o.code())
		res = v.post("/dang-nhap", form)
	}
	if res.StatusCode != http.StatusSeeOther {
		o.t.Fatalf("%s could not sign in: %d %s", login, res.StatusCode, rendertest.Read(o.t, res).Text("main"))
	}
	return v
}

func (v *visitor) send(r *http.Request) *http.Response {
	for name, value := range v.jar {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.h.ServeHTTP(w, r.WithContext(context.WithoutCancel(v.t.Context())))
	res := w.Result()
	for _, c := range res.Cookies() {
		v.jar[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(v.jar, c.Name)
		}
	}
	return res
}

func (v *visitor) get(path string) *http.Response {
	return v.send(httptest.NewRequest(http.MethodGet, path, nil))
}

// page gets a page that must be there and applies every check of the house.
func (v *visitor) page(path string) *rendertest.Doc {
	v.t.Helper()
	res := v.get(path)
	if res.StatusCode != http.StatusOK {
		v.t.Fatalf("GET %s: %d to %q", path, res.StatusCode, res.Header.Get("Location"))
	}
	return rendertest.Read(v.t, res)
}

func (v *visitor) post(path string, form url.Values) *http.Response {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(r)
}

// upload posts a form as multipart with one file.
func (v *visitor) upload(path string, form url.Values, field, name, content string) *http.Response {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	v.must(w.WriteField("csrf", form.Get("csrf")))
	for field, values := range form {
		for _, value := range values {
			if field != "csrf" {
				v.must(w.WriteField(field, value))
			}
		}
	}
	part, err := w.CreateFormFile(field, name)
	v.must(err)
	_, err = part.Write([]byte(content))
	v.must(err)
	v.must(w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.send(r)
}

// then follows a 303 and reads the page that it leads to.
func (v *visitor) then(res *http.Response) *rendertest.Doc {
	v.t.Helper()
	if res.StatusCode != http.StatusSeeOther {
		v.t.Fatalf("got %d, want 303: %s", res.StatusCode, rendertest.Read(v.t, res).Text("main"))
	}
	return v.page(res.Header.Get("Location"))
}

// form reads a form's answers as a browser would send them, without its buttons.
func (v *visitor) form(d *rendertest.Doc, selector string) url.Values {
	v.t.Helper()
	form := d.One(selector)
	out := url.Values{}
	for n := range form.Descendants() {
		name, ok := rendertest.Attr(n, "name")
		if n.Type != html.ElementNode || !ok {
			continue
		}
		value, _ := rendertest.Attr(n, "value")
		kind, _ := rendertest.Attr(n, "type")
		_, checked := rendertest.Attr(n, "checked")
		switch {
		case n.Data == "textarea":
			out.Add(name, strings.TrimPrefix(textOf(n), "\n"))
		case n.Data == "select":
			out.Add(name, chosen(n))
		case n.Data == "input" && (kind != "checkbox" && kind != "radio" && kind != "file" || checked):
			out.Add(name, value)
		}
	}
	return out
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func chosen(n *html.Node) string {
	first, found := "", false
	for c := range n.Descendants() {
		if c.Data != "option" {
			continue
		}
		value, _ := rendertest.Attr(c, "value")
		if _, ok := rendertest.Attr(c, "selected"); ok {
			return value
		}
		if !found {
			first, found = value, true
		}
	}
	return first
}
