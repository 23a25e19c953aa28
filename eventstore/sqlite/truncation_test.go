package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minhbach/eventstore"
)

// unfolded is a log in mid-life: its files, and how long the write-ahead log was
// after each commit, which the diary tells.
type unfolded struct {
	d             *diary
	db, wal, mark []byte
	ends          []int
}

func inMidLife(t *testing.T, commits int) unfolded {
	t.Helper()
	u := unfolded{d: &diary{}}
	dir := t.TempDir()
	l := openIn(t, dir, Options{CheckpointPages: 1 << 20, tailLength: 16})
	wal := filepath.Join(dir, fileName+"-wal")
	for i := range commits {
		if err := u.d.append(ctx, l, fmt.Sprintf("stream-%d", i%5), 1+i%3, 50+i*13); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(wal)
		if err != nil {
			t.Fatal(err)
		}
		u.ends = append(u.ends, int(info.Size()))
	}
	for file, to := range map[string]*[]byte{fileName: &u.db, fileName + "-wal": &u.wal, markName: &u.mark} {
		var err error
		if *to, err = os.ReadFile(filepath.Join(dir, file)); err != nil {
			t.Fatal(err)
		}
	}
	return u
}

// events is how many the first n commits have.
func (u unfolded) events(n int) (events int) {
	for _, o := range u.d.all[:n] {
		events += len(o.drafts)
	}
	return events
}

// whole is how many commits lie before a byte of the write-ahead log.
func (u unfolded) whole(at int) int {
	n := 0
	for n < len(u.ends) && u.ends[n] <= at {
		n++
	}
	return n
}

// opened is a log made of these files.
func (u unfolded) opened(t *testing.T, dir string, wal []byte, marked bool) *Log {
	t.Helper()
	os.Remove(filepath.Join(dir, fileName+"-shm"))
	os.Remove(filepath.Join(dir, markName))
	files := map[string][]byte{fileName: u.db, fileName + "-wal": wal}
	if marked {
		files[markName] = u.mark
	}
	for file, content := range files {
		if err := os.WriteFile(filepath.Join(dir, file), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l, err := Open(ctx, dir, Options{SkipQuickCheck: true})
	if l == nil {
		if all := missing(1, int64(u.events(len(u.ends)))); !marked || !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), all) {
			t.Errorf("opening: %v", err)
		}
		u.untouched(t, dir, wal)
	}
	return l
}

func (u unfolded) untouched(t *testing.T, dir string, wal []byte) {
	t.Helper()
	for file, want := range map[string][]byte{fileName: u.db, fileName + "-wal": wal, markName: u.mark} {
		if got, err := os.ReadFile(filepath.Join(dir, file)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s was changed: %v", file, err)
		}
	}
}

// ends checks that the log ends with the n-th commit, and that it says so if it
// knows that there were more.
func (u unfolded) check(t *testing.T, dir string, wal []byte, n int, marked bool) {
	t.Helper()
	l := u.opened(t, dir, wal, marked)
	if l == nil {
		if n > 0 {
			t.Error("refused, although there are events")
		}
		return
	}
	before := diary{all: u.d.all[:n]}
	if err := before.holds(ctx, l); err != nil {
		t.Errorf("want the first %d commits: %v", n, err)
	}
	have, had := u.events(n), u.events(len(u.ends))
	switch health := l.Health(); {
	case !marked || n == len(u.ends):
		if health != nil {
			t.Errorf("with all that was acknowledged: %v", health)
		}
	case !errors.Is(health, eventstore.ErrReadOnly) || !errors.Is(health, ErrCorrupt):
		t.Errorf("silent about events %d to %d: %v", have+1, had, health)
	case !strings.Contains(health.Error(), missing(int64(have+1), int64(had))):
		t.Errorf("want events %d to %d named: %v", have+1, had, health)
	default:
		if _, err := l.Append(ctx, "more", eventstore.Any(), event()); !errors.Is(err, ErrCorrupt) {
			t.Errorf("appended behind the gap: %v", err)
		}
	}
	l.Close()
	if marked && n < len(u.ends) {
		u.untouched(t, dir, wal)
	}
}

// TestTruncatedWAL: wherever the write-ahead log ends, the log ends at a commit, and
// says what is missing. Every byte of the last commit with MINHBACH_TRUNCATE=all.
func TestTruncatedWAL(t *testing.T) {
	u := inMidLife(t, 30)
	random, dir, last := seeded(t), t.TempDir(), u.ends[len(u.ends)-2]
	var ends []int
	for at := last; at <= len(u.wal); at++ {
		frame := (at - 32) % (pageSize + 24)
		if os.Getenv("MINHBACH_TRUNCATE") == "all" || frame <= 25 && frame%3 == 0 || at%997 == 0 || at == len(u.wal) {
			ends = append(ends, at)
		}
	}
	for range 40 {
		ends = append(ends, random.IntN(last))
	}
	ends = append(ends, 0, 1, 31, 32, 33)
	for i, at := range ends {
		u.check(t, dir, u.wal[:at], u.whole(at), i%2 == 0 || at >= last)
		if at >= last {
			u.check(t, dir, u.wal[:at], u.whole(at), false)
		}
		if t.Failed() {
			t.Fatalf("cut off at byte %d of %d", at, len(u.wal))
		}
	}
	t.Logf("%d places, the last commit has %d bytes", len(ends), len(u.wal)-last)
}

// TestFlippedWAL: a wrong bit in the write-ahead log hides everything behind it from
// SQLite. The mark knows.
func TestFlippedWAL(t *testing.T) {
	flips := 200
	if n, err := strconv.Atoi(os.Getenv("MINHBACH_BIT_FLIPS")); err == nil {
		flips = n
	}
	u := inMidLife(t, 30)
	random, dir := seeded(t), t.TempDir()
	hidden := 0
	for range flips {
		at, bit := random.IntN(len(u.wal)), byte(1)<<random.IntN(8)
		n := u.whole(at)
		if at < 32 {
			n = 0 // the head of the file
		}
		wal := slices.Clone(u.wal)
		wal[at] ^= bit
		u.check(t, dir, wal, n, true)
		if t.Failed() {
			t.Fatalf("bit %#x of byte %d", bit, at)
		}
		hidden += u.events(len(u.ends)) - u.events(n)
	}
	t.Logf("%d flips, all noticed; %d events would have vanished in silence", flips, hidden)
}

// TestTornMark: of the two places of the mark one is always whole; a mark that says
// nothing keeps nobody from opening.
func TestTornMark(t *testing.T) {
	u := inMidLife(t, 9)
	n := len(u.ends)
	for _, place := range []int{0, markApart} {
		torn := u
		torn.mark = slices.Clone(u.mark)
		torn.mark[place+9] ^= 1
		m, _ := readMark(bytes.NewReader(torn.mark))
		if want := int64(u.events(n)); m.position != want && m.position != int64(u.events(n-1)) {
			t.Errorf("without the place at %d the mark says %d, want %d or the commit before", place, m.position, want)
		}
		torn.check(t, t.TempDir(), u.wal, n, true)
	}
	for _, nothing := range [][]byte{nil, []byte("short"), make([]byte, 2*markApart)} {
		empty := u
		empty.mark = nothing
		empty.check(t, t.TempDir(), u.wal, n, true)
	}
}

// TestAnotherHistory: a log of the right length that is not the one acknowledged, as
// after an old copy was put in its place and written to.
func TestAnotherHistory(t *testing.T) {
	u, other := inMidLife(t, 9), inMidLife(t, 9)
	other.mark = u.mark
	dir := t.TempDir()
	l := other.opened(t, dir, other.wal, true)
	if err := l.Health(); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "another event was acknowledged") {
		t.Fatalf("health: %v", err)
	}
	if err := other.d.holds(ctx, l); err != nil {
		t.Errorf("reading: %v", err)
	}
	l.Close()
	if err := os.Remove(filepath.Join(dir, markName)); err != nil { // what the message offers
		t.Fatal(err)
	}
	l = openIn(t, dir, Options{})
	mustAppend(t, l, "more", 1)
}

// TestTruncatedFile: a closed log that lost its end is not opened; the refusal names
// the events that cannot be read, exactly, and leaves the file as it was.
func TestTruncatedFile(t *testing.T) {
	dir := t.TempDir()
	l := openIn(t, dir, Options{tailLength: 16})
	d := &diary{}
	for i := range 90 {
		if err := d.append(ctx, l, fmt.Sprintf("stream-%d", i%7), 1+i%3, 60+i*11%900); err != nil {
			t.Fatal(err)
		}
	}
	l.Close()
	path := filepath.Join(dir, fileName)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []int // where each event ends in the file
	for _, o := range d.all {
		for _, e := range o.drafts {
			row := append(append(e.ID[:], e.Metadata...), e.Data...) // as the columns lie in the file
			rows = append(rows, bytes.LastIndex(file, row)+len(row))
		}
	}
	random, named := seeded(t), 0
	var sizes []int
	for size := len(file) - 1; size >= len(file)-pageSize; size-- {
		if os.Getenv("MINHBACH_TRUNCATE") == "all" || size%1021 == 0 || size >= len(file)-2 {
			sizes = append(sizes, size)
		}
	}
	for range 25 {
		sizes = append(sizes, len(file)/2+random.IntN(len(file)/2))
	}
	for _, size := range sizes {
		var want losses
		want.upto, want.looked = int64(len(rows)), int64(len(rows))
		for i, end := range rows {
			if end > size {
				want.lose(int64(i+1), int64(i+1))
			}
		}
		if err := os.WriteFile(path, file[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := Open(ctx, dir, Options{})
		if err == nil {
			l.Close()
			t.Fatalf("%d of %d bytes: opened", size, len(file))
		}
		if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), want.String()) {
			t.Fatalf("%d of %d bytes: %v\nwant %s", size, len(file), err, want)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, file[:size]) {
			t.Fatalf("%d of %d bytes: the file was changed: %v", size, len(file), err)
		}
		if len(want.gone) > 0 {
			named++
		}
	}
	t.Logf("%d sizes, %d with events lost", len(sizes), named)
	if named == 0 {
		t.Error("no size cost an event")
	}
}

// TestSurveyWithoutTypes: where a table is gone that events need, all of them are
// lost, and the refusal says so.
func TestSurveyWithoutTypes(t *testing.T) {
	file, content := sample(t)
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := connect(ctx, path, readOnly)
	if err != nil {
		t.Fatal(err)
	}
	root, err := c.number(ctx, "SELECT rootpage FROM sqlite_schema WHERE name = 'kinds'", 0)
	c.close()
	if err != nil || root < 2 {
		t.Fatal(root, err)
	}
	clear(file[(root-1)*pageSize : root*pageSize])
	_, err = openBytes(t, file, Options{})
	if want := fmt.Sprintf("%d of %d events cannot be read: 1 to %d", len(content), len(content), len(content)); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), want) {
		t.Fatalf("opened: %v\nwant %s", err, want)
	}
}
