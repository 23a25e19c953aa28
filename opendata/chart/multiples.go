package chart

import "math"

// multiples draws one panel a series, two in a row, all on one scale so that they
// can be compared.
func (f Figure) multiples(d *drawing, width float64) float64 {
	low, high := f.extent()
	a := newAxis(low, high, 3)
	const gap, head = 16.0, 30.0
	tall := 130.0
	if !f.Ordered {
		tall = float64(min(len(f.Labels), MostBars))*20 + 8
	}
	each := (width - 3*gap) / 2
	d.text(gap, 16, 13, "start", "chart-soft", fit(f.Y, 13, width-2*gap))
	n := min(len(f.Series), MostPanels)
	rowHeight := head + tall + 34
	for i, s := range f.Series[:n] {
		x, y := gap+float64(i%2)*(each+gap), 26+float64(i/2)*rowHeight
		d.raw("<g>\n")
		d.text(x, y+15, textSize, "start", "chart-ink", fit(s.Name, textSize, each))
		if f.Ordered {
			f.small(d, box{x, y + head, x + each, y + head + tall}, a, s)
		} else {
			f.strips(d, box{x, y + head, x + each, y + head + tall}, a, s)
		}
		d.raw("</g>\n")
	}
	return 26 + math.Ceil(float64(n)/2)*rowHeight
}

// small is a line without a grid: zero, the greatest value of all, and the ends.
func (f Figure) small(d *drawing, b box, a axis, s Series) {
	margin := max(wide(f.onAxis(a.high), 12), wide(f.onAxis(a.low), 12)) + 6
	b.left += min(margin, (b.right-b.left)/3)
	for _, t := range []float64{a.low, a.high} {
		y := b.bottom - a.share(t)*(b.bottom-b.top)
		d.rule(b.left, y, b.right, y, "chart-grid", line)
		d.text(b.left-5, y+4, 12, "end", "chart-soft", f.onAxis(t))
	}
	f.curve(d, b, a, 0, s.Values)
	if n := len(f.Labels); n > 0 {
		d.text(b.left, b.bottom+17, 12, "start", "chart-soft", fit(f.Labels[0], 12, (b.right-b.left)/2))
		if n > 1 {
			d.text(b.right, b.bottom+17, 12, "end", "chart-soft", fit(f.Labels[n-1], 12, (b.right-b.left)/2))
		}
	}
}

// strips are small horizontal bars with their labels beside them.
func (f Figure) strips(d *drawing, b box, a axis, s Series) {
	names := (b.right - b.left) * 0.45
	from := b.left + names + 6
	zero := from + a.share(0)*(b.right-from)
	for i := range min(len(f.Labels), len(s.Values), MostBars) {
		y := b.top + float64(i)*20
		d.text(b.left+names, y+12, 12, "end", "chart-soft", fit(f.Labels[i], 12, names))
		v := s.Values[i]
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		end := from + a.share(v)*(b.right-from)
		d.raw(`<rect x="`, trim(min(zero, end)), `" y="`, trim(y+2), `" width="`, trim(max(math.Abs(end-zero), 1)), `" height="12" class="chart-fill-0" fill="`, tones[0],
			`"><title>`, escape(s.Name+", "+f.Labels[i]+": "+f.number(v)), "</title></rect>\n")
	}
	d.rule(zero, b.top, zero, b.bottom, "chart-axis", soft)
	d.text(b.right, b.bottom+14, 12, "end", "chart-soft", f.onAxis(a.high))
}
