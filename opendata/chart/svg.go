package chart

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// look of the file alone, on white; a page's style sheet overrides it by class.
const (
	ink, soft, line, paper = "#182326", "#4a5a5f", "#d4dcde", "#ffffff"
	family                 = "Noto Sans, system-ui, sans-serif"
)

// tones of the series: at least 4.5 to 1 on white.
var tones = [MostLines]string{"#0b5563", "#a1231a", "#754800", "#5b3a8c", "#17633a", "#1d4fa3"}

// dashes and marks tell lines apart where colours cannot be seen.
var dashes = [MostLines]string{"", "7 4", "2 3", "10 3 2 3", "14 4", "4 2"}

type drawing struct{ strings.Builder }

func (d *drawing) raw(parts ...string) {
	for _, p := range parts {
		d.WriteString(p)
	}
}

// text writes a label; anchor is start, middle or end.
func (d *drawing) text(x, y, size float64, anchor, class, s string) {
	fill := ink
	if class == "chart-soft" {
		fill = soft
	}
	d.raw(`<text x="`, trim(x), `" y="`, trim(y), `" font-size="`, trim(size), `" text-anchor="`, anchor, `" class="`, class, `" fill="`, fill, `">`, escape(s), "</text>\n")
}

func (d *drawing) rule(x1, y1, x2, y2 float64, class, colour string) {
	d.raw(`<line x1="`, trim(x1), `" y1="`, trim(y1), `" x2="`, trim(x2), `" y2="`, trim(y2), `" class="`, class, `" stroke="`, colour, `"/>`, "\n")
}

// SVG draws the figure. id is the beginning of the ids inside, so that several
// figures can stand in one page.
func (f Figure) SVG(id string) []byte {
	d := &drawing{}
	var body drawing
	width, height := 560.0, 0.0
	switch {
	case f.Empty():
		height = 40
	case f.Kind == Multiples:
		height = f.multiples(&body, width)
	case f.Kind == Line:
		height = f.lines(&body, width)
	default:
		height = f.bars(&body, width)
	}
	d.raw(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `, trim(width), " ", trim(height), `" width="`, trim(width), `" height="`, trim(height),
		`" role="img" aria-labelledby="`, id, `-ten `, id, `-y" font-family="`, family, `" class="chart">`, "\n")
	d.raw(`<title id="`, id, `-ten">`, escape(f.Title), "</title>\n", `<desc id="`, id, `-y">`, escape(f.Finding), "</desc>\n")
	d.raw(`<rect width="100%" height="100%" class="chart-paper" fill="`, paper, `"/>`, "\n", body.String(), "</svg>\n")
	return []byte(d.String())
}

// trim writes a coordinate shortly.
func trim(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// escape makes any text safe inside XML, and leaves out what XML cannot hold.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		case unicode.IsControl(r) || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// wide is about how many units a text takes.
func wide(s string, size float64) float64 { return float64(utf8.RuneCountInString(s)) * size * 0.56 }

// fit shortens a text to a width.
func fit(s string, size, width float64) string {
	if wide(s, size) <= width {
		return s
	}
	most := int(width/(size*0.56)) - 1
	if most < 1 {
		return "…"
	}
	return strings.TrimSpace(string([]rune(s)[:most])) + "…"
}
