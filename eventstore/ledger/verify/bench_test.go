package verify_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger/verify"
	"minhbach/eventstore/ledger/verify/testlog"
	"minhbach/eventstore/sqlite"
)

// many events, of about a kilobyte each; MINHBACH_VERIFY_EVENTS for another number.
func many(b *testing.B) []eventstore.Event {
	n := 50_000
	if s, err := strconv.Atoi(os.Getenv("MINHBACH_VERIFY_EVENTS")); err == nil {
		n = s
	}
	events := testlog.Events(n, 1)
	text := bytes.Repeat([]byte("Sóc Trăng "), 60)
	for i := range events {
		events[i].Data = fmt.Appendf(nil, `{"version":%d,"body":"%s"}`, i, text)
	}
	return events
}

// each reports the rate, and how many times as long plain SHA-256 of the same bytes
// would run in that time.
func each(b *testing.B, events int, sha float64) {
	perEvent := b.Elapsed().Seconds() / float64(b.N) / float64(events)
	b.ReportMetric(1/perEvent, "events/s")
	b.ReportMetric(perEvent*float64(events)/sha, "×sha256")
	b.ReportMetric(0, "ns/op")
}

// plain is the time for SHA-256 of bytes, the best of three.
func plain(pieces [][]byte) float64 {
	best := 0.0
	for range 3 {
		start := time.Now()
		for _, p := range pieces {
			sha256.Sum256(p)
		}
		if s := time.Since(start).Seconds(); best == 0 || s < best {
			best = s
		}
	}
	return best
}

func BenchmarkLog(b *testing.B) {
	events := many(b)
	dir, key := b.TempDir(), testlog.Key(b, origin)
	testlog.Write(b, dir, key, events)
	var files [][]byte
	err := fs.WalkDir(os.DirFS(dir), "tile", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(dir, p))
		files = append(files, raw)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	sha := plain(files)
	tr := trust(b, key)
	b.ResetTimer()
	for b.Loop() {
		if r := checkLog(b, dir, tr); !r.Sound {
			b.Fatal(r.Problem)
		}
	}
	each(b, len(events), sha)
}

func BenchmarkDatabase(b *testing.B) {
	events := many(b)
	dir, key := b.TempDir(), testlog.Key(b, origin)
	testlog.Write(b, filepath.Join(dir, "ledger"), key, events)
	if _, err := sqlite.Import(ctx, filepath.Join(dir, "log"), sqlite.Options{}, testlog.Seq(events)); err != nil {
		b.Fatal(err)
	}
	var rows [][]byte
	for _, ev := range events {
		rows = append(rows, ev.Data, ev.Metadata)
	}
	sha := plain(rows)
	src, err := verify.Open(ctx, filepath.Join(dir, "ledger"), nil)
	if err != nil {
		b.Fatal(err)
	}
	defer src.Close()
	tr := trust(b, key)
	b.ResetTimer()
	for b.Loop() {
		if r, err := judgeFile(ctx, dir, src, tr); err != nil || !r.Sound {
			b.Fatal(err, r.Problem)
		}
	}
	each(b, len(events), sha)
}
