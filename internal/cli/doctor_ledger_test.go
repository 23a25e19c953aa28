package cli

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"minhbach/eventstore/ledger"
)

// TestDoctorLooksAtTheLedger: each harm is told with its remedy, and what mends itself
// is no fault.
func TestDoctorLooksAtTheLedger(t *testing.T) {
	dir := example(t)
	key := filepath.Join(dir, "keys", "ledger.key")
	tile := filepath.Join(dir, "ledger", "tile")
	kept, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		harm func()
		want verdict
	}{
		{"sound", func() {}, well},
		{"key open to others", func() { must(os.Chmod(key, 0o640)) }, failed},
		{"key lost", func() { must(os.Remove(key)) }, failed},
		{"another key", func() { _, err := ledger.CreateKey(key, "elsewhere/log"); must(err) }, failed},
		{"key back", func() { must(os.WriteFile(key, kept, 0o600)) }, well},
		{"tiles lost", func() { must(os.RemoveAll(tile)) }, note},
	} {
		c.harm()
		_, all := examine(t, dir)
		i := slices.IndexFunc(all, func(f finding) bool { return f.Check == "ledger" })
		if i < 0 || all[i].Verdict != c.want {
			t.Errorf("%s: %+v", c.name, all)
		}
	}
	if _, err := os.Stat(tile); err == nil {
		t.Error("the doctor has changed something")
	}
}
