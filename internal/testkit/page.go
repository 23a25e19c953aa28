package testkit

import (
	"net/url"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Text is what a reader sees in the elements of a selector, spaces made one.
func (p *Page) Text(selector string) string {
	var out []string
	for _, n := range cascadia.QueryAll(p.root, p.selector(selector)) {
		out = append(out, text(n))
	}
	return strings.Join(strings.Fields(strings.Join(out, " ")), " ")
}

// Has tells whether a selector finds anything.
func (p *Page) Has(selector string) bool { return cascadia.Query(p.root, p.selector(selector)) != nil }

// Attr is an attribute of the first element of a selector.
func (p *Page) Attr(selector, name string) string {
	if n := cascadia.Query(p.root, p.selector(selector)); n != nil {
		return attr(n, name)
	}
	return ""
}

func (p *Page) selector(s string) cascadia.Selector {
	c, err := cascadia.Compile(s)
	p.browser.node.must(err)
	return c
}

func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style") {
		return ""
	}
	var out strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out.WriteString(text(c))
		if c.Type == html.ElementNode {
			out.WriteByte(' ')
		}
	}
	return out.String()
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// Form is a form of a page with the answers that it came with, its token, key and
// revision among them.
type Form struct {
	page     *Page
	node     *html.Node
	action   string
	encoding string
	values   url.Values
	files    []upload
}

type upload struct {
	field, name string
	bytes       []byte
}

// Form finds the POST form that goes to an address ending so.
func (p *Page) Form(action string) *Form { return p.FormWith(action, "") }

// FormWith finds the one that has a button "viec" of a value, where several go to
// one address.
func (p *Page) FormWith(action, deed string) *Form {
	t := p.browser.node.T
	t.Helper()
	f := p.form(action, deed)
	if f == nil {
		t.Fatalf("%s (status %d) has no form to %s with the button %q: %s", p.URL.Path, p.Status, action, deed, p.Text("main"))
	}
	return f
}

func (p *Page) form(action, deed string) *Form {
	for _, n := range cascadia.QueryAll(p.root, p.selector("form[method=post]")) {
		to := attr(n, "action")
		if to == "" {
			to = p.URL.Path
		}
		if path, _, _ := strings.Cut(to, "?"); !strings.HasSuffix(path, action) {
			continue
		}
		f := &Form{page: p, node: n, action: to, encoding: attr(n, "enctype"), values: url.Values{}}
		f.read(n)
		if deed == "" || cascadia.Query(n, p.selector(`button[value="`+deed+`"]`)) != nil {
			return f
		}
	}
	return nil
}

// read takes the values that a browser would send.
func (f *Form) read(n *html.Node) {
	for _, e := range cascadia.QueryAll(n, f.page.selector("input[name], textarea[name], select[name]")) {
		name := attr(e, "name")
		switch {
		case e.Data == "textarea":
			f.values.Add(name, strings.TrimPrefix(raw(e), "\n"))
		case e.Data == "select":
			options := cascadia.QueryAll(e, f.page.selector("option"))
			for i, o := range options {
				if hasAttr(o, "selected") || i == 0 {
					f.values.Set(name, attr(o, "value"))
				}
			}
		case attr(e, "type") == "checkbox" || attr(e, "type") == "radio":
			if hasAttr(e, "checked") {
				f.values.Add(name, attr(e, "value"))
			}
		case attr(e, "type") == "file" || attr(e, "type") == "submit":
		default:
			f.values.Add(name, attr(e, "value"))
		}
	}
}

func raw(n *html.Node) string {
	var out strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out.WriteString(c.Data)
	}
	return out.String()
}

func (f *Form) has(name string) bool {
	return cascadia.Query(f.node, f.page.selector(`[name="`+name+`"]`)) != nil
}

// Value is an answer as it stands.
func (f *Form) Value(name string) string { return f.values.Get(name) }

// Set fills a field in; one that the form does not have fails the test.
func (f *Form) Set(name, value string) *Form {
	f.page.browser.node.T.Helper()
	if !f.has(name) {
		f.page.browser.node.T.Fatalf("%s: the form has no field %q", f.page.URL.Path, name)
	}
	f.values.Set(name, value)
	return f
}

// File attaches a file to an upload field.
func (f *Form) File(field, name string, content []byte) *Form {
	f.files = append(f.files, upload{field, name, content})
	return f
}

// Send presses the button "viec" of a value, or the only one.
func (f *Form) Send(deed string) *Page {
	b := f.page.browser
	b.node.T.Helper()
	if deed != "" {
		f.values.Set("viec", deed)
	} else if button := cascadia.Query(f.node, f.page.selector("button[name]")); button != nil {
		f.values.Set(attr(button, "name"), attr(button, "value"))
	}
	to, err := f.page.URL.Parse(f.action)
	b.node.must(err)
	return b.post(to.String(), f.encoding, f.values, f.files)
}
