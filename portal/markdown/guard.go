package markdown

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// guard rewrites the tree before anything is rendered: headings move down one
// level, links and images that may not stay become their own text.
type guard struct{}

// Transform implements parser.ASTTransformer.
func (guard) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	var unwrap []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(n.Level+1, 6)
		case *ast.Link:
			if !mark(n, string(n.Destination)) {
				unwrap = append(unwrap, n)
			}
		case *ast.AutoLink:
			address := string(n.URL(reader.Source()))
			if n.AutoLinkType == ast.AutoLinkEmail {
				address = "mailto:" + address
			}
			if !mark(n, address) {
				unwrap = append(unwrap, n)
			}
		case *ast.Image:
			if kind(string(n.Destination)) != sameSite || strings.HasPrefix(string(n.Destination), "#") {
				unwrap = append(unwrap, n)
			}
		case *extast.TableCell:
			align(n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range unwrap {
		replaceByText(n, reader.Source())
	}
}

// mark reports whether a link may stay, and labels it when it leaves the site.
func mark(n ast.Node, destination string) bool {
	switch kind(destination) {
	case refused:
		return false
	case otherSite:
		n.SetAttributeString("rel", []byte("nofollow noopener"))
	}
	return true
}

func align(cell *extast.TableCell) {
	switch cell.Alignment {
	case extast.AlignRight:
		cell.SetAttributeString("class", []byte("num"))
	case extast.AlignCenter:
		cell.SetAttributeString("class", []byte("center"))
	}
	cell.Alignment = extast.AlignNone
	if _, header := cell.Parent().(*extast.TableHeader); header {
		cell.SetAttributeString("scope", []byte("col"))
	}
}

func replaceByText(n ast.Node, source []byte) {
	parent := n.Parent()
	if auto, ok := n.(*ast.AutoLink); ok {
		parent.ReplaceChild(parent, n, ast.NewString(auto.Label(source)))
		return
	}
	for child := n.FirstChild(); child != nil; {
		next := child.NextSibling()
		parent.InsertBefore(parent, n, child)
		child = next
	}
	parent.RemoveChild(parent, n)
}

type destination int

const (
	refused destination = iota
	sameSite
	otherSite
)

// kind judges an address by allow-list. Backslashes and control characters are
// refused because browsers repair them into something else, and //host because
// it looks like a path.
func kind(raw string) destination {
	if strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsControl(r) || r == '\\' || r == unicode.ReplacementChar }) {
		return refused
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case err != nil || strings.HasPrefix(raw, "//"):
		return refused
	case u.Scheme == "http" || u.Scheme == "https":
		if u.Host == "" {
			return refused
		}
		return otherSite
	case u.Scheme == "mailto" || u.Scheme == "tel":
		return otherSite
	case u.Scheme != "" || u.Host != "":
		return refused
	case strings.HasPrefix(raw, "/") || strings.HasPrefix(raw, "#") || strings.HasPrefix(raw, "?"):
		return sameSite
	}
	return refused
}
