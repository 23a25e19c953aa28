package uploads_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/internal/uploads"
	"minhbach/opendata/ingest"
)

const (
	one = "0190aaaa-0000-7000-8000-000000000001"
	two = "0190aaaa-0000-7000-8000-000000000002"
)

var now = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

func open(t *testing.T, dir string, at time.Time) *uploads.Store {
	t.Helper()
	s, err := uploads.Open(dir, ingest.Reader{}, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func create(t *testing.T, s *uploads.Store, id string, size int64) app.Upload {
	t.Helper()
	u, err := s.Create(app.Upload{ID: id, Agency: "a", Name: "dan-so.csv", Size: size})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func code(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Code.Name
	}
	return ""
}

// broken ends with an error after some bytes, as a lost connection does.
type broken struct{ io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = errors.New("connection reset")
	}
	return n, err
}

func TestPiecesAfterABrokenConnectionAndARestart(t *testing.T) {
	const text = "xã,số dân\nKế Sách,100\nAn Mỹ,200\n"
	dir := t.TempDir()
	s := open(t, dir, now)
	create(t, s, one, int64(len(text)))
	u, err := s.Append(context.Background(), one, 0, broken{strings.NewReader(text[:9])})
	if err == nil {
		t.Fatal("a broken connection was taken for a whole piece")
	}
	if u.Offset != 9 {
		t.Fatalf("offset %d, want the 9 bytes that arrived", u.Offset)
	}
	s.Close()
	s = open(t, dir, now.Add(time.Hour)) // another process
	if _, err := s.Append(context.Background(), one, 5, strings.NewReader("x")); code(err) != "upload.offset" {
		t.Fatalf("a piece at the wrong offset: %v", err)
	}
	u, err = s.Append(context.Background(), one, 9, strings.NewReader(text[9:]))
	if err != nil || u.State != app.Received {
		t.Fatalf("%+v, %v", u, err)
	}
	f, err := s.Open(one)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := io.ReadAll(f)
	if err != nil || string(got) != text {
		t.Fatalf("%q, %v", got, err)
	}
}

func TestMoreThanAnnounced(t *testing.T) {
	s := open(t, t.TempDir(), now)
	create(t, s, one, 4)
	u, err := s.Append(context.Background(), one, 0, strings.NewReader("12345"))
	if code(err) != "upload.long" || u.Offset != 4 {
		t.Fatalf("%+v, %v", u, err)
	}
}

func TestIncompleteIsNotRead(t *testing.T) {
	s := open(t, t.TempDir(), now)
	create(t, s, one, 10)
	if _, err := s.Examine(one, ingest.Choices{}); code(err) != "upload.incomplete" {
		t.Fatal(err)
	}
}

func TestNamesThatAreNone(t *testing.T) {
	s := open(t, t.TempDir(), now)
	for _, id := range []string{"", "..", "../x", two, strings.Repeat("a", 36)} {
		if _, err := s.Get(id); code(err) != "upload.unknown" {
			t.Errorf("%q: %v", id, err)
		}
		if err := s.Remove(id); code(err) != "upload.unknown" {
			t.Errorf("removing %q: %v", id, err)
		}
	}
}

func TestForgottenAfterSevenDays(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, now)
	create(t, s, one, 4)
	s.Close()
	s = open(t, dir, now.Add(uploads.Keep-time.Minute))
	create(t, s, two, 4)
	s.Close()
	if err := os.Mkdir(filepath.Join(dir, "strange"), 0o700); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, now.Add(uploads.Keep+time.Minute))
	if _, err := s.Get(one); code(err) != "upload.unknown" {
		t.Errorf("the old one is still there: %v", err)
	}
	if _, err := s.Get(two); err != nil {
		t.Errorf("the young one is gone: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%d folders left, want 1", len(left))
	}
}

func TestReadInTheBackgroundWithChoices(t *testing.T) {
	text := []byte("mã;dân số\n001;1.200\n002;3.400\n")
	s := open(t, t.TempDir(), now)
	create(t, s, one, int64(len(text)))
	if _, err := s.Append(context.Background(), one, 0, bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Examine(one, ingest.Choices{}); err != nil {
		t.Fatal(err)
	}
	u, err := s.Wait(context.Background(), one)
	if err != nil || u.State != app.Examined {
		t.Fatalf("%+v, %v", u, err)
	}
	if u.Examined.Rows != 2 || len(u.Examined.Columns) != 2 || u.Done != 1 {
		t.Fatalf("%+v", u.Examined)
	}
	again, err := s.Examine(one, ingest.Choices{})
	if err != nil || again.Examined != u.Examined {
		t.Fatal("the same choices were read twice")
	}
	if _, err := s.Examine(one, ingest.Choices{Delimiter: ","}); err != nil {
		t.Fatal(err)
	}
	if u, _ = s.Wait(context.Background(), one); u.State != app.Refused && len(u.Examined.Columns) != 1 {
		t.Fatalf("the choice of a comma made no difference: %+v", u)
	}
}
