package sitemap

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var at = time.Date(2026, 2, 28, 17, 30, 0, 0, time.FixedZone("+07", 7*3600))

func TestGoldens(t *testing.T) {
	var b bytes.Buffer
	err := Write(&b, []URL{
		{Loc: "https://kesach.example/tin-tuc/a?x=1&y=2", LastMod: at, Alternates: []Alternate{
			{"vi", "https://kesach.example/tin-tuc/a?x=1&y=2"}, {"en", "https://kesach.example/en/tin-tuc/a?x=1&y=2"}}},
		{Loc: "https://kesach.example/van-ban/đất-đai"},
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/sitemap.golden.xml", b.Bytes())
	b.Reset()
	if err := WriteIndex(&b, []File{{"https://kesach.example/sitemap-1.xml", at}, {Loc: "https://kesach.example/sitemap-2.xml"}}); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/index.golden.xml", b.Bytes())
}

func TestFiftyThousandIsTheLimit(t *testing.T) {
	urls := make([]URL, MaxURLs+1)
	for i := range urls {
		urls[i].Loc = fmt.Sprintf("https://kesach.example/%d", i)
	}
	var b bytes.Buffer
	if err := Write(&b, urls); err == nil || !strings.Contains(err.Error(), "2 files") || b.Len() > 0 {
		t.Errorf("50,001 addresses must be refused whole, got %v and %d bytes", err, b.Len())
	}
	if err := Write(&b, urls[:MaxURLs]); err != nil {
		t.Error(err)
	}
	var back struct {
		URLs []struct{} `xml:"url"`
	}
	if err := xml.Unmarshal(b.Bytes(), &back); err != nil || len(back.URLs) != MaxURLs {
		t.Errorf("read %d addresses back: %v", len(back.URLs), err)
	}
	for n, want := range map[int]int{0: 0, 1: 1, 50_000: 1, 50_001: 2, 100_000: 2} {
		if got := Files(n); got != want {
			t.Errorf("Files(%d) = %d, want %d", n, got, want)
		}
	}
}

func TestRelativeAddressesAreRefused(t *testing.T) {
	for _, bad := range []string{"", "/tin-tuc", "javascript:x", "//kesach.example/"} {
		if Write(&bytes.Buffer{}, []URL{{Loc: bad}}) == nil || WriteIndex(&bytes.Buffer{}, []File{{Loc: bad}}) == nil ||
			Write(&bytes.Buffer{}, []URL{{Loc: "https://a.example/", Alternates: []Alternate{{"en", bad}}}}) == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run with -update after checking):\n%s", path, got)
	}
}
