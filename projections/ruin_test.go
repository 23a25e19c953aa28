package projections_test

import (
	"os"
	"path/filepath"
	"testing"
)

// ruin overwrites the beginning of every file of a folder.
func ruin(t *testing.T, dir string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.db*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("nothing to ruin: %v", err)
	}
	for _, n := range names {
		if err := os.WriteFile(n, []byte("this is no database, whatever its name says"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
