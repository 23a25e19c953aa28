package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"
)

// Text is the reading text of src on one line, for search, feeds and
// descriptions. It is not HTML; templates escape it like any string.
func Text(src string) string {
	source := []byte(norm.NFC.String(src))
	var b strings.Builder
	collect(&b, parse(engine(DefaultPrefix), DefaultPrefix, source), source)
	return strings.Join(strings.Fields(b.String()), " ")
}

// Excerpt is Text cut after a whole word, at most max characters long with its
// ellipsis.
func Excerpt(src string, max int) string {
	text := Text(src)
	if utf8.RuneCountInString(text) <= max {
		return text
	}
	runes := []rune(text)[:max]
	cut := string(runes[:max-1])
	if i := strings.LastIndexByte(cut, ' '); i > 0 && runes[max-1] != ' ' {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:–-") + "…"
}

// Heading is one line of a table of contents.
type Heading struct {
	Level int
	ID    string
	Text  string
}

// TOC lists the headings with the ids that Render gives them.
func TOC(src string) []Heading { return TOCPrefix(DefaultPrefix, src) }

// TOCPrefix goes with RenderPrefix.
func TOCPrefix(prefix, src string) []Heading {
	source := []byte(norm.NFC.String(src))
	var out []Heading
	_ = ast.Walk(parse(engine(prefix), prefix, source), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		var b strings.Builder
		collect(&b, h, source)
		id, _ := h.AttributeString("id")
		name, _ := id.([]byte)
		out = append(out, Heading{Level: h.Level, ID: string(name), Text: strings.Join(strings.Fields(b.String()), " ")})
		return ast.WalkSkipChildren, nil
	})
	return out
}

// collect writes the text of a tree; blocks are set apart by a blank.
func collect(b *strings.Builder, root ast.Node, source []byte) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeBlock || n.Kind() == extast.KindTableCell {
			b.WriteByte(' ')
		}
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(n.Value(source)))))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				b.Write(line.Value(source))
			}
		case *extast.FootnoteLink, *extast.FootnoteBacklink, *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}
