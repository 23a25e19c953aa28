package ingest_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/domain/fault"
	"minhbach/opendata/ingest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestAwkwardFiles examines and reads every file of testdata/text and compares all
// that was found with its golden.
func TestAwkwardFiles(t *testing.T) {
	paths, _ := filepath.Glob("testdata/text/*")
	files := 0
	for _, path := range paths {
		if strings.HasSuffix(path, ".golden") {
			continue
		}
		files++
		t.Run(filepath.Base(path), func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, path+".golden", describe(t, file(filepath.Base(path), b), ingest.Choices{}))
		})
	}
	if files < 25 {
		t.Fatalf("only %d files", files)
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update after checking):\n%s", path, got)
	}
}

// describe is an examination and the rows as text for people to check.
func describe(t *testing.T, src ingest.Source, c ingest.Choices) string {
	t.Helper()
	if _, err := (ingest.Reader{}).Examine(t.Context(), src, c, nil); err != nil {
		f := fault.Of(err)
		if f == nil {
			t.Fatalf("no fault: %v", err)
		}
		return fmt.Sprintf("refused %s (%s)\n%s\n%s\n", f.Code.Name, f.Code.Kind, f.Sentence("vi"), f.Sentence("en"))
	}
	x, rows := read(t, src, c)
	var b strings.Builder
	reading, err := json.MarshalIndent(x.Reading, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "reading %s\n", reading)
	for i, col := range x.Columns {
		e := x.Evidence[i]
		fmt.Fprintf(&b, "column %s “%s” %s [%s] values %d empty %d\n", col.Name, col.Title, col.Type, col.Unit, e.Values, e.Empty)
	}
	for _, n := range x.Notes {
		fmt.Fprintf(&b, "note %s: %s / %s\n", n.Code, ingest.Sentence(n, "vi"), ingest.Sentence(n, "en"))
	}
	for _, f := range x.Findings {
		fmt.Fprintf(&b, "finding %v\n", f)
	}
	fmt.Fprintf(&b, "rows %d, rejected %d\n", x.Rows, x.Report.Total)
	for _, r := range x.Report.Rejected {
		fmt.Fprintf(&b, "rejected %d %s %q %s: %s / %s\n", r.Line, r.Column, r.Value, r.Code, r.Vi, r.En)
	}
	for _, row := range rows[:min(len(rows), 12)] {
		for i, v := range row {
			if i > 0 {
				b.WriteString(" | ")
			}
			switch v := v.(type) {
			case time.Time:
				b.WriteString(v.Format(time.RFC3339Nano))
			case string:
				fmt.Fprintf(&b, "%q", v)
			default:
				fmt.Fprint(&b, v)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}
