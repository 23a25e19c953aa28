package sqlite

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minhbach/eventstore"
)

// imported is the closed log of an import with gaps, and of some appends behind it.
func imported(t *testing.T, n int) (dir string, content []eventstore.Event) {
	t.Helper()
	dir = t.TempDir()
	if _, err := Import(ctx, dir, Options{}, from(gappy(n))); err != nil {
		t.Fatal(err)
	}
	l := openIn(t, dir, Options{tailLength: 16})
	for i := range 40 {
		if _, err := l.AppendForeign(ctx, fmt.Sprint("s-", i%5), eventstore.Any(), event(), event()); err != nil {
			t.Fatal(err)
		}
	}
	content = whole(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, content
}

// TestMissingEventsAreNoticedAmongGaps: an event that is gone is told from a position
// that never had one, from wherever the reading begins.
func TestMissingEventsAreNoticedAmongGaps(t *testing.T) {
	for _, n := range []int{0, 1, 77, 149, 150, 229} {
		dir, content := imported(t, 150)
		gone, before := content[n], eventstore.Position(0)
		if n > 0 {
			before = content[n-1].Position
		}
		runSQL(t, filepath.Join(dir, fileName), fmt.Sprintf("DROP TRIGGER events_are_never_deleted; DELETE FROM events WHERE position = %d", gone.Position))
		l := openIn(t, dir, Options{SkipQuickCheck: true})
		if n == len(content)-1 { // the newest one only the mark can miss
			if err := l.Health(); !errors.Is(err, ErrCorrupt) {
				t.Errorf("the last event: %v", err)
			}
			continue
		}
		if err := l.Verify(ctx); !errors.Is(err, ErrCorrupt) {
			t.Errorf("event %d: verifying: %v", n, err)
		}
		for i, ev := range content {
			if i%13 != 0 && (i < n-1 || i > n+1) {
				continue
			}
			for _, dir := range []eventstore.Direction{eventstore.Forwards, eventstore.Backwards} {
				for _, start := range []eventstore.Position{ev.Position - 1, ev.Position, ev.Position + 1} {
					got, err := eventstore.Collect(l.ReadAll(ctx, start, dir, eventstore.Filter{}, 0))
					meets := start < gone.Position
					if dir == eventstore.Backwards {
						// Right before the gap nobody can tell where the event before it stood.
						meets = start >= gone.Position || start > before
					}
					if meets != errors.Is(err, ErrCorrupt) || meets && !strings.Contains(err.Error(), fmt.Sprintf("%d is missing", gone.Position)) {
						t.Fatalf("event %d gone, from event %d (%d) in direction %d: %d events, %v", n, i, start, dir, len(got), err)
					}
					for j, g := range got {
						if !slices.ContainsFunc(content, func(c eventstore.Event) bool { return same(c, g) }) || j > 0 && (g.Position > got[j-1].Position) != (dir == eventstore.Forwards) {
							t.Fatal("another event was read")
						}
						if meets && (g.Position > gone.Position) == (dir == eventstore.Forwards) {
							t.Fatalf("event %d gone: one behind it was read", n)
						}
					}
				}
			}
		}
	}
}

// TestBitFlipsAmongGaps is TestBitFlips for a log that began with an import.
func TestBitFlipsAmongGaps(t *testing.T) {
	dir, content := imported(t, 150)
	path := filepath.Join(dir, fileName)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	flips := 150
	if n, err := strconv.Atoi(os.Getenv("MINHBACH_BIT_FLIPS")); err == nil {
		flips = n
	}
	random, noticed := seeded(t), 0
	for range flips {
		at, bit := flip(random, len(file))
		file[at] ^= bit
		if !harmlessAmongGaps(t, file, content) {
			noticed++
		}
		file[at] ^= bit
		if t.Failed() {
			t.Fatalf("bit %#x of byte %d", bit, at)
		}
	}
	t.Logf("%d of %d flips noticed; the others changed nothing that is read", noticed, flips)
	if noticed == 0 {
		t.Error("no flip at all was noticed")
	}
}

func flip(random *rand.Rand, size int) (at int, bit byte) {
	return random.IntN(size), byte(1) << random.IntN(8)
}

func harmlessAmongGaps(t *testing.T, file []byte, content []eventstore.Event) bool {
	l, err := openBytes(t, file, Options{})
	if err != nil {
		return false
	}
	defer l.Close()
	for _, dir := range []eventstore.Direction{eventstore.Forwards, eventstore.Backwards} {
		start := eventstore.Position(0)
		want := slices.Clone(content)
		if dir == eventstore.Backwards {
			start = eventstore.EndOfLog
			slices.Reverse(want)
		}
		got, err := eventstore.Collect(l.ReadAll(ctx, start, dir, eventstore.Filter{}, 0))
		if len(got) > len(want) || !slices.EqualFunc(got, want[:len(got)], same) {
			t.Error("the log reads as something else")
		}
		if err != nil {
			return false
		}
		if len(got) < len(want) {
			t.Errorf("%d events instead of %d, and no error", len(got), len(want))
		}
	}
	if l.Verify(ctx) != nil {
		return false
	}
	if l.Features().DensePositions {
		t.Error("the gaps are forgotten, and Verify is content")
	}
	for i := range 17 {
		name := fmt.Sprint("s-", i)
		var want []eventstore.Event
		for _, ev := range content {
			if ev.Stream == name {
				want = append(want, ev)
			}
		}
		if got, err := eventstore.Collect(l.ReadStream(ctx, name, 0, eventstore.Forwards, 0)); len(want) > 0 && (err != nil || !slices.EqualFunc(got, want, same)) {
			t.Errorf("stream %s has %d events instead of %d, and Verify is content: %v", name, len(got), len(want), err)
		}
	}
	return true
}

// TestRareColumnsAreChecked: each of them is under the checksum, in either direction.
func TestRareColumnsAreChecked(t *testing.T) {
	for _, change := range []string{
		"UPDATE events SET skipped = skipped + 1 WHERE position = (SELECT position FROM events LIMIT 1 OFFSET 20)",
		"UPDATE events SET skipped = 0 WHERE position = (SELECT position FROM events WHERE skipped > 0 LIMIT 1 OFFSET 20)",
		"UPDATE events SET ticks = ticks + 1 WHERE position = (SELECT max(position) FROM events)",
		"UPDATE events SET ticks = 0 WHERE position = (SELECT position FROM events WHERE ticks > 0 LIMIT 1)",
		"UPDATE events SET again = again + 7 WHERE position = (SELECT position FROM events WHERE again > 0 LIMIT 1)",
		"UPDATE events SET again = 3 WHERE position = (SELECT position FROM events WHERE again = 0 LIMIT 1)",
		"DROP TRIGGER streams_are_never_changed; UPDATE streams SET first = 41 WHERE name = 's-1'",
		"DROP TRIGGER streams_are_never_changed; UPDATE streams SET first = 0 WHERE name = 's-1'",
		"UPDATE imported SET events = upto",
		"DELETE FROM imported",
	} {
		dir, _ := imported(t, 150)
		runSQL(t, filepath.Join(dir, fileName), "DROP TRIGGER events_are_never_changed; "+change)
		l := openIn(t, dir, Options{})
		if err := l.Verify(ctx); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", change, err)
		}
		if strings.Contains(change, "first") {
			if _, err := eventstore.Collect(l.ReadStream(ctx, "s-1", 0, eventstore.Forwards, 0)); !errors.Is(err, ErrCorrupt) {
				t.Errorf("%s: reading the stream: %v", change, err)
			}
		}
	}
}

// TestSurveyAmongGaps: what is left of a log with gaps that was cut off is named by its
// positions, and found without trying each.
func TestSurveyAmongGaps(t *testing.T) {
	all := gappy(3000)
	for i := range all[1500:] {
		all[1500+i].Position += 1 << 50
	}
	dir := t.TempDir()
	if _, err := Import(ctx, dir, Options{}, from(all)); err != nil {
		t.Fatal(err)
	}
	openIn(t, dir, Options{}).Close() // writes the mark
	file := filepath.Join(dir, fileName)
	c, err := connect(ctx, file, immutable)
	if err != nil {
		t.Fatal(err)
	}
	page, err := c.number(ctx, "SELECT min(pageno) FROM (SELECT pageno FROM dbstat WHERE name = 'events' AND pagetype = 'leaf' ORDER BY path LIMIT 3 OFFSET 20)", 0)
	c.close()
	if err != nil {
		t.Skip("this library cannot say where a page is:", err)
	}
	bytes, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	clear(bytes[(page-1)*pageSize : (page-1)*pageSize+64])
	if err := os.WriteFile(file, bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(ctx, dir, Options{})
	if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "what stands at these positions cannot be read: ") {
		t.Fatal(err)
	}
	left, err := survey(ctx, file, mustDefaults(t))
	if err != nil || len(left.gone) != 1 || left.looked != int64(all[2999].Position) {
		t.Fatalf("%+v, %v", left, err)
	}
	lost := 0
	for _, ev := range all {
		if p := int64(ev.Position); p >= left.gone[0].first && p <= left.gone[0].last {
			lost++
		}
	}
	if lost == 0 || lost > 200 {
		t.Errorf("%d events are said to be lost on one page: %s", lost, left)
	}
}

func mustDefaults(t *testing.T) Options {
	t.Helper()
	opts, err := Options{}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	return opts
}
