package reading

import (
	"net/url"
	"strings"

	"minhbach/portal/site"
)

// Pager walks a list by cursor: back to newer pages over a short trail of cursors,
// on to older ones.
type Pager struct {
	First, Newer, Older string
}

// trail bounds how far back the newer link leads page by page; beyond, the first
// page is one step away.
const trail = 6

// NewPager makes the links of a page; next is the cursor behind it.
func NewPager(r *site.Request, next string) Pager {
	q := r.Asked.Query()
	current := q.Get("sau")
	var back []string
	if t := q.Get("truoc"); t != "" {
		back = strings.Split(t, "~")
	}
	at := func(cursor string, back []string) string {
		to := url.Values{}
		for name, values := range q {
			if name != "sau" && name != "truoc" {
				to[name] = values
			}
		}
		to.Set("sau", cursor)
		to.Set("truoc", strings.Join(back, "~"))
		return With(r.Asked.Path, to)
	}
	var p Pager
	if next != "" {
		p.Older = at(next, last(append(back, orDash(current)), trail))
	}
	if current == "" {
		return p
	}
	p.First = at("", nil)
	if n := len(back); n > 0 {
		p.Newer = at(strings.TrimPrefix(back[n-1], "-"), back[:n-1])
	}
	return p
}

// orDash keeps the place of the first page, whose cursor is empty.
func orDash(cursor string) string {
	if cursor == "" {
		return "-"
	}
	return cursor
}

func last(s []string, n int) []string {
	if len(s) > n {
		return s[len(s)-n:]
	}
	return s
}
