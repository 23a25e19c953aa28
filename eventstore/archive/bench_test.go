package archive

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

const manyEvents = 100_000

// BenchmarkWrite and BenchmarkVerify are of a full bag of 100,000 events; compare
// events/s with BenchmarkHash, which only reads and hashes the same files.
func BenchmarkWrite(b *testing.B) {
	w := newWorld(b)
	w.tell(manyEvents)
	c := w.contents()
	dir := b.TempDir()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		if _, err := Write(b.Context(), filepath.Join(dir, string(rune('a'+i))), c); err != nil {
			b.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(manyEvents*b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(after.HeapSys)/(1<<20), "heap-MB")
}

func BenchmarkVerify(b *testing.B) {
	w := newWorld(b)
	w.tell(manyEvents)
	dir := w.bag(w.contents())
	b.ResetTimer()
	for b.Loop() {
		if r, err := verify(b, dir, Checks{}); err != nil || r.Events != manyEvents {
			b.Fatal(r, err)
		}
	}
	b.ReportMetric(float64(manyEvents*b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkHash(b *testing.B) {
	w := newWorld(b)
	w.tell(manyEvents)
	dir := w.bag(w.contents())
	bag, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	listed, err := readManifest(os.DirFS(dir), manifestPath)
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		v := &verification{ctx: b.Context(), bag: bag}
		for _, e := range listed {
			if _, sum, err := v.sum(e.path); err != nil || sum != e.sum {
				b.Fatal(e.path, err)
			}
		}
	}
	b.ReportMetric(float64(manyEvents*b.N)/b.Elapsed().Seconds(), "events/s")
}
