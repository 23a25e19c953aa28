package searchtest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"minhbach/projections/search"
)

func day(n int) time.Time { return time.Date(2026, 1, n, 8, 0, 0, 0, time.UTC) }

// shelf is a small catalogue for filters, facets and order.
func shelf() []search.Document {
	return []search.Document{
		{ID: "d1", Kind: search.Dataset, Section: "du-lieu", Agency: "a1", Title: "Giá lúa", Topics: []string{"nong-nghiep", "gia"},
			Keywords: []string{"lúa", "giá"}, Format: "csv", Licence: "cc-by", Band: "good", Years: []int{2023, 2024},
			State: "published", Published: day(1), Updated: day(9)},
		{ID: "d2", Kind: search.Dataset, Section: "du-lieu", Agency: "a1", Title: "Giá đường", Topics: []string{"gia"},
			Keywords: []string{"giá"}, Format: "xlsx", Licence: "cc-by", Band: "poor", Years: []int{2024},
			State: "published", Published: day(2), Updated: day(2)},
		{ID: "p1", Kind: search.Publication, Type: "news", Section: "tin-tuc", Agency: "a2", Title: "Ăn trái cây theo mùa",
			Summary: "Giá trái cây giảm.", Years: []int{2026}, State: "published", Published: day(3), Updated: day(3)},
		{ID: "p2", Kind: search.Publication, Type: "document", Section: "van-ban", Agency: "a2", Title: "An toàn thực phẩm",
			Summary: "Giá niêm yết.", Years: []int{2026}, State: "archived", Published: day(4), Updated: day(4)},
		{ID: "a1", Kind: search.Agency, Type: "department", Agency: "a1", Title: "Sở Tài chính", Summary: "Quản lý giá.", State: "published"},
	}
}

func filters(t *testing.T, open Open) {
	ix := filled(t, open, shelf()...)
	by := func(f func(*search.Query)) search.Query {
		q := search.Query{Order: search.ByID}
		f(&q)
		return q
	}
	for _, c := range []struct {
		q    search.Query
		want []string
	}{
		{by(func(q *search.Query) { q.Kinds = []string{search.Dataset} }), []string{"d1", "d2"}},
		{by(func(q *search.Query) { q.Kinds = []string{search.Dataset, search.Agency} }), []string{"a1", "d1", "d2"}},
		{by(func(q *search.Query) { q.Types = []string{"news"} }), []string{"p1"}},
		{by(func(q *search.Query) { q.Sections = []string{"van-ban"} }), []string{"p2"}},
		{by(func(q *search.Query) { q.Agencies = []string{"a1"} }), []string{"a1", "d1", "d2"}},
		{by(func(q *search.Query) { q.Topics = []string{"gia"} }), []string{"d1", "d2"}},
		{by(func(q *search.Query) { q.Topics = []string{"nong-nghiep"} }), []string{"d1"}},
		{by(func(q *search.Query) { q.Keywords = []string{"lúa"} }), []string{"d1"}},
		{by(func(q *search.Query) { q.Keywords = []string{decompose("lúa")} }), []string{"d1"}},
		{by(func(q *search.Query) { q.Formats = []string{"xlsx"} }), []string{"d2"}},
		{by(func(q *search.Query) { q.Licences = []string{"cc-by"} }), []string{"d1", "d2"}},
		{by(func(q *search.Query) { q.Bands = []string{"good", "excellent"} }), []string{"d1"}},
		{by(func(q *search.Query) { q.Years = []int{2023} }), []string{"d1"}},
		{by(func(q *search.Query) { q.Years = []int{2024, 2026} }), []string{"d1", "d2", "p1", "p2"}},
		{by(func(q *search.Query) { q.States = []string{"archived"} }), []string{"p2"}},
		{by(func(q *search.Query) { q.Published = search.Span{From: day(2), To: day(3)} }), []string{"d2", "p1"}},
		{by(func(q *search.Query) { q.Published = search.Span{To: day(1)} }), []string{"d1"}},
		{by(func(q *search.Query) { q.Updated = search.Span{From: day(4)} }), []string{"d1", "p2"}},
		{by(func(q *search.Query) { q.Formats = []string{"nothing"} }), nil},
		{by(func(q *search.Query) {
			q.Text, q.Agencies, q.Topics = "gia", []string{"a1"}, []string{"gia"}
		}), []string{"d1", "d2"}},
		{by(func(q *search.Query) { q.Text, q.Kinds, q.Formats = "giá", []string{search.Dataset}, []string{"csv"} }), []string{"d1"}},
	} {
		expect(t, ix, c.q, c.want...)
	}
}

func facets(t *testing.T, open Open) {
	ix := filled(t, open, shelf()...)
	all := []string{"kind", "type", "section", "agency", "topic", "keyword", "format", "licence", "band", "year", "state"}
	count := func(q search.Query, facet, want string) {
		t.Helper()
		q.Facets = all
		r := ask(t, ix, q)
		if len(r.Facets) != len(all) {
			t.Errorf("%d facets of %d", len(r.Facets), len(all))
		}
		got := ""
		for _, c := range r.Facets[facet] {
			got += fmt.Sprintf("%s %d; ", c.Value, c.Count)
		}
		if got != want {
			t.Errorf("%+v\n %s: %s\n want %s", q, facet, got, want)
		}
	}
	count(search.Query{}, "kind", "dataset 2; publication 2; agency 1; ")
	count(search.Query{}, "topic", "gia 2; nong-nghiep 1; ")
	count(search.Query{}, "keyword", "giá 2; lúa 1; ")
	count(search.Query{}, "year", "2024 2; 2026 2; 2023 1; ")
	count(search.Query{}, "state", "published 4; archived 1; ")
	count(search.Query{Text: "trái cây"}, "kind", "publication 1; ")
	count(search.Query{Text: "gia", Kinds: []string{search.Dataset}}, "format", "csv 1; xlsx 1; ")
	count(search.Query{Text: "gia", Kinds: []string{search.Dataset}, Formats: []string{"csv"}}, "topic", "gia 1; nong-nghiep 1; ")
	count(search.Query{Agencies: []string{"a2"}}, "format", "")
	count(search.Query{FacetLimit: 1}, "kind", "dataset 2; ")
	// Facets count what was found, not what the page shows.
	count(search.Query{Limit: 1, Offset: 3}, "kind", "dataset 2; publication 2; agency 1; ")
	count(search.Query{Limit: -1}, "agency", "a1 3; a2 2; ")
}

func order(t *testing.T, open Open) {
	ix := filled(t, open, shelf()...)
	for o, want := range map[search.Order][]string{
		search.ByNewest:    {"p2", "p1", "d2", "d1", "a1"},
		search.ByRelevance: {"p2", "p1", "d2", "d1", "a1"},
		search.ByUpdated:   {"d1", "p2", "p1", "d2", "a1"},
		// An before Ă, Đ after D: a dictionary's order, not that of bytes.
		search.ByTitle: {"p2", "p1", "d2", "d1", "a1"},
		search.ByID:    {"a1", "d1", "d2", "p1", "p2"},
	} {
		expect(t, ix, search.Query{Order: o}, want...)
	}
	// Pages put together are the whole, in every order, with and without text.
	var many []search.Document
	for i := range 57 {
		many = append(many, search.Document{ID: fmt.Sprintf("m%02d", (i*23)%57), Kind: search.Publication, Title: "Thông báo chung", Published: day(1 + i%3)})
	}
	ix = filled(t, open, many...)
	for _, text := range []string{"", "thong bao"} {
		for _, o := range []search.Order{search.ByRelevance, search.ByNewest, search.ByUpdated, search.ByTitle, search.ByID} {
			whole := ids(ask(t, ix, search.Query{Text: text, Order: o, Limit: 100}))
			var pages []string
			for at := 0; at < 60; at += 10 {
				r := ask(t, ix, search.Query{Text: text, Order: o, Limit: 10, Offset: at})
				if r.Total != 57 {
					t.Errorf("total %d on the page from %d", r.Total, at)
				}
				pages = append(pages, ids(r)...)
			}
			if !slices.Equal(pages, whole) || len(whole) != 57 {
				t.Errorf("%q by %q: pages %v\n whole %v", text, o, pages, whole)
			}
		}
	}
	// What weighs more stands before its like.
	ix = filled(t, open,
		search.Document{ID: "light", Title: "Kế Sách", Published: day(9)},
		search.Document{ID: "heavy", Title: "Kế Sách", Published: day(1), Weight: 2},
		search.Document{ID: "least", Title: "Kế Sách", Published: day(8), Weight: 0.5})
	expect(t, ix, search.Query{Text: "kế sách"}, "heavy", "light", "least")
}

func impossible(t *testing.T, open Open) {
	ix := filled(t, open, shelf()...)
	for _, q := range []search.Query{{Facets: []string{"colour"}}, {Order: "price"}, {Offset: -1}, {Offset: search.MaxOffset + 1}} {
		if _, err := ix.Search(t.Context(), q); !errors.Is(err, search.ErrQuery) {
			t.Errorf("%+v: %v", q, err)
		}
	}
	// Whatever is typed is text.
	for _, text := range []string{`"`, `"""`, `" "`, "+", "a:b", "(", "/", "//", "1/", "~1", "*", "\x00", "\xff\xfe", "AND OR NOT", "title:gia", "gia^9", "g*"} {
		ask(t, ix, search.Query{Text: text, Highlight: true})
		if _, err := ix.Suggest(t.Context(), text, 5); err != nil {
			t.Errorf("Suggest(%q): %v", text, err)
		}
	}
	long := ""
	for i := range 3000 {
		long += fmt.Sprintf("từ%d/%d ", i, i)
	}
	ask(t, ix, search.Query{Text: long})
}
