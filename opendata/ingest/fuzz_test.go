package ingest_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf8"

	"minhbach/domain/fault"
	"minhbach/opendata/ingest"
)

func contextWithCancel(t *testing.T) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return ctx, cancel
}

// FuzzExamine: whatever the bytes, there is a table that can be read again exactly
// as it was examined, or a fault with a sentence.
func FuzzExamine(f *testing.F) {
	paths, _ := filepath.Glob("testdata/text/*")
	for _, p := range paths {
		if b, err := os.ReadFile(p); err == nil && filepath.Ext(p) != ".golden" {
			f.Add(b, uint8(0))
		}
	}
	f.Fuzz(survives)
}

var fuzzed = []string{"", "utf-8", "utf-16le", "utf-16be", "windows-1258", "tcvn3", "vni"}

func survives(t *testing.T, b []byte, encoding uint8) {
	src := file("a.csv", b)
	c := ingest.Choices{Format: "csv", Encoding: fuzzed[int(encoding)%len(fuzzed)]}
	limits := ingest.Limits{Columns: 50, Cell: 4 << 10, Line: 16 << 10}
	x, err := ingest.Reader{Limits: limits}.Examine(t.Context(), src, c, nil)
	if err != nil {
		if fault.Of(err) == nil {
			t.Fatalf("not a fault: %v", err)
		}
		return
	}
	if len(x.Columns) == 0 || len(x.Columns) > 50 || len(x.Reading.Columns) != len(x.Columns) || len(x.Evidence) != len(x.Columns) {
		t.Fatalf("columns %d, sources %d", len(x.Columns), len(x.Reading.Columns))
	}
	rows := int64(0)
	for values, err := range (ingest.Reader{Limits: limits}).Rows(t.Context(), src, x.Reading, x.Columns, nil) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
		for _, v := range values {
			if s, ok := v.(string); ok && !utf8.ValidString(s) {
				t.Fatalf("%q is not text", s)
			}
		}
	}
	if rows != x.Rows {
		t.Fatalf("examined %d rows, read %d", x.Rows, rows)
	}
	for _, n := range x.Notes {
		if s := ingest.Sentence(n, "vi"); s == n.Code || s == "" {
			t.Fatalf("no sentence for %s", n.Code)
		}
	}
}

// TestDamagedAtRandom runs what the fuzz target checks on files with bytes changed,
// dropped and repeated.
func TestDamagedAtRandom(t *testing.T) {
	paths, _ := filepath.Glob("testdata/text/*")
	r := rand.New(rand.NewPCG(17, 5))
	for range 8 {
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			for range 1 + r.IntN(6) {
				at := r.IntN(len(b))
				switch r.IntN(4) {
				case 0:
					b[at] = byte(r.IntN(256))
				case 1:
					b[at] = "\",;\n\r\t \x00-."[r.IntN(10)]
				case 2:
					b = slices.Delete(b, at, min(len(b), at+1+r.IntN(9)))
				case 3:
					b = slices.Insert(b, at, b[at:min(len(b), at+1+r.IntN(40))]...)
				}
				if len(b) == 0 {
					b = []byte("a")
				}
			}
			survives(t, b, uint8(r.IntN(14)))
		}
	}
}
