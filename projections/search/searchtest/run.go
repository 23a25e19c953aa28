package searchtest

import (
	"slices"
	"strings"
	"testing"

	"minhbach/projections/search"
)

// Open opens the index in dir, a new one where there is none.
type Open func(t testing.TB, dir string) search.Index

// Run runs the suite.
func Run(t *testing.T, open Open) {
	for _, part := range []struct {
		name string
		test func(*testing.T, Open)
	}{
		{"relevance", relevance},
		{"filters", filters},
		{"facets", facets},
		{"order and pages", order},
		{"highlights", highlights},
		{"suggestions", suggestions},
		{"spelling under filters", spelling},
		{"impossible queries", impossible},
		{"writing", writing},
		{"opening again", reopening},
		{"readers and a writer", concurrent},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, open) })
	}
}

// filled is a new index with documents.
func filled(t testing.TB, open Open, docs ...search.Document) search.Index {
	t.Helper()
	ix := open(t, t.TempDir())
	t.Cleanup(func() { ix.Close() })
	if err := ix.Apply(t.Context(), docs, nil, 1); err != nil {
		t.Fatal(err)
	}
	return ix
}

func ask(t testing.TB, ix search.Index, q search.Query) *search.Result {
	t.Helper()
	r, err := ix.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("Search(%+v): %v", q, err)
	}
	return r
}

func ids(r *search.Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return out
}

func sorted(ids []string) []string {
	out := slices.Clone(ids)
	slices.Sort(out)
	return out
}

// expect that a query finds exactly these, in this order.
func expect(t testing.TB, ix search.Index, q search.Query, want ...string) {
	t.Helper()
	r := ask(t, ix, q)
	if got := ids(r); !slices.Equal(got, want) {
		t.Errorf("%+v\n found %v\n want  %v", q, got, want)
	}
}

// show fragments with the matches in brackets.
func show(fragments []search.Fragment) string {
	var b strings.Builder
	for _, f := range fragments {
		if f.Match {
			b.WriteString("[" + f.Text + "]")
		} else {
			b.WriteString(f.Text)
		}
	}
	return b.String()
}
