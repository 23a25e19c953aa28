// Package markdown turns what editors and citizens write into safe HTML, plain
// text and a table of contents.
//
// Promises: the output holds only the elements of policy.go; raw HTML in the
// source is shown as the text it is; links lead to http, https, mailto, tel or
// this site, and links that leave it carry rel="nofollow noopener"; images come
// from this site only, because a foreign image would tell a stranger who reads
// the page; headings start at h2, so that the page keeps its single h1; heading
// ids are plain ASCII and unique within one text.
//
// Two lines of defence: the renderer never writes anything else, and a
// sanitiser with its own allow-list reads what the renderer wrote.
//
// It is CommonMark with tables, strikethrough, bare links and footnotes. It has
// no extension that runs, embeds or styles anything.
package markdown

import (
	"bytes"
	"html/template"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"
)

// DefaultPrefix starts every id, so that no text can take an id of the page
// around it.
const DefaultPrefix = "muc-"

// Render gives the HTML of src.
func Render(src string) template.HTML { return RenderPrefix(DefaultPrefix, src) }

// RenderPrefix is Render for a page that shows several texts: each gets its own
// id prefix, a short ASCII word chosen by the program, never by a user.
func RenderPrefix(prefix, src string) template.HTML {
	return template.HTML(policy.SanitizeBytes(write(prefix, src)))
}

// write is the first line of defence alone.
func write(prefix, src string) []byte {
	source := []byte(norm.NFC.String(src))
	md := engine(prefix)
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, source, parse(md, prefix, source)); err != nil {
		// A bytes.Buffer does not fail; whatever else goes wrong shows as text.
		return []byte(template.HTMLEscapeString(src))
	}
	return out.Bytes()
}

func engine(prefix string) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
			extension.Strikethrough,
			extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:", "mailto:"})),
			extension.NewFootnote(extension.WithFootnoteIDPrefix([]byte(prefix))),
		),
		goldmark.WithParserOptions(
			parser.WithAutoHeadingID(),
			parser.WithASTTransformers(util.Prioritized(guard{}, 900)),
		),
		goldmark.WithRendererOptions(
			renderer.WithNodeRenderers(util.Prioritized(safeNodes{}, 10)),
		),
	)
}

func parse(md goldmark.Markdown, prefix string, source []byte) ast.Node {
	ctx := parser.NewContext(parser.WithIDs(newIDs(prefix)))
	return md.Parser().Parse(text.NewReader(source), parser.WithContext(ctx))
}
