package uploads_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"minhbach/internal/app"
	"minhbach/internal/uploads"
	"minhbach/opendata/ingest"
)

// Uploads that nobody finishes neither pile up nor outlive their seven days while
// the program runs.
func TestForgottenUploads(t *testing.T) {
	dir, at := t.TempDir(), now
	s, err := uploads.Open(dir, ingest.Reader{}, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	begin := func(agency string, n int, size int64) error {
		_, err := s.Create(app.Upload{ID: fmt.Sprintf("0190aaaa-0000-7000-8000-%012d", n), Agency: agency, Name: "a.csv", Size: size})
		return err
	}
	n := 0
	for ; n < 1000; n++ {
		if err = begin("a", n, 10); err != nil {
			break
		}
	}
	if code(err) != "upload.many" || n < 10 || n > 100 {
		t.Fatalf("%d uploads, then %v", n, err)
	}
	if err := begin("a", 0, 10); err != nil {
		t.Errorf("the same announcement again: %v", err)
	}
	if err := begin("b", 2000, 10); err != nil {
		t.Errorf("another agency: %v", err)
	}
	if err := begin("b", 2001, 100<<30); code(err) != "upload.many" {
		t.Errorf("100 GB announced: %v", err)
	}
	at = at.Add(uploads.Keep + time.Hour)
	if _, err := s.Get("0190aaaa-0000-7000-8000-000000000000"); code(err) != "upload.unknown" {
		t.Errorf("an upload of eight days ago: %v", err)
	}
	if _, err := s.Append(context.Background(), "0190aaaa-0000-7000-8000-000000000000", 0, bytes.NewReader([]byte("a"))); code(err) != "upload.unknown" {
		t.Errorf("adding to an upload of eight days ago: %v", err)
	}
	if err := begin("a", 3000, 10); err != nil {
		t.Errorf("a week later: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%d uploads are on the disk, %v", len(left), err)
	}
}
