package rdf

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// said lists triples in an order that does not depend on the syntax.
func said(triples []Triple) []string {
	var out []string
	for _, t := range triples {
		out = append(out, fmt.Sprintf("%q", t))
	}
	slices.Sort(out)
	return out
}

// sameEverywhere fails unless each syntax gives back exactly the graph.
func sameEverywhere(t *testing.T, g *Graph) {
	t.Helper()
	for _, syntax := range []struct {
		name  string
		write func(io.Writer, *Graph) error
		read  func(io.Reader) ([]Triple, error)
	}{{"turtle", WriteTurtle, readTurtle}, {"xml", WriteXML, readXML}, {"json-ld", WriteJSONLD, readJSONLD}} {
		var b bytes.Buffer
		if err := syntax.write(&b, g); err != nil {
			t.Fatalf("%s: %v", syntax.name, err)
		}
		written := b.String()
		got, err := syntax.read(&b)
		if err != nil {
			t.Fatalf("%s does not read back: %v\n%s", syntax.name, err, written)
		}
		if want := said(g.Triples()); !slices.Equal(said(got), want) {
			t.Errorf("%s says\n%s\nwant\n%s\nwritten\n%s", syntax.name, strings.Join(said(got), "\n"), strings.Join(want, "\n"), written)
		}
	}
}

func TestAwkwardTextSurvivesEverySyntax(t *testing.T) {
	g := New()
	s := IRI(`https://x.example/dữ-liệu?a=1&b="<>`)
	g.Add(s, Name("dct:title"), Text("Giá \"gạo\" \\ <b>&amp;</b> ]]>\r\n\tdòng 2\x00\xff", "vi"), Text("plain", ""))
	g.Add(s, Type, Name("dcat:Dataset"), Name("dcat:Resource"))
	g.Add(s, Name("dcat:byteSize"), Typed("12", NonNegativeInteger))
	g.Add(s, Name("dct:relation"), IRI("http://purl.org/dc/terms/a/b"), IRI("mailto:a@b.example"), IRI("urn:uuid:1"))
	g.Add(IRI("https://x.example/2"), Name("dct:title"), Text("không có kiểu", "vi"))
	if len(g.Triples()) != 9 {
		t.Fatalf("%d triples, want 9", len(g.Triples()))
	}
	sameEverywhere(t, g)
}

func TestWhatIsNoTermAddsNothing(t *testing.T) {
	g := New()
	s := IRI("https://x.example/1")
	for _, bad := range []string{"", "abc", "/a", "//host/a", "javascript:alert(1)", "geo:1,2", "http:///a", "mailto:", "ftp://x.example/", "http://a]b/"} {
		if !IRI(bad).IsZero() {
			t.Errorf("%q was taken for an IRI", bad)
		}
		g.Add(s, Name("dct:relation"), IRI(bad))
		g.Add(IRI(bad), Name("dct:relation"), s)
	}
	g.Add(s, Name("dct:title"), Text(" \n", "vi"), Typed("", Date))
	g.Add(Text("x", ""), Name("dct:relation"), s)
	if len(g.Triples()) != 0 {
		t.Errorf("got %v", g.Triples())
	}
}

func TestAStatementIsMadeOnce(t *testing.T) {
	g := New()
	s := IRI("https://x.example/1")
	g.Add(s, Name("dct:title"), Text("a", "vi"), Text("a", "vi"), Text("a", "en"))
	g.Add(s, Name("dct:title"), Text("a", "vi"))
	if len(g.Triples()) != 2 || !g.Has(s) || g.Has(IRI("https://x.example/2")) {
		t.Errorf("got %v", g.Triples())
	}
}

func TestAPredicateOutsideTheVocabulariesIsRefused(t *testing.T) {
	g := New()
	g.Add(IRI("https://x.example/1"), IRI("https://x.example/p"), Text("a", ""))
	if err := WriteXML(io.Discard, g); err == nil || !strings.Contains(err.Error(), "prefix") {
		t.Errorf("got %v", err)
	}
}

func FuzzEverySyntaxSaysTheSame(f *testing.F) {
	f.Add("https://x.example/a", "tiêu đề", "vi", "http://www.w3.org/ns/dcat#Dataset")
	f.Add("https://x.example/%41?b#c", "\"\\\x0b\u2028]]>&", "", "dct:title")
	f.Fuzz(func(t *testing.T, subject, text, lang, object string) {
		g := New()
		s := IRI(subject)
		if lang != "" {
			lang = "en"
		}
		g.Add(s, Name("dct:title"), Text(text, lang), Typed(text, AnyURI))
		g.Add(s, Type, IRI(object))
		g.Add(IRI(object), Name("dct:relation"), s, Text(object, ""))
		sameEverywhere(t, g)
	})
}

func TestAddressesBecomeURIs(t *testing.T) {
	for in, want := range map[string]string{
		"https://x.example/a?b=c#d":       "https://x.example/a?b=c#d",
		" https://x.example/dữ liệu ":     "https://x.example/d%E1%BB%AF%20li%E1%BB%87u",
		"https://x.example/%41%zz%":       "https://x.example/%41%25zz%25",
		"https://x.example/[a]#b#c":       "https://x.example/%5Ba%5D#b%23c",
		"http://[::1]:8080/a":             "http://[::1]:8080/a",
		"https://x.example/a\x00<\"\xff>": "https://x.example/a%00%3C%22%FF%3E",
	} {
		if got := IRI(in).String(); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	x := IRI("https://x.example/a")
	if got := x.Part("b").Part("c#d").String(); got != "https://x.example/a#b-c%23d" {
		t.Errorf("part of a part: %s", got)
	}
	if !(Term{}).Part("b").IsZero() || !Text("a", "").Part("b").IsZero() {
		t.Error("what has no address has no parts")
	}
}
