package bleve_test

import (
	"testing"

	"minhbach/projections/search"
	"minhbach/projections/search/bleve"
	"minhbach/projections/search/searchtest"
)

func open(t testing.TB, dir string) search.Index {
	t.Helper()
	ix, err := bleve.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func TestIndex(t *testing.T) { searchtest.Run(t, open) }
