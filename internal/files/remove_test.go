package files

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"
)

func TestRemovedForGoodUnlessSentAgain(t *testing.T) {
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	put := func() string {
		t.Helper()
		a, err := s.Put(t.Context(), "a.txt", 0, strings.NewReader("Huyện Kế Sách\n"))
		if err != nil {
			t.Fatal(err)
		}
		return a.SHA256
	}
	sum := put()
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(s.path(sum), old, old); err != nil {
		t.Fatal(err)
	}
	hour := time.Now().Add(-time.Hour)
	put()
	if err := s.Remove(sum, hour); !errors.Is(err, ErrFresh) {
		t.Errorf("sent again just now: %v", err)
	}
	if f, err := s.Open(t.Context(), sum); err != nil {
		t.Error(err)
	} else {
		f.Close()
	}
	for range 2 { // it may be repeated
		if err := s.Remove(sum, time.Now().Add(time.Hour)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(s.path(sum)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
	for _, wrong := range []string{"", "../keys", strings.Repeat("A", 64)} {
		if err := s.Remove(wrong, hour); err == nil {
			t.Errorf("%q was taken for a hash", wrong)
		}
	}
}
