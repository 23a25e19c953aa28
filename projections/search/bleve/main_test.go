package bleve_test

import (
	"os"
	"testing"
)

var made []string

// tempDir lives as long as the test binary: benchmarks share one index.
func tempDir() (string, error) {
	dir, err := os.MkdirTemp("", "minhbach-search-")
	made = append(made, dir)
	return dir, err
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shelf.ix != nil {
		shelf.ix.Close()
	}
	for _, dir := range made {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}
