package markdown

import (
	"strconv"

	"minhbach/domain/fold"

	"github.com/yuin/goldmark/ast"
)

// ids gives headings ASCII ids: "Điều 5. Tên miền" is muc-dieu-5-ten-mien.
type ids struct {
	prefix string
	used   map[string]bool
	next   map[string]int // so that ten thousand equal headings stay cheap
}

func newIDs(prefix string) *ids {
	return &ids{prefix: prefix, used: map[string]bool{}, next: map[string]int{}}
}

// Generate implements parser.IDs.
func (d *ids) Generate(value []byte, _ ast.NodeKind) []byte {
	slug := fold.Slug(string(value))
	if slug == "" {
		slug = "phan"
	}
	id := d.prefix + slug
	for d.used[id] {
		d.next[slug]++
		id = d.prefix + slug + "-" + strconv.Itoa(d.next[slug]+1)
	}
	d.used[id] = true
	return []byte(id)
}

// Put implements parser.IDs.
func (d *ids) Put(value []byte) { d.used[string(value)] = true }
