package chart

import "math"

// axis is a range of round numbers that holds all values.
type axis struct {
	low, high, step float64
}

// newAxis spans low to high in about n steps of 1, 2 or 5 times a power of ten.
func newAxis(low, high float64, n int) axis {
	if !(high > low) || math.IsInf(high-low, 0) {
		high = low + 1
	}
	rough := (high - low) / float64(max(n, 1))
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	step := power
	for _, m := range []float64{1, 2, 5, 10} {
		if step = m * power; step >= rough*0.999999 {
			break
		}
	}
	if step == 0 || math.IsNaN(step) || math.IsInf(step, 0) {
		return axis{low, high, high - low}
	}
	return axis{math.Floor(low/step+1e-9) * step, math.Ceil(high/step-1e-9) * step, step}
}

// ticks are the round numbers from low to high.
func (a axis) ticks() []float64 {
	var out []float64
	for i := 0; i <= 20; i++ {
		v := a.low + float64(i)*a.step
		if v > a.high+a.step/2 {
			break
		}
		if math.Abs(v) < a.step*1e-9 {
			v = 0
		}
		out = append(out, v)
	}
	return out
}

// share of the axis at which a value stands, 0 to 1.
func (a axis) share(v float64) float64 {
	if a.high == a.low {
		return 0
	}
	return min(max((v-a.low)/(a.high-a.low), 0), 1)
}
