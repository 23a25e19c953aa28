package qr

import (
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"
)

const address = "https://kesach.soctrang.gov.vn/tin-tuc/thong-bao?as_of=2026-02-28&x=1"

// Drawing the path on a grid must give the encoder's own picture back.
func TestThePathIsThePicture(t *testing.T) {
	code, err := New(address)
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	black := map[[2]int]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(code.Path, -1) {
		x, y, run := number(m[1]), number(m[2]), number(m[3])
		for i := range run {
			black[[2]int{x + i, y}] = true
		}
	}
	for y := range code.Size {
		for x := range code.Size {
			if black[[2]int{x, y}] != want.Black(x-quiet, y-quiet) {
				t.Fatalf("module %d,%d differs", x, y)
			}
		}
	}
}

func number(s string) int { n, _ := strconv.Atoi(s); return n }

func TestSVGIsWellFormedAndPlain(t *testing.T) {
	code, err := New(address)
	if err != nil {
		t.Fatal(err)
	}
	svg := string(code.SVG())
	dec := xml.NewDecoder(strings.NewReader(svg))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if el, ok := tok.(xml.StartElement); ok {
			for _, a := range el.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("attribute %s", a.Name.Local)
				}
			}
		}
	}
	if !strings.Contains(svg, "as_of=2026-02-28&amp;x=1") {
		t.Error("the title must name the address, escaped")
	}
}

func TestOnlyShortWebAddressesAreDrawn(t *testing.T) {
	for _, bad := range []string{"", "javascript:alert(1)", "/tin-tuc", "https://", "ftp://example.org/", "https://example.org/" + strings.Repeat("x", MaxLength)} {
		if code, err := New(bad); err == nil || !code.Zero() {
			t.Errorf("%.40q was drawn", bad)
		}
	}
}
