package verify_test

import (
	"archive/zip"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"minhbach/eventstore/ledger"
	"minhbach/eventstore/ledger/verify"
)

func TestLogAtAnAddress(t *testing.T) {
	dir, key := made(t, 700, 100, 300)
	files := http.FileServer(http.Dir(dir))
	var busy atomic.Int32
	mux := http.NewServeMux()
	mux.Handle("/log/", http.StripPrefix("/log", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if busy.Add(1)%5 == 0 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		files.ServeHTTP(w, r)
	})))
	mux.Handle("/moved/", http.RedirectHandler("/log/", http.StatusMovedPermanently))
	mux.Handle("/round/", http.RedirectHandler("/round/", http.StatusFound))
	other := httptest.NewServer(files)
	defer other.Close()
	mux.Handle("/elsewhere/", http.RedirectHandler(other.URL, http.StatusFound))
	mux.HandleFunc("/long/checkpoint", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 1<<20)) })
	mux.HandleFunc("/broken/checkpoint", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	site := httptest.NewServer(mux)
	defer site.Close()

	verify.WithoutWaiting(t)
	for _, where := range []string{"/log", "/log/", ""} {
		src, err := verify.Open(ctx, site.URL+where, nil)
		if err != nil {
			t.Fatal(where, err)
		}
		r, err := verify.Log(ctx, src, trust(t, key), verify.Options{})
		if err != nil || !r.Sound || r.Log.Leaves != 700 || r.History.Lines != 3 {
			t.Error(where, err, r.Problem)
		}
		src.Close()
	}
	for _, where := range []string{"/round/x", "/elsewhere/x", "/long", "/broken"} {
		if _, err := verify.Open(ctx, site.URL+where, nil); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", where, err)
		}
	}
	if _, err := verify.Open(ctx, site.URL+"/nothing", nil); !errors.Is(err, verify.ErrNoLog) {
		t.Error(err)
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	if _, err := verify.Open(ctx, gone.URL, nil); err == nil || errors.Is(err, verify.ErrNoLog) {
		t.Error("a site that is down says nothing about its log:", err)
	}
	t.Run("a tile that is gone", func(t *testing.T) {
		if err := os.Remove(filepath.Join(dir, "tile", "entries", "001")); err != nil {
			t.Fatal(err)
		}
		src, err := verify.Open(ctx, other.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		r, err := verify.Log(ctx, src, trust(t, key), verify.Options{})
		if err != nil || r.Sound || r.Problem.Code != verify.Missing || r.Problem.Path != ledger.EntriesPath(1, 256) {
			t.Error(err, r.Problem)
		}
	})
}

func TestLogInAnArchive(t *testing.T) {
	dir, key := made(t, 700, 100)
	for _, prefix := range []string{"", "log/", "data/log/", "bag/data/log/"} {
		file := filepath.Join(t.TempDir(), "log.zip")
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		z := zip.NewWriter(f)
		err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			name, _ := filepath.Rel(dir, p)
			w, err := z.Create(prefix + filepath.ToSlash(name))
			if err != nil {
				return err
			}
			raw, err := os.ReadFile(p)
			if err == nil {
				_, err = w.Write(raw)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(prefix, "bag/") {
			if w, err := z.Create("bag/bagit.txt"); err != nil {
				t.Fatal(err)
			} else if _, err := w.Write([]byte("BagIt-Version: 1.0\n")); err != nil {
				t.Fatal(err)
			}
		}
		w, err := z.Create(strings.TrimSuffix(prefix, "log/") + "keys/ledger.vkey")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(key.Public + "\n")); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(z.Close(), f.Close()); err != nil {
			t.Fatal(err)
		}
		src, err := verify.Open(ctx, file, nil)
		if err != nil {
			t.Fatal(prefix, err)
		}
		if hints := verify.Hints(ctx, src); strings.Contains(prefix, "data") && (len(hints) != 1 || hints[0] != key.Public) {
			t.Errorf("%s: the key beside the log is %q", prefix, hints)
		}
		if r, err := verify.Log(ctx, src, trust(t, key), verify.Options{}); err != nil || !r.Sound || r.Log.Leaves != 700 {
			t.Error(prefix, err, r.Problem)
		}
		src.Close()
	}
	if _, err := verify.Open(ctx, filepath.Join(dir, "checkpoint"), nil); !errors.Is(err, verify.ErrNoLog) {
		t.Error(err)
	}
	if _, err := verify.Open(ctx, t.TempDir(), nil); !errors.Is(err, verify.ErrNoLog) {
		t.Error(err)
	}
}
