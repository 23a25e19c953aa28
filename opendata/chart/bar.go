package chart

import "math"

const textSize = 14.0

// bars draws one bar a label, the label above it: long names keep their length on
// a narrow screen.
func (f Figure) bars(d *drawing, width float64) float64 {
	low, high := f.extent()
	a := newAxis(low, high, 5)
	const left, right, top, row, thick = 8.0, 8.0, 8.0, 44.0, 16.0
	var values []float64
	if len(f.Series) > 0 {
		values = f.Series[0].Values
	}
	room := 0.0 // for figures beside the bars, on either side of zero
	for _, v := range values {
		if !math.IsNaN(v) {
			room = max(room, wide(f.number(v), textSize)+10)
		}
	}
	room = min(room, width/3)
	from, to := left, width-right-room
	if low < 0 {
		from += room
	}
	zero := from + a.share(0)*(to-from)
	n := min(len(f.Labels), len(values))
	for i := range n {
		y := top + float64(i)*row
		d.text(left, y+textSize, textSize, "start", "chart-ink", fit(f.Labels[i], textSize, width-left-right))
		d.rule(zero, y+textSize+2, zero, y+textSize+thick+8, "chart-axis", soft)
		v := values[i]
		if math.IsNaN(v) || math.IsInf(v, 0) {
			d.text(zero+6, y+textSize+17, textSize, "start", "chart-soft", "–")
			continue
		}
		end := from + a.share(v)*(to-from)
		d.raw(`<rect x="`, trim(min(zero, end)), `" y="`, trim(y+textSize+5), `" width="`, trim(max(math.Abs(end-zero), 1)), `" height="`, trim(thick),
			`" class="chart-fill-0" fill="`, tones[0], `"><title>`, escape(f.Labels[i]+": "+f.number(v)), "</title></rect>\n")
		if v < 0 {
			d.text(end-6, y+textSize+18, textSize, "end", "chart-ink", f.number(v))
		} else {
			d.text(end+6, y+textSize+18, textSize, "start", "chart-ink", f.number(v))
		}
	}
	height := top + float64(n)*row + 4
	d.text(left, height+textSize, 13, "start", "chart-soft", fit(f.Y, 13, width-left-right))
	return height + textSize + 10
}
