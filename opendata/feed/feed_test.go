package feed

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var at = time.Date(2026, 2, 28, 7, 30, 0, 0, time.FixedZone("+07", 7*3600))

func sample() Feed {
	return Feed{
		ID: "urn:uuid:0195-feed", Title: "Tin tức – UBND huyện Kế Sách", Link: "https://kesach.example/tin-tuc", Self: "https://kesach.example/feeds/tin-tuc.atom",
		Lang: "vi", Author: "UBND huyện Kế Sách", Rights: "CC BY 4.0", Updated: at,
		Entries: []Entry{
			{ID: "urn:uuid:0195-a", Title: `Giá < 5 & "mới"`, Link: "https://kesach.example/tin-tuc/a?x=1&y=2", Summary: "Tóm tắt", HTML: "<p>Nội dung <strong>đậm</strong></p>",
				Categories: []string{"Kinh tế"}, Published: at.Add(-time.Hour), Updated: at,
				Enclosure: &Enclosure{"https://kesach.example/tep/a.pdf", "application/pdf", 1234}},
			{ID: "urn:uuid:0195-b", Title: "Không có ngày đăng", Link: "https://kesach.example/tin-tuc/b", Author: "Phòng Văn hóa", Updated: at.Add(-2 * time.Hour)},
		},
	}
}

func TestGoldens(t *testing.T) {
	for name, write := range map[string]func(io.Writer, Feed) error{"atom": WriteAtom, "rss": WriteRSS} {
		var b bytes.Buffer
		if err := write(&b, sample()); err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/"+name+".golden.xml", b.Bytes())
	}
}

func TestRebuildingGivesTheSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	first, second := sample(), sample()
	second.Updated = second.Updated.UTC() // the same instant, written elsewhere
	if WriteAtom(&a, first) != nil || WriteAtom(&b, second) != nil || a.String() != b.String() {
		t.Error("the zone of the given time must not show")
	}
}

func TestMissingPartsAreNamed(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(*Feed)
		want string
	}{
		{"id", func(f *Feed) { f.ID = "tin-tuc" }, "an ID that is an absolute IRI"},
		{"title", func(f *Feed) { f.Title = " " }, "a title"},
		{"updated", func(f *Feed) { f.Updated = time.Time{} }, "time of its last change"},
		{"author", func(f *Feed) { f.Author = "" }, "author"},
		{"self", func(f *Feed) { f.Self = "/feeds/x" }, "absolute addresses"},
		{"entry id", func(f *Feed) { f.Entries[1].ID = "" }, "entry 1 needs an ID"},
		{"entry repeated", func(f *Feed) { f.Entries[1].ID = f.Entries[0].ID }, "entry 1 repeats"},
		{"entry link", func(f *Feed) { f.Entries[0].Link = "/a" }, "entry 0 needs an absolute address"},
		{"entry updated", func(f *Feed) { f.Entries[0].Updated = time.Time{} }, "entry 0 needs the time"},
	} {
		f := sample()
		c.edit(&f)
		var b bytes.Buffer
		if err := WriteAtom(&b, f); err == nil || !strings.Contains(err.Error(), c.want) || b.Len() > 0 {
			t.Errorf("%s: got %v and %d bytes", c.name, err, b.Len())
		}
		if WriteRSS(&b, f) == nil {
			t.Errorf("%s: RSS accepted it", c.name)
		}
	}
}

// Characters that XML 1.0 forbids must not break the whole feed.
func FuzzAnyTextGivesWellFormedXML(f *testing.F) {
	f.Add("a\x00b\x0b", "]]>")
	f.Add("\xff\ufffe", "<script>")
	f.Fuzz(func(t *testing.T, title, html string) {
		feed := sample()
		feed.Entries[0].Title, feed.Entries[0].HTML = title, html
		for _, write := range []func(io.Writer, Feed) error{WriteAtom, WriteRSS} {
			var b bytes.Buffer
			if strings.TrimSpace(title) == "" {
				continue
			}
			if err := write(&b, feed); err != nil {
				t.Fatal(err)
			}
			dec := xml.NewDecoder(&b)
			for {
				if _, err := dec.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
		}
	})
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
