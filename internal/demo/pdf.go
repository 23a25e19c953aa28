package demo

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// Paper is A4 and the letter is Courier, of which every reader has one and every
// sign is as wide as the next. Its basic set has no Vietnamese letters, so each is
// put together from a letter and its marks; what a reader copies or hears is the
// text itself (ActualText, ISO 32000-1 14.9.4).
const (
	perLine   = 80
	perPage   = 52
	size      = 10.0
	leading   = 14.0
	advance   = size * 0.6
	leftEdge  = 56.0
	firstLine = 780.0
)

// marks are glyphs of the basic set, by the combining character that they draw,
// with codes that the font's encoding gives them below.
var marks = map[rune]byte{'\u0300': 1, '\u0301': 2, '\u0302': 3, '\u0303': 4, '\u0306': 5}

const differences = "/Differences [1 /grave /acute /circumflex /tilde /breve]"

// pdf sets lines of text on as many pages as they need.
func pdf(title string, paragraphs []string) []byte {
	var set []string
	for _, p := range paragraphs {
		set = append(set, wrap(p)...)
	}
	var pages [][]string
	for len(set) > perPage {
		pages, set = append(pages, set[:perPage]), set[perPage:]
	}
	pages = append(pages, set)

	var objects []string
	var kids []string
	for i, page := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 5+2*i))
		stream := packed(draw(page))
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>", 6+2*i),
			fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", len(stream), stream))
	}
	objects = append([]string{
		"<< /Type /Catalog /Pages 2 0 R /Lang (vi) /ViewerPreferences << /DisplayDocTitle true >> >>",
		fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages)),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding " + differences + " >> >>",
		fmt.Sprintf("<< /Title %s >>", utf16Text(title)),
	}, objects...)

	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return out.Bytes()
}

// packed by RFC 1950; writing to memory does not fail.
func packed(stream string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write([]byte(stream))
	_ = w.Close()
	return out.String()
}

func wrap(paragraph string) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(paragraph) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > perLine {
			out, line = append(out, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(out, line)
}

func utf16Text(s string) string {
	var hex strings.Builder
	hex.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&hex, "%04X", u)
	}
	return hex.String() + ">"
}

// draw sets one page.
func draw(page []string) string {
	var out strings.Builder
	for i, line := range page {
		if line == "" {
			continue
		}
		y := firstLine - leading*float64(i)
		fmt.Fprintf(&out, "/Span << /ActualText %s >> BDC\n", utf16Text(line))
		column := -1
		raised := 0.0
		upper := false
		for _, r := range norm.NFD.String(line) {
			x := leftEdge + advance*float64(max(column, 0))
			switch code, isMark := marks[r]; {
			case isMark:
				lift := raised
				if upper {
					lift += 1.5
				}
				glyph(&out, code, x, y+lift)
				raised += 1.7
			case r == '\u0323': // dot below
				glyph(&out, '.', x, y-2.4)
			case r == '\u0309': // hook above
				top := y + 5.6 + raised
				if upper {
					top += 1.3
				}
				fmt.Fprintf(&out, "0.5 w %.1f %.1f m %.1f %.1f %.1f %.1f %.1f %.1f c S\n", x+2.4, top+1.2, x+3.2, top+2.2, x+4.6, top+1, x+3.1, top)
			case r == '\u031B': // horn
				shoulder := y + 4.2
				if upper {
					shoulder = y + 5.6
				}
				fmt.Fprintf(&out, "0.5 w %.1f %.1f m %.1f %.1f %.1f %.1f %.1f %.1f c S\n", x+4.9, shoulder-0.4, x+5.7, shoulder, x+6, shoulder+0.6, x+5.8, shoulder+1.3)
			default:
				column++
				raised, upper = 0, r >= 'A' && r <= 'Z' || r == 'Đ'
				base(&out, r, leftEdge+advance*float64(column), y)
			}
		}
		out.WriteString("EMC\n")
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// base draws a letter without marks; đ is d with a stroke.
func base(out *strings.Builder, r rune, x, y float64) {
	other := map[rune]byte{'–': 0x96, '—': 0x97, '“': 0x93, '”': 0x94, '‘': 0x91, '’': 0x92, '…': 0x85, '·': 0xB7, '•': 0x95}
	switch {
	case r == 'đ':
		glyph(out, 'd', x, y)
		fmt.Fprintf(out, "0.5 w %.1f %.1f m %.1f %.1f l S\n", x+2.9, y+5.2, x+5.6, y+5.2)
	case r == 'Đ':
		glyph(out, 'D', x, y)
		fmt.Fprintf(out, "0.5 w %.1f %.1f m %.1f %.1f l S\n", x+0.3, y+2.8, x+2.8, y+2.8)
	case other[r] != 0:
		glyph(out, other[r], x, y)
	case r > ' ' && r < 0x7F:
		glyph(out, byte(r), x, y)
	}
}

func glyph(out *strings.Builder, code byte, x, y float64) {
	fmt.Fprintf(out, "BT /F %.0f Tf %.1f %.1f Td <%02X> Tj ET\n", size, x, y, code)
}
