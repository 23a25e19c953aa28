// Package golden compares what a test wrote with the file kept in its testdata, and writes that file anew with
// -update. For tests only: a package that has a flag of that name cannot use it.
package golden

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Compare compares a value, as it is written, with a file of the package's testdata.
func Compare(t *testing.T, name string, v any) {
	t.Helper()
	got, ok := v.([]byte)
	if !ok {
		var err error
		if got, err = json.MarshalIndent(v, "", "  "); err != nil {
			t.Fatal(err)
		}
		got = append(got, '\n')
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at the difference after running this package's tests with -update\n%s", path, got)
	}
}
