package reading

import (
	"crypto/sha256"
	"html/template"
	"sync"

	"minhbach/portal/markdown"
)

// Text in Markdown, rendered, with its headings.
type Prose struct {
	HTML template.HTML
	TOC  []markdown.Heading
}

// prose keeps rendered texts by their hash: a published text never changes.
var prose = struct {
	sync.Mutex
	by   map[[32]byte]Prose
	size int
}{by: map[[32]byte]Prose{}}

// keptProse bounds the memory of rendered texts, in bytes.
const keptProse = 16 << 20

// Markdown renders a text.
func Markdown(src string) Prose {
	key := sha256.Sum256([]byte(src))
	prose.Lock()
	p, ok := prose.by[key]
	prose.Unlock()
	if ok {
		return p
	}
	p = Prose{HTML: markdown.Render(src), TOC: markdown.TOC(src)}
	prose.Lock()
	defer prose.Unlock()
	if prose.size += len(p.HTML); prose.size > keptProse {
		clear(prose.by)
		prose.size = len(p.HTML)
	}
	prose.by[key] = p
	return p
}
