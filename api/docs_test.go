package api

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"minhbach/domain/fault"
	"minhbach/internal/browser"
)

// The documentation page is complete without scripts and without other origins:
// every operation, schema and code is on it, and every link inside it leads somewhere.
func TestDocsPageIsCompleteAndSelfContained(t *testing.T) {
	s := server(t, newFake())
	w := call(s, "GET", "/api/docs", "")
	page := w.Body.String()
	csp := w.Header().Get("Content-Security-Policy")
	if w.Code != 200 || !strings.HasPrefix(csp, "default-src 'none'; style-src 'self'") || strings.Contains(csp, "unsafe") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Fatal(w.Code, w.Header())
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, links, last := map[string]int{}, map[string]bool{}, 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			attr := map[string]string{}
			for _, a := range n.Attr {
				attr[a.Key] = a.Val
			}
			if attr["id"] != "" {
				ids[attr["id"]]++
			}
			switch n.Data {
			case "script", "iframe", "img", "form", "style":
				t.Errorf("the page has a <%s>", n.Data)
			case "a", "link":
				links[attr["href"]] = true
			case "h1", "h2", "h3", "h4":
				level := int(n.Data[1] - '0')
				if level > last+1 {
					t.Errorf("<%s> follows <h%d>", n.Data, last)
				}
				last = level
			}
			if attr["style"] != "" {
				t.Error("the page has a style attribute")
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	for id, n := range ids {
		if n != 1 {
			t.Errorf("the id %s comes %d times", id, n)
		}
	}
	for href := range links {
		switch {
		case strings.HasPrefix(href, "#"):
			if ids[href[1:]] == 0 {
				t.Errorf("the link %s leads nowhere", href)
			}
		case href == "/":
		case !strings.HasPrefix(href, "/api/"):
			t.Errorf("the link %s leaves the API", href)
		default:
			if w := call(s, "GET", href, ""); w.Code != 200 {
				t.Errorf("the link %s: %d", href, w.Code)
			}
		}
	}
	for _, x := range samples(t, s) {
		if ids[x.op.OperationID] == 0 || !strings.Contains(page, html.EscapeString(x.op.Summary)) {
			t.Errorf("%s is not on the page", x.op.OperationID)
		}
	}
	for _, c := range fault.All() {
		if !strings.HasPrefix(c.Name, "test.") && !strings.Contains(page, c.Name) {
			t.Errorf("the code %s is not on the page", c.Name)
		}
	}
	css := call(s, "GET", "/api/docs.css", "").Body
	if css.Len() > 6<<10 || strings.Contains(css.String(), "url(") || strings.Contains(css.String(), "@import") {
		t.Errorf("the style sheet has %d bytes or loads something", css.Len())
	}
	packed := call(s, "GET", "/api/docs", "", "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() > 80<<10 {
		t.Errorf("%d bytes compressed, %v", packed.Body.Len(), packed.Header())
	}
	t.Logf("%d bytes, %d compressed", w.Body.Len(), packed.Body.Len())
}

// Examples name the host that the reader came by, and never more than it.
func TestDocsExamplesNameTheHost(t *testing.T) {
	s := server(t, newFake())
	r := httptest.NewRequest("GET", "/api/docs", nil)
	r.Host = `kesach.localhost:8080"><b>`
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if !strings.Contains(w.Body.String(), "curl &#39;http://kesach.localhost:8080") || strings.Contains(w.Body.String(), `"><b>`) {
		t.Error("the host is not in the examples, or not escaped")
	}
}

// What the document says is English; what frames it is Vietnamese, and marked so.
func TestDescriptionsAreThere(t *testing.T) {
	s := server(t, newFake())
	sentence := regexp.MustCompile(`^[A-Z].*\.$`)
	for _, x := range samples(t, s) {
		if !sentence.MatchString(strings.ReplaceAll(x.op.Description, "\n", " ")) || x.op.Summary == "" || strings.HasSuffix(x.op.Summary, ".") || len(x.op.Tags) != 1 {
			t.Errorf("%s: summary %q, description %q, tags %v", x.op.OperationID, x.op.Summary, x.op.Description, x.op.Tags)
		}
	}
}

// A real browser finds nothing wrong with the pages, in any theme and width.
func TestDocsInABrowser(t *testing.T) {
	ts := httptest.NewServer(server(t, newFake()))
	defer ts.Close()
	browser.Check(t, ts.URL, []string{"/api/docs", "/api/problems/stale.revision"}, browser.Options{OnlyVI: true})
}
