package tables_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/internal/tables"
	"minhbach/opendata/ingest"
)

// A file that gives no table is not read again for each reader who comes.
func TestAFileThatGivesNoTableIsLeftAlone(t *testing.T) {
	m := &memory{rows: map[string][]analytics.Row{}}
	k, _ := keeper(t, m)
	for range 50 {
		if err := k.Ensure(context.Background(), release(3)); err == nil {
			t.Fatal("a table of two rows was taken for three")
		}
	}
	if m.loads != 1 {
		t.Errorf("the file was read %d times", m.loads)
	}
}

// Better titles give another file, and files together have only so much room.
func TestFilesMadeOfTables(t *testing.T) {
	m := &memory{rows: map[string][]analytics.Row{}}
	k, dir := keeper(t, m)
	ctx, r := context.Background(), release(2)
	if err := k.Ensure(ctx, r); err != nil {
		t.Fatal(err)
	}
	read := func(format, title string) string {
		t.Helper()
		f, err := k.Export(ctx, r, format, title)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		text, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := read("excel", "Dân số")
	r.Columns[1].Title = "số dân (người)"
	if second := read("excel", "Dân số"); second == first || !strings.Contains(second, "số dân (người)") {
		t.Errorf("the file has the old title: %s", second)
	}
	left := func() []string {
		all, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		var files []string
		for _, name := range all {
			sum, err := os.ReadFile(name + ".sha256")
			if strings.HasSuffix(name, ".sha256") {
				continue
			}
			if err != nil || len(sum) != 64 {
				t.Errorf("%s has no sum: %v", name, err)
			}
			files = append(files, name)
		}
		return files
	}
	if len(left()) != 2 {
		t.Fatalf("files %v", left())
	}
	k.Most = 1
	read("csv", "Dân số")
	if all := left(); len(all) != 1 || !strings.HasSuffix(all[0], ".csv") {
		t.Errorf("files %v; want the newest only", all)
	}
	k.Room = func() error { return errors.New("no room") }
	read("csv", "Dân số") // it is there
	if _, err := k.Export(ctx, r, "ndjson", "Dân số"); err == nil || err.Error() != "no room" {
		t.Errorf("a file was made on a full disk: %v", err)
	}
	if err := k.Drop(ctx, r.ID); err != nil || len(left()) != 0 {
		t.Errorf("after dropping: %v, %v", left(), err)
	}
}

// Sweeping while a file is being made does not take it away; the next start does.
func TestSweepingSparesFilesInTheMaking(t *testing.T) {
	m := &memory{rows: map[string][]analytics.Row{}}
	k, dir := keeper(t, m)
	f, err := k.Whole(context.Background(), "tat-ca", "1", func(_ context.Context, w io.Writer) error {
		if err := k.Sweep(time.Now().Add(time.Hour)); err != nil {
			return err
		}
		_, err := io.WriteString(w, "all of it")
		return err
	})
	if err != nil {
		t.Fatalf("sweeping broke a file in the making: %v", err)
	}
	f.Close()
	if err := os.WriteFile(filepath.Join(dir, "making-1"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := tables.Open(context.Background(), m, shelf{}, ingest.Reader{}, dir); err != nil {
		t.Fatal(err)
	}
	if all, _ := filepath.Glob(filepath.Join(dir, "making-*")); len(all) != 0 {
		t.Errorf("a crash's leftovers stay: %v", all)
	}
}
