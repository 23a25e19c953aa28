package chart

import "math"

// box is where the curves go.
type box struct{ left, top, right, bottom float64 }

// lines draws up to MostLines lines with a legend above.
func (f Figure) lines(d *drawing, width float64) float64 {
	low, high := f.extent()
	a := newAxis(low, high, 5)
	margin := 0.0
	for _, t := range a.ticks() {
		margin = max(margin, wide(f.onAxis(t), 13))
	}
	top := f.legend(d, width)
	d.text(8, top+13, 13, "start", "chart-soft", fit(f.Y, 13, width-16))
	b := box{left: 16 + min(margin, width/3), top: top + 30, right: width - 20, bottom: top + 310}
	f.grid(d, b, a)
	f.along(d, b)
	for i := range f.Series[:min(len(f.Series), MostLines)] {
		f.curve(d, b, a, i, f.Series[i].Values)
	}
	if f.X == "" {
		return b.bottom + 32
	}
	d.text(b.right, b.bottom+40, 13, "end", "chart-soft", fit(f.X, 13, width-16))
	return b.bottom + 50
}

// legend names the lines; one line alone is named by the title.
func (f Figure) legend(d *drawing, width float64) float64 {
	if len(f.Series) < 2 {
		return 4
	}
	x, y := 8.0, 6.0
	for i, s := range f.Series[:min(len(f.Series), MostLines)] {
		name := fit(s.Name, textSize, width-60)
		if need := 46 + wide(name, textSize); x > 8 && x+need > width {
			x, y = 8, y+24
		}
		f.stroke(d, i, "M"+trim(x)+" "+trim(y+8)+"h28")
		mark(d, i, x+14, y+8)
		d.text(x+34, y+13, textSize, "start", "chart-ink", name)
		x += 50 + wide(name, textSize)
	}
	return y + 26
}

func (f Figure) grid(d *drawing, b box, a axis) {
	for _, t := range a.ticks() {
		y := b.bottom - a.share(t)*(b.bottom-b.top)
		class, colour := "chart-grid", line
		if t == 0 {
			class, colour = "chart-axis", soft
		}
		d.rule(b.left, y, b.right, y, class, colour)
		d.text(b.left-6, y+4.5, 13, "end", "chart-soft", f.onAxis(t))
	}
}

// x of the i-th label.
func (f Figure) x(b box, i int) float64 {
	n := len(f.Labels)
	if n < 2 {
		return (b.left + b.right) / 2
	}
	if len(f.At) == n && f.At[n-1] > f.At[0] {
		return b.left + (f.At[i]-f.At[0])/(f.At[n-1]-f.At[0])*(b.right-b.left)
	}
	return b.left + float64(i)/float64(n-1)*(b.right-b.left)
}

// along writes as many labels below as have room, the first and the last among them.
func (f Figure) along(d *drawing, b box) {
	n := len(f.Labels)
	widest := 0.0
	for _, l := range f.Labels {
		widest = max(widest, wide(fit(l, 13, 110), 13))
	}
	last := math.Inf(-1)
	for i, l := range f.Labels {
		x, anchor := f.x(b, i), "middle"
		if half := wide(fit(l, 13, 110), 13) / 2; i == 0 && x-half < 0 {
			anchor = "start"
		} else if i == n-1 && n > 1 && half > 20 {
			anchor = "end"
		}
		room := widest + 16
		if i != n-1 && (x-last < room || n > 1 && f.x(b, n-1)-x < room*1.3 && i != 0) || i == n-1 && n > 1 && x-last < room {
			continue
		}
		last = x
		d.text(x, b.bottom+19, 13, anchor, "chart-soft", fit(l, 13, 110))
	}
}

// curve draws one line with its gaps, and marks where points are few.
func (f Figure) curve(d *drawing, b box, a axis, tone int, values []float64) {
	path, pen := "", false
	n := min(len(f.Labels), len(values), MostPoints)
	type spot struct{ x, y float64 }
	var spots []spot
	for i := range n {
		v := values[i]
		if math.IsNaN(v) || math.IsInf(v, 0) {
			pen = false
			continue
		}
		p := spot{f.x(b, i), b.bottom - a.share(v)*(b.bottom-b.top)}
		if pen {
			path += "L"
		} else {
			path += "M"
		}
		path, pen = path+trim(p.x)+" "+trim(p.y), true
		spots = append(spots, p)
	}
	if path == "" {
		return
	}
	f.stroke(d, tone, path)
	if len(spots) <= 40 {
		for _, p := range spots {
			mark(d, tone, p.x, p.y)
		}
	}
}

func (f Figure) stroke(d *drawing, tone int, path string) {
	d.raw(`<path d="`, path, `" fill="none" stroke-width="2.5" stroke-linejoin="round" class="chart-line-`, trim(float64(tone)), `" stroke="`, tones[tone], `"`)
	if dashes[tone] != "" {
		d.raw(` stroke-dasharray="`, dashes[tone], `"`)
	}
	d.raw("/>\n")
}

// mark is a point: a circle, square, triangle or diamond by turns.
func mark(d *drawing, tone int, x, y float64) {
	shape := ""
	switch tone % 4 {
	case 0:
		d.raw(`<circle cx="`, trim(x), `" cy="`, trim(y), `" r="3.5" class="chart-fill-`, trim(float64(tone)), `" fill="`, tones[tone], `"/>`, "\n")
		return
	case 1:
		shape = "m-3.5 -3.5h7v7h-7z"
	case 2:
		shape = "m0 -4.5l4.5 8h-9z"
	default:
		shape = "m0 -4.5l4.5 4.5l-4.5 4.5l-4.5 -4.5z"
	}
	d.raw(`<path d="M`, trim(x), " ", trim(y), shape, `" class="chart-fill-`, trim(float64(tone)), `" fill="`, tones[tone], `"/>`, "\n")
}
