package ledger_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// benchEvents in one run; each has about 1,000 bytes.
const benchEvents = 200_000

func benchDrafts(from, to int) (out []eventstore.Draft) {
	for n := from; n < to; n++ {
		d := draft(n)
		d.Data = fmt.Appendf(nil, `{"n":%d,"text":"%s"}`, n, strings.Repeat("Sóc Trăng ", 60))
		out = append(out, d)
	}
	return out
}

// spent is the processor time of this process, which others on the machine do not
// stretch as they do the clock's.
func spent(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure one ledger from nothing to the signed checkpoint of a log, tiles synced, and
// plain SHA-256 over the bytes that it hashes.
func measure(b *testing.B, w *bench) {
	events := w.events()
	for b.Loop() {
		w.dir = b.TempDir()
		l, err := ledger.Open(w.ctx, w.dir, w.log, ledger.Options{Key: w.key})
		w.must(err)
		start, cpu := time.Now(), spent(b)
		w.must(l.ToEnd(w.ctx))
		b.ReportMetric(float64(len(events))/time.Since(start).Seconds(), "leaves/s")
		b.ReportMetric(float64(len(events))/(spent(b)-cpu).Seconds(), "leaves/cpu-s")
		w.must(l.Close())
	}
	start, cpu := time.Now(), spent(b)
	var bytes int
	for i := range events {
		for _, part := range [][]byte{events[i].Data, events[i].Metadata, make([]byte, 400)} {
			sha256.Sum256(part)
			bytes += len(part)
		}
	}
	took := time.Since(start)
	b.ReportMetric(float64(len(events))/took.Seconds(), "sha256-only/s")
	b.ReportMetric(float64(len(events))/(spent(b)-cpu).Seconds(), "sha256-only/cpu-s")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkLeavesFromMemory(b *testing.B) {
	w, m := newMemBench(b, 0)
	for i, d := range benchDrafts(0, benchEvents) {
		m.all = append(m.all, eventstore.Event{ID: d.ID, Stream: "publication-0198b6a0-0000-7000-8000-0000000000a1", Revision: eventstore.Revision(i), Position: eventstore.Position(i + 1),
			Type: d.Type, ContentType: d.ContentType, Recorded: began.Add(time.Duration(i) * time.Millisecond), Data: d.Data, Metadata: d.Metadata})
	}
	measure(b, w)
}

func BenchmarkLeavesFromSQLite(b *testing.B) {
	w := newBench(b)
	for n := 0; n < benchEvents; n += 10_000 {
		_, err := w.log.Append(w.ctx, fmt.Sprintf("thing-%d", n/10_000), eventstore.Any(), benchDrafts(n, n+10_000)...)
		w.must(err)
	}
	start := time.Now()
	count := 0
	for _, err := range w.log.ReadAll(w.ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0) {
		w.must(err)
		count++
	}
	read := float64(count) / time.Since(start).Seconds()
	measure(b, w)
	b.ReportMetric(read, "read-only/s")
}

// BenchmarkBundle of any event of 100,000, with the size of its proof.
func BenchmarkBundle(b *testing.B) {
	w, _ := newMemBench(b, 100_000)
	l := w.open()
	w.signed(l)
	all := w.events()
	proof, bundle := 0, 0
	i := 0
	for b.Loop() {
		i = (i + 7919) % len(all)
		got, err := l.Bundle(w.ctx, all[i], ledger.Whole)
		w.must(err)
		proof = max(proof, len(got.Proof))
		raw, err := json.Marshal(got)
		w.must(err)
		bundle = max(bundle, len(raw))
	}
	b.ReportMetric(float64(proof), "proof-bytes")
	b.ReportMetric(float64(bundle), "bundle-bytes")
}

// TestProofsAreSmall: at 100,000 leaves a tlog-proof has at most 1 KiB and a bundle
// at most MaxBundle, also of a large event.
func TestProofsAreSmall(t *testing.T) {
	b, m := newMemBench(t, 100_000)
	m.change(func(all []eventstore.Event) []eventstore.Event {
		all[50_000].Data = []byte(`"` + strings.Repeat("x", 200_000) + `"`)
		return all
	})
	l := b.open()
	b.signed(l)
	all := b.events()
	for _, i := range []int{0, 1, 49_999, 50_000, 65_535, 99_999} {
		got, err := l.Bundle(b.ctx, all[i], ledger.Whole)
		b.must(err)
		raw, err := json.Marshal(got)
		b.must(err)
		if len(got.Proof) > 1024 || len(raw) > ledger.MaxBundle {
			t.Errorf("leaf %d: proof of %d, bundle of %d bytes", i, len(got.Proof), len(raw))
		}
		if large := i == 50_000; (got.Data == nil) != large || got.SaltData == "" {
			t.Errorf("leaf %d: %d bytes of data, salt %q", i, len(got.Data), got.SaltData)
		}
	}
}
