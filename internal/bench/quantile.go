package bench

import (
	"slices"
	"time"
)

// timings of one kind of question.
type timings []time.Duration

func (t *timings) since(begun time.Time) { *t = append(*t, time.Since(begun)) }

// quantiles in milliseconds: half and 95 of 100 were as fast.
func (t timings) quantiles() (p50, p95 float64) {
	if len(t) == 0 {
		return 0, 0
	}
	sorted := slices.Sorted(slices.Values(t))
	at := func(share float64) float64 {
		return float64(sorted[int(share*float64(len(sorted)-1)+0.5)].Microseconds()) / 1000
	}
	return at(0.50), at(0.95)
}

// figure in milliseconds.
func (t timings) figure(step string, what Words, size int64, goal *Goal) Figure {
	f := Figure{Step: step, What: what, Size: size, Unit: "ms", Count: len(t), Goal: goal}
	f.P50, f.P95 = t.quantiles()
	return f
}

// once is a figure of one long thing.
func once(step string, what Words, size int64, took, cpu time.Duration, goal *Goal) Figure {
	s := took.Seconds()
	return Figure{Step: step, What: what, Size: size, Unit: "s", Count: 1, P50: s, P95: s, CPU: cpu.Seconds(), Goal: goal}
}
