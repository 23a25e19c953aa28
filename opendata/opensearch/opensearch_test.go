package opensearch_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"

	"minhbach/opendata/opensearch"
	"minhbach/opendata/record/recordtest/golden"
)

func sample() opensearch.Search {
	return opensearch.Search{
		Name: "Cổng thông tin điện tử Sở Nông nghiệp và Môi trường", Description: "Tìm tin, văn bản và dữ liệu của Sở.", Contact: "sonn@dulieu.example",
		Icon: "https://sonn.dulieu.example/favicon.ico", Self: "https://sonn.dulieu.example/opensearch.xml",
		HTML:    "https://sonn.dulieu.example/tim-kiem?q={searchTerms}&trang={startPage?}",
		Atom:    "https://sonn.dulieu.example/du-lieu/feed.atom?q={searchTerms}",
		Suggest: "https://sonn.dulieu.example/tim-kiem/goi-y?q={searchTerms}&dang=json", Language: "vi",
	}
}

func TestGolden(t *testing.T) {
	var b bytes.Buffer
	if err := opensearch.Write(&b, sample()); err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "opensearch.xml", b.Bytes())
}

// The limits of OpenSearch 1.1, and text that is no good.
func TestLimits(t *testing.T) {
	for _, name := range []string{sample().Name, strings.Repeat("ă", 100), "<a>&\"\x00\xff " + strings.Repeat("b ", 100), "Minh Bạch"} {
		s := sample()
		s.Name, s.Description = name, strings.Repeat(name+" ", 200)
		var b bytes.Buffer
		if err := opensearch.Write(&b, s); err != nil {
			t.Fatal(err)
		}
		var d struct {
			XMLName     xml.Name
			ShortName   string
			LongName    string
			Description string
			URL         []struct {
				Template string `xml:"template,attr"`
			} `xml:"Url"`
		}
		if err := xml.Unmarshal(b.Bytes(), &d); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		for text, limit := range map[string]int{d.ShortName: 16, d.LongName: 48, d.Description: 1024} {
			if n := utf8.RuneCountInString(text); n == 0 || n > limit {
				t.Errorf("%q has %d characters, at most %d", text, n, limit)
			}
		}
		if d.XMLName.Space != "http://a9.com/-/spec/opensearch/1.1/" || len(d.URL) != 4 || d.URL[0].Template != s.HTML {
			t.Errorf("%+v", d)
		}
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	for _, c := range []struct {
		edit func(*opensearch.Search)
		want string
	}{
		{func(s *opensearch.Search) { s.Name = " " }, "name and a description"},
		{func(s *opensearch.Search) { s.HTML = "" }, "where people search"},
		{func(s *opensearch.Search) { s.HTML = "/tim-kiem?q={searchTerms}" }, "absolute address"},
		{func(s *opensearch.Search) { s.Suggest = "https://x.example/" }, "{searchTerms}"},
		{func(s *opensearch.Search) { s.Self = "" }, "where the description itself is"},
	} {
		s := sample()
		c.edit(&s)
		var b bytes.Buffer
		if err := opensearch.Write(&b, s); err == nil || !strings.Contains(err.Error(), c.want) || b.Len() > 0 {
			t.Errorf("got %v and %d bytes, want %q", err, b.Len(), c.want)
		}
	}
}
