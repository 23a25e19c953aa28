package testkit

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Browser follows links and sends forms as a browser without scripts does.
type Browser struct {
	node   *Node
	client *http.Client
	person *Person // who signs in when a page asks for it; nil: nobody
}

// NewBrowser is a browser of somebody without an account.
func NewBrowser(n *Node) *Browser {
	return &Browser{node: n, client: &http.Client{Jar: &jar{}}}
}

// Page is an answer.
type Page struct {
	Status int
	Header http.Header
	URL    *url.URL // after redirects
	Body   string

	browser *Browser
	root    *html.Node
}

// Get opens an address below the node's, signing in first where the page asks a
// person for it.
func (b *Browser) Get(path string) *Page {
	b.node.T.Helper()
	p := b.request(http.MethodGet, path, "", nil)
	if b.person != nil && p.URL.Path == "/dang-nhap" && path != "/dang-nhap" {
		b.SignIn()
		p = b.request(http.MethodGet, path, "", nil)
	}
	return p
}

// SignIn goes through the page, with a one-time code where it asks for one.
func (b *Browser) SignIn() *Page {
	t := b.node.T
	t.Helper()
	p := b.request(http.MethodGet, "/dang-nhap", "", nil)
	p = p.Form("/dang-nhap").Set("login", b.person.Login).Set("password", b.person.password).Send("")
	if f := p.form("/dang-nhap", ""); f != nil && f.has("code") {
		p = f.Set("code", b.person.Code()).Send("")
	}
	if p.URL.Path == "/dang-nhap" {
		t.Fatalf("%s cannot sign in: %s", b.person.Login, p.Text("main"))
	}
	return p
}

// Cookies is the Cookie header that this browser sends.
func (b *Browser) Cookies() string {
	var all []string
	for _, c := range b.client.Jar.Cookies(nil) {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}

func (b *Browser) request(method, path, contentType string, body io.Reader) *Page {
	t := b.node.T
	t.Helper()
	if !strings.HasPrefix(path, "http://") {
		path = b.node.URL + path
	}
	req, err := http.NewRequest(method, path, body)
	b.node.must(err)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	res, err := b.client.Do(req)
	b.node.must(err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	b.node.must(err)
	p := &Page{Status: res.StatusCode, Header: res.Header, URL: res.Request.URL, Body: string(raw), browser: b}
	p.root, err = html.Parse(bytes.NewReader(raw))
	b.node.must(err)
	return p
}

// post sends answers in the form's own encoding.
func (b *Browser) post(path, encoding string, values url.Values, files []upload) *Page {
	b.node.T.Helper()
	if encoding != "multipart/form-data" {
		return b.request(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, all := range values {
		for _, v := range all {
			b.node.must(w.WriteField(name, v))
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile(f.field, f.name)
		b.node.must(err)
		_, err = part.Write(f.bytes)
		b.node.must(err)
	}
	b.node.must(w.Close())
	return b.request(http.MethodPost, path, w.FormDataContentType(), &body)
}
