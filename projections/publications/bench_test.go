package publications_test

import (
	"fmt"
	"testing"

	"minhbach/projections"
	"minhbach/projections/publications"
	"minhbach/projections/view"
)

// BenchmarkRebuild builds the read model of about 20,000 editorial events from the
// log, again and again.
func BenchmarkRebuild(b *testing.B) {
	n := newNewsroom(b)
	for i := range 2000 {
		n.life(i)
	}
	events := n.head()
	var hash string
	for b.Loop() {
		r, err := projections.Open(b.Context(), b.TempDir(), publications.Definition(), n.log, n.codec, projections.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := r.ToEnd(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		again, err := r.StateHash(b.Context())
		if err != nil || hash != "" && hash != again {
			b.Fatalf("state hash %s after %s, %v", again, hash, err)
		}
		hash = again
		r.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkItems lists a section now and in the past, among 2,000 publications.
func BenchmarkItems(b *testing.B) {
	n := newNewsroom(b)
	for i := range 2000 {
		n.life(i)
	}
	_, r := n.open()
	for name, at := range map[string]uint64{"now": 0, "then": n.head() / 2} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := r.Items(b.Context(), view.ItemFilter{Section: "van-ban", Agencies: []string{agencyID}}, at); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("page-"+name, func(b *testing.B) {
			i := 0
			for b.Loop() {
				r.ByAddress(b.Context(), agencyID, "van-ban", fmt.Sprintf("vb-p%06d", i%900), at)
				i++
			}
		})
	}
}
