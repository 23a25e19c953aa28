package ledger_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
	"minhbach/eventstore/sqlite"
)

var began = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

const origin = "example.gov.vn/log"

func testKey(t testing.TB) *ledger.Key {
	t.Helper()
	_, key, err := ledger.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	return &key
}

// bench of one log and one ledger.
type bench struct {
	testing.TB
	ctx context.Context
	log eventstore.Log
	key *ledger.Key
	dir string
	now time.Time
	n   int
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{TB: t, ctx: t.Context(), key: testKey(t), dir: t.TempDir(), now: began}
	log, err := sqlite.Open(b.ctx, t.TempDir(), sqlite.Options{Now: func() time.Time { return b.now }, MaxAppend: 20_000})
	b.must(err)
	t.Cleanup(func() { log.Close() })
	b.log = log
	return b
}

// newMemBench has a log in memory.
func newMemBench(t testing.TB, events int) (*bench, *memLog) {
	t.Helper()
	m := newMemLog()
	m.record(0, events)
	return &bench{TB: t, ctx: t.Context(), key: testKey(t), dir: t.TempDir(), now: began, log: m, n: events}, m
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// draft number n is the same in every run.
func draft(n int) eventstore.Draft {
	meta, _ := json.Marshal(eventstore.Metadata{
		Version: 1, Actor: "a1", SaltData: eventstore.Salt(fmt.Sprintf("%032x", n)), SaltMeta: eventstore.Salt(fmt.Sprintf("%032x", 1<<40+n)),
	})
	id := eventstore.ID{1: byte(n >> 24), 2: byte(n >> 16), 3: byte(n >> 8), 4: byte(n), 6: 0x70, 8: 0x80}
	return eventstore.Draft{ID: id, Type: "thing.done", ContentType: "application/json", Data: fmt.Appendf(nil, `{"n":%d,"text":"%s"}`, n, strings.Repeat("Sóc Trăng ", n%7)), Metadata: meta}
}

func (b *bench) append(count int) {
	b.Helper()
	for count > 0 {
		some := min(count, 10_000)
		var drafts []eventstore.Draft
		for range some {
			drafts = append(drafts, draft(b.n))
			b.n++
		}
		_, err := b.log.Append(b.ctx, fmt.Sprintf("thing-%d", b.n%13), eventstore.Any(), drafts...)
		b.must(err)
		count -= some
	}
}

func (b *bench) options() ledger.Options {
	return ledger.Options{Key: b.key, Now: func() time.Time { return b.now }, Warn: func(f string, a ...any) { b.Logf(f, a...) }}
}

func (b *bench) open() *ledger.Ledger {
	b.Helper()
	l, err := ledger.Open(b.ctx, b.dir, b.log, b.options())
	b.must(err)
	b.Cleanup(func() { l.Close() })
	return l
}

// signed brings a ledger up to the head.
func (b *bench) signed(l *ledger.Ledger) ledger.Checkpoint {
	b.Helper()
	b.must(l.ToEnd(b.ctx))
	return l.Checkpoint()
}

func (b *bench) events() []eventstore.Event {
	b.Helper()
	all, err := eventstore.Collect(b.log.ReadAll(b.ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	b.must(err)
	return all
}
