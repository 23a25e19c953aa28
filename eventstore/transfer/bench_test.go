package transfer_test

import (
	"path/filepath"
	"testing"

	"minhbach/eventstore/transfer"
)

// BenchmarkCopy moves a history of 10,000 events. Into a server an append follows the
// other, so the run of events of one stream decides: here it is about 1.4.
func BenchmarkCopy(b *testing.B) {
	from := dirOf(b, history(10_000, 20))
	for name, to := range map[string]func() string{
		"server":    func() string { place, _ := serverOf(b); return place },
		"directory": func() string { return filepath.Join(b.TempDir(), "new") },
		"file":      func() string { return filepath.Join(b.TempDir(), "log.ndjson") },
	} {
		b.Run(name, func(b *testing.B) {
			var rate, whole float64
			for b.Loop() {
				r, err := transfer.Copy(b.Context(), transfer.Options{From: from, To: to()})
				if err != nil {
					b.Fatal(err)
				}
				rate, whole = r.Rate, float64(r.Copied)/r.Seconds
			}
			b.ReportMetric(rate, "copied/s")
			b.ReportMetric(whole, "copied+checked/s")
		})
	}
}
