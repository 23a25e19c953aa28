package ckan

import (
	"math"
	"slices"
	"strings"
	"time"

	"minhbach/domain/fold"
)

// MaxRows is the most that one answer of package_search holds.
const MaxRows = 1000

// Question is a package_search that was read and can be answered.
type Question struct {
	Words      string // for the search engine; it ranks the datasets
	Where      Condition
	Sort       []Key
	Start      int
	Rows       int
	Facets     []string
	FacetLimit int // negative: all
	MinCount   int
}

// Key is a part of an order.
type Key struct {
	Field string
	Desc  bool
}

// Search is the result of package_search.
type Search struct {
	Count   int                       `json:"count"`
	Sort    string                    `json:"sort"`
	Facets  map[string]map[string]int `json:"facets"`
	Results []Package                 `json:"results"`
	Shown   map[string]Facet          `json:"search_facets"`
}

// Order is the sort as it was carried out.
func (q Question) Order() string {
	if len(q.Sort) == 0 {
		return "score desc, metadata_modified desc"
	}
	var all []string
	for _, k := range q.Sort {
		all = append(all, k.Field+map[bool]string{false: " asc", true: " desc"}[k.Desc])
	}
	return strings.Join(all, ", ")
}

// ReadSearch reads the parameters of package_search.
func ReadSearch(p Params, now time.Time) (Question, error) {
	q := Question{MinCount: 1, FacetLimit: 50}
	var where All
	c, err := Parse(p.Text("q"))
	if err != nil {
		return q, err
	}
	rest, words := split(c)
	q.Words = words
	where = append(where, rest...)
	filters := p.List("fq_list", "")
	if all, ok := p["fq"].([]any); ok {
		for _, f := range all {
			filters = append(filters, text(f))
		}
	} else {
		filters = append(filters, p.Text("fq"))
	}
	for _, f := range filters {
		if c, err = Parse(f); err != nil {
			return q, err
		}
		where = append(where, c)
	}
	q.Where = where
	if err := Check(where, now); err != nil {
		return q, err
	}
	if q.Sort, err = readSort(p.Text("sort")); err != nil {
		return q, err
	}
	if q.Rows, err = p.Natural("rows", 10, MaxRows); err != nil {
		return q, err
	}
	if q.Start, err = p.Natural("start", 0, math.MaxInt32); err != nil {
		return q, err
	}
	if p.Bool("facet", true) {
		q.Facets = p.List("facet.field", ",")
	}
	if p.Text("facet.limit") == "-1" {
		q.FacetLimit = -1
	} else if q.FacetLimit, err = p.Natural("facet.limit", 50, 1000); err != nil {
		return q, err
	}
	q.MinCount, err = p.Natural("facet.mincount", 1, math.MaxInt32)
	return q, err
}

// split takes the plain words of a query for the engine.
func split(c Condition) (rest All, words string) {
	all, ok := c.(All)
	if !ok {
		all = All{c}
	}
	var found []string
	for _, x := range all {
		t, ok := x.(Term)
		if !ok || t.Field != "" && t.Field != "text" || !t.Phrase && strings.ContainsAny(t.Value, "*?") || strings.TrimSpace(t.Value) == "" {
			if !ok || t.Field != "" || t.Value != "*" {
				rest = append(rest, x)
			}
			continue
		}
		if t.Phrase {
			t.Value = `"` + strings.ReplaceAll(t.Value, `"`, " ") + `"`
		}
		found = append(found, t.Value)
	}
	return rest, strings.Join(found, " ")
}

var sortable = map[string]func(a, b *Doc) int{
	"id":                func(a, b *Doc) int { return strings.Compare(a.Item.ID, b.Item.ID) },
	"name":              func(a, b *Doc) int { return strings.Compare(a.Item.Slug, b.Item.Slug) },
	"title_string":      func(a, b *Doc) int { return strings.Compare(fold.SortKey(a.Item.Title), fold.SortKey(b.Item.Title)) },
	"metadata_created":  func(a, b *Doc) int { return a.Item.PublishedAt.Compare(b.Item.PublishedAt) },
	"metadata_modified": func(a, b *Doc) int { return a.Item.UpdatedAt.Compare(b.Item.UpdatedAt) },
	"organization":      func(a, b *Doc) int { return strings.Compare(a.Owner.Slug, b.Owner.Slug) },
	"views_recent":      func(a, b *Doc) int { return 0 }, // nobody is counted yet
	"score":             func(a, b *Doc) int { return 0 }, // they come ranked
}

func readSort(s string) ([]Key, error) {
	var keys []Key
	for part := range strings.SplitSeq(s, ",") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		k := Key{Field: strings.Trim(words[0], `"`)}
		switch k.Field {
		case "title":
			k.Field = "title_string"
		case "relevance":
			k.Field = "score"
		}
		if _, ok := sortable[k.Field]; !ok || len(words) > 2 || len(keys) == 8 {
			return nil, BadQuery("cannot sort by " + strings.TrimSpace(part) + "; sort by score, id, name, title_string, metadata_created, metadata_modified or organization, asc or desc")
		}
		if len(words) == 2 {
			switch strings.ToLower(words[1]) {
			case "desc":
				k.Desc = true
			case "asc":
			default:
				return nil, BadQuery("an order is asc or desc, not " + words[1])
			}
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// Choose keeps the datasets that are asked for, in the order asked for. They come
// ranked where there were words.
func (q Question) Choose(docs []*Doc, now time.Time) []*Doc {
	var out []*Doc
	for _, d := range docs {
		if Match(q.Where, d, now) {
			out = append(out, d)
		}
	}
	keys := q.Sort
	if len(keys) == 0 || keys[0].Field == "score" {
		if q.Words != "" {
			return out
		}
		keys = append(slices.Clone(keys), Key{"metadata_modified", true})
	}
	slices.SortStableFunc(out, func(a, b *Doc) int {
		for _, k := range keys {
			if c := sortable[k.Field](a, b); c != 0 {
				if k.Desc {
					return -c
				}
				return c
			}
		}
		return strings.Compare(a.Item.ID, b.Item.ID)
	})
	return out
}
