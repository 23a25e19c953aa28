package bleve_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"minhbach/projections/search"
	"minhbach/projections/search/bleve"
)

func stored(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	ix := open(t, dir)
	var docs []search.Document
	for i := range 50 {
		docs = append(docs, search.Document{ID: fmt.Sprint(i), Title: fmt.Sprintf("Quyết định số %d", i), Body: "Ủy ban nhân dân tỉnh Sóc Trăng."})
	}
	if err := ix.Apply(t.Context(), docs, nil, 7); err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func segments(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v %v", files, err)
	}
	return files
}

// Every kind of damage is recognised when the index is opened. Where the engine
// still has the state before, that may be opened instead: whole, at its position.
func TestDamage(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, dir string){
		"a bit": func(t *testing.T, dir string) {
			file := segments(t, dir)[0]
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)/2] ^= 4
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"half a file": func(t *testing.T, dir string) {
			file := segments(t, dir)[0]
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(file, info.Size()/2); err != nil {
				t.Fatal(err)
			}
		},
		"an empty file":  func(t *testing.T, dir string) { write(t, segments(t, dir)[0], "") },
		"no file":        func(t *testing.T, dir string) { remove(t, segments(t, dir)[0]) },
		"another root":   func(t *testing.T, dir string) { write(t, filepath.Join(dir, "root.bolt"), "this is no index at all") },
		"zeros for root": func(t *testing.T, dir string) { write(t, filepath.Join(dir, "root.bolt"), string(make([]byte, 65536))) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := stored(t)
			damage(t, dir)
			ix, err := bleve.Open(dir)
			if err != nil {
				if !bleve.IsBroken(err) {
					t.Errorf("not recognised: %v", err)
				}
				return
			}
			defer ix.Close()
			r, err := ix.Search(t.Context(), search.Query{})
			if err != nil || r.Total != 0 || r.Position != 0 {
				t.Errorf("opened with %+v, %v", r, err)
			}
		})
	}
	dir := stored(t)
	// What a crash leaves behind is no damage.
	write(t, filepath.Join(dir, "0000000000ff.zap"), "half wri")
	ix, err := bleve.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if p, err := ix.Position(t.Context()); err != nil || p != 7 {
		t.Errorf("%d %v", p, err)
	}
}

func TestOneProcess(t *testing.T) {
	dir := stored(t)
	ix := open(t, dir)
	defer ix.Close()
	if other, err := bleve.Open(dir); err == nil {
		other.Close()
		t.Error("opened twice")
	} else if bleve.IsBroken(err) {
		t.Errorf("an index in use counts as broken: %v", err)
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}
