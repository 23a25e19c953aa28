package chart

import (
	"math"
	"slices"
)

// Finding is the one thing to say about a figure, as a code with its figures; the
// sentence is the surface's.
type Finding struct {
	Code           string // trend, most, ranks, one or empty
	First, Last    string // labels
	From, To       float64
	Change         float64 // share of From; NaN where there is none
	Peak           string
	High           float64
	Series, Lowest string
	Low            float64
	Where          string // ranks over time: end (at the last label), common (at the last that all have) or own (each at its last)
}

// Find looks at a figure.
func Find(f Figure) Finding {
	switch {
	case f.Empty():
		return Finding{}
	case len(f.Series) > 1:
		return ranks(f)
	case f.Ordered && len(f.Labels) > 1:
		return trend(f)
	}
	return most1(f)
}

func known(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func trend(f Figure) Finding {
	out := Finding{Code: "trend", Change: math.NaN(), High: math.Inf(-1)}
	values := f.Series[0].Values
	first := slices.IndexFunc(values, known)
	for i, v := range values {
		if !known(v) {
			continue
		}
		out.Last, out.To = f.Labels[i], v
		if v > out.High {
			out.High, out.Peak = v, f.Labels[i]
		}
	}
	out.First, out.From = f.Labels[first], values[first]
	if out.First == out.Last {
		out.Code = "one"
	}
	if out.From > 0 {
		out.Change = out.To/out.From - 1
	}
	return out
}

func most1(f Figure) Finding {
	out := Finding{Code: "most", High: math.Inf(-1), Low: math.Inf(1)}
	n := 0
	for i, v := range f.Series[0].Values {
		if !known(v) {
			continue
		}
		n++
		if v > out.High {
			out.High, out.Peak = v, f.Labels[i]
		}
		if v < out.Low {
			out.Low, out.Lowest = v, f.Labels[i]
		}
	}
	if n == 1 {
		out.Code, out.Last, out.To = "one", out.Peak, out.High
	}
	return out
}

// ranks names the series that ends highest, at the last place where all have a
// value; where there is none, each by its own last value.
func ranks(f Figure) Finding {
	out := Finding{Code: "ranks", High: math.Inf(-1), Low: math.Inf(1)}
	at := len(f.Labels) - 1
	for at >= 0 && slices.ContainsFunc(f.Series, func(s Series) bool { return at >= len(s.Values) || !known(s.Values[at]) }) {
		at--
	}
	if f.Ordered {
		switch {
		case at < 0:
			out.Where = "own"
		case at == len(f.Labels)-1:
			out.Where = "end"
		default:
			out.Where = "common"
		}
	}
	for _, s := range f.Series {
		from := at
		if at < 0 {
			from = len(s.Values) - 1
		}
		for i := from; i >= 0; i-- {
			v := s.Values[i]
			if !known(v) {
				continue
			}
			if v > out.High {
				out.High, out.Series, out.Last = v, s.Name, f.Labels[i]
			}
			if v < out.Low {
				out.Low, out.Lowest = v, s.Name
			}
			break
		}
	}
	return out
}
