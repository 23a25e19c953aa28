package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minhbach/domain/publication"
)

var now = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func store(t testing.TB) (*Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func put(t *testing.T, s *Store, name, content string) publication.Attachment {
	t.Helper()
	a, err := s.Put(t.Context(), name, 0, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func sumOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func paths(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			all = append(all, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPutKeepsByContent(t *testing.T) {
	s, dir := store(t)
	const content = "mã,tên\n94733,Kế Sách\n"
	sum := sumOf(content)
	got := put(t, s, "../danh_muc.csv", content)
	want := publication.Attachment{SHA256: sum, Name: "danh_muc.csv", Title: "danh muc", MediaType: "text/csv", Size: int64(len(content))}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	put(t, s, "khác.csv", content)
	if all := paths(t, dir); !slices.Equal(all, []string{"sha256/" + sum[:2] + "/" + sum}) {
		t.Errorf("on disk: %v", all)
	}
	if info, err := os.Stat(s.path(sum)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	f, err := s.Open(t.Context(), sum)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := io.ReadAll(f); err != nil || string(b) != content || f.Size() != int64(len(content)) || f.ModTime().IsZero() {
		t.Errorf("read %q, %v", b, err)
	}
}

func TestRefusedUploadLeavesNothing(t *testing.T) {
	s, dir := store(t)
	broken := errors.New("connection reset")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	body := http.MaxBytesReader(httptest.NewRecorder(), io.NopCloser(strings.NewReader("aaaaaaaaaa")), 5)
	tests := []struct {
		what string
		ctx  context.Context
		name string
		max  int64
		r    io.Reader
		want error
	}{
		{"type", t.Context(), "a.html", 0, strings.NewReader("<html>"), ErrType},
		{"content", t.Context(), "a.pdf", 0, strings.NewReader("<html>"), ErrContent},
		{"one byte too many", t.Context(), "a.txt", 4, strings.NewReader("abcde"), ErrTooLarge},
		{"the server's own limit", t.Context(), "a.txt", 100, body, ErrTooLarge},
		{"empty", t.Context(), "a.txt", 0, strings.NewReader(""), ErrEmpty},
		{"sender gone", t.Context(), "a.txt", 0, io.MultiReader(strings.NewReader("abc"), failing{broken}), broken},
		{"given up", ctx, "a.txt", 0, strings.NewReader("abc"), context.Canceled},
	}
	for _, tt := range tests {
		if a, err := s.Put(tt.ctx, tt.name, tt.max, tt.r); !errors.Is(err, tt.want) || a.SHA256 != "" {
			t.Errorf("%s: %+v, %v; want %v", tt.what, a, err, tt.want)
		}
	}
	if a, err := s.Put(t.Context(), "a.txt", 5, strings.NewReader("abcde")); err != nil || a.Size != 5 {
		t.Errorf("just small enough: %+v, %v", a, err)
	}
	if all := paths(t, dir); len(all) != 1 {
		t.Errorf("left on disk: %v", all)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestRefusedTypeIsNotReceived(t *testing.T) {
	s, _ := store(t)
	if _, err := s.Put(t.Context(), "a.exe", 0, failing{errors.New("was read")}); !errors.Is(err, ErrType) {
		t.Errorf("got %v", err)
	}
}

func TestOpenTellsMissingFromUnknown(t *testing.T) {
	s, _ := store(t)
	for hash, want := range map[string]error{
		sumOf("never stored"): ErrMissing, "": ErrUnknown, "../../keys/session.key": ErrUnknown, strings.ToUpper(sumOf("x")): ErrUnknown,
	} {
		if f, err := s.Open(t.Context(), hash); !errors.Is(err, want) || f != nil {
			t.Errorf("%q: %v, %v", hash, f, err)
		}
	}
}

func TestVerifyFindsDamageAndUploadMendsIt(t *testing.T) {
	s, dir := store(t)
	good, bad := put(t, s, "a.txt", "tốt"), put(t, s, "b.txt", "hỏng")
	if err := os.WriteFile(s.path(bad.SHA256), []byte("hỏnG"), 0o600); err != nil {
		t.Fatal(err)
	}
	stray := filepath.Join(dir, hashDir, "ab", "readme.txt")
	os.MkdirAll(filepath.Dir(stray), 0o700)
	os.WriteFile(stray, nil, 0o600)
	gone := sumOf("gone")
	r, err := s.Verify(t.Context(), slices.Values([]string{good.SHA256, gone, gone}))
	if err != nil {
		t.Fatal(err)
	}
	if r.OK() || r.Files != 2 || !slices.Equal(r.Damaged, []string{bad.SHA256}) || !slices.Equal(r.Missing, []string{gone}) || !slices.Equal(r.Strange, []string{stray}) {
		t.Errorf("report %+v", r)
	}
	put(t, s, "b.txt", "hỏng")
	if r, err := s.Verify(t.Context(), nil); err != nil || !r.OK() {
		t.Errorf("after the same bytes came again: %+v, %v", r, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Verify(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

func TestSweepClearsWhatACrashLeft(t *testing.T) {
	s, dir := store(t)
	old, fresh := filepath.Join(dir, tempDir, "put-1"), filepath.Join(dir, tempDir, "put-2")
	for path, age := range map[string]time.Duration{old: 25 * time.Hour, fresh: time.Hour} {
		os.WriteFile(path, []byte("x"), 0o600)
		os.Chtimes(path, now.Add(-age), now.Add(-age))
	}
	if n, err := s.Sweep(now); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if all := paths(t, dir); !slices.Equal(all, []string{"tmp/put-2"}) {
		t.Errorf("left: %v", all)
	}
}

func TestManyUploadsAtOnce(t *testing.T) {
	s, dir := store(t)
	var group sync.WaitGroup
	for i := range 24 {
		group.Go(func() {
			if _, err := s.Put(t.Context(), "a.txt", 0, strings.NewReader(repeat("x", 1+i%3))); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if r, err := s.Verify(t.Context(), nil); err != nil || !r.OK() || r.Files != 3 || len(paths(t, dir)) != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}
