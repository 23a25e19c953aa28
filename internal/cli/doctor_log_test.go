package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDoctorMissesAcknowledgedEvents: a log that opens and is sound, but shorter than
// it was, is no healthy one.
func TestDoctorMissesAcknowledgedEvents(t *testing.T) {
	dir := example(t)
	log := func() finding {
		t.Helper()
		_, all := examine(t, dir)
		i := slices.IndexFunc(all, func(f finding) bool { return f.Check == "log" })
		if i < 0 {
			t.Fatalf("nothing about the log: %+v", all)
		}
		return all[i]
	}
	if f := log(); f.Verdict != well {
		t.Fatalf("before: %+v", f)
	}
	if err := os.Remove(filepath.Join(dir, "log", "log.db")); err != nil {
		t.Fatal(err)
	}
	if f := log(); f.Verdict != failed || !strings.Contains(f.Detail, "acknowledged and are missing") {
		t.Errorf("without the file: %+v", f)
	}
}
