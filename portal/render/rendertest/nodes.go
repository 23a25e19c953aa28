package rendertest

import (
	"io"
	"net/http"
	"strings"

	"golang.org/x/net/html"
)

// Text is the text below a node on one line.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Attr reads an attribute.
func Attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func attr(n *html.Node, name string) string { v, _ := Attr(n, name); return v }

// inside reports whether n is below an element of that name.
func inside(n *html.Node, element string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && p.Data == element {
			return true
		}
	}
	return false
}

func readAll(b *strings.Builder, r *http.Response) (int64, error) {
	defer r.Body.Close()
	return io.Copy(b, r.Body)
}
