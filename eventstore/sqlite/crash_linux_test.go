package sqlite

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"minhbach/eventstore"
)

// acknowledged is what the child says once an append has returned.
type acknowledged struct {
	Stream      string
	First, Last eventstore.Revision
	Position    eventstore.Position
	IDs         []eventstore.ID
}

// member is the metadata of an event of the crash test.
type member struct {
	First eventstore.ID // of the append
	N, Of int
}

func TestMain(m *testing.M) {
	if dir := os.Getenv("MINHBACH_CRASH_DIR"); dir != "" {
		fmt.Fprintln(os.Stderr, appendUntilKilled(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// Small bounds, so that every kind of write is going on when the kill comes.
var crashOptions = Options{CheckpointPages: 16, tailLength: 32}

// appendUntilKilled reports every acknowledgement with one write to the pipe:
// what a killed process has written, the kernel still delivers.
func appendUntilKilled(dir string) error {
	ctx := context.Background()
	l, err := Open(ctx, dir, crashOptions)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for worker := range 6 {
		go func() {
			for n := 0; ; n++ {
				stream := fmt.Sprintf("s%d", (worker+n)%9)
				ds := make([]eventstore.Draft, 1+(worker+n)%4)
				ids := make([]eventstore.ID, len(ds))
				for i := range ds {
					ds[i] = benchDraft()
					ids[i] = ds[i].ID
					ds[i].Metadata, _ = json.Marshal(member{ids[0], i, len(ds)})
				}
				a, err := l.Append(ctx, stream, eventstore.Any(), ds...)
				if err != nil {
					failed <- err
					return
				}
				line, _ := json.Marshal(acknowledged{stream, a.First, a.Last, a.Position, ids})
				if _, err := os.Stdout.Write(append(line, '\n')); err != nil {
					failed <- err
					return
				}
			}
		}()
	}
	return <-failed
}

// TestKill kills a process that appends, again and again, and looks at what is
// left. It proves safety against crashes of the process, not of the machine:
// the page cache survives SIGKILL.
func TestKill(t *testing.T) {
	cycles := 50
	if n, err := strconv.Atoi(os.Getenv("MINHBACH_CRASH_CYCLES")); err == nil {
		cycles = n
	}
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("MINHBACH_CRASH_SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("MINHBACH_CRASH_SEED=%d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var dir string
	var all []acknowledged
	killed := 0
	for cycle := range cycles {
		if cycle%25 == 0 { // keep the log short
			dir, all = t.TempDir(), nil
		}
		acks := oneLife(t, dir, 1+random.IntN(40), time.Duration(random.IntN(4000))*time.Microsecond)
		killed += len(acks)
		all = append(all, acks...)
		verifyAfterKill(t, dir, all)
		if t.Failed() {
			t.Fatalf("after kill %d", cycle+1)
		}
	}
	t.Logf("%d kills, %d acknowledged appends, none lost", cycles, killed)
}

// oneLife lets a child append and kills it some time after its n-th
// acknowledgement.
func oneLife(t *testing.T, dir string, n int, after time.Duration) (acks []acknowledged) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "MINHBACH_CRASH_DIR="+dir)
	child.Stderr = os.Stderr
	said, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(said)
	var kill sync.Once
	for lines.Scan() {
		var a acknowledged
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatalf("the child said %q: %v", lines.Text(), err)
		}
		if acks = append(acks, a); len(acks) >= n {
			kill.Do(func() { time.AfterFunc(after, func() { child.Process.Kill() }) })
		}
	}
	if child.Wait(); child.ProcessState.ExitCode() != -1 || len(acks) < n {
		t.Fatalf("the child ended by itself: %v after %d acknowledgements", child.ProcessState, len(acks))
	}
	return acks
}

func verifyAfterKill(t *testing.T, dir string, acks []acknowledged) {
	t.Helper()
	ctx := context.Background()
	l, err := Open(ctx, dir, crashOptions)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := l.Verify(ctx); err != nil {
		t.Error(err)
	}
	all, err := eventstore.Collect(l.ReadAll(ctx, 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	streams := map[string][]eventstore.Event{}
	for i, ev := range all {
		if ev.Position != eventstore.Position(i+1) {
			t.Fatalf("position %d stands at place %d", ev.Position, i+1)
		}
		if ev.Revision != eventstore.Revision(len(streams[ev.Stream])) {
			t.Fatalf("stream %s: revision %d stands at place %d", ev.Stream, ev.Revision, len(streams[ev.Stream]))
		}
		streams[ev.Stream] = append(streams[ev.Stream], ev)

		var m member
		if err := json.Unmarshal(ev.Metadata, &m); err != nil {
			t.Fatal(err)
		}
		if i+m.Of-m.N > len(all) || all[i-m.N].ID != m.First || all[i+m.Of-m.N-1].Stream != ev.Stream {
			t.Fatalf("position %d shows a part of an append", ev.Position)
		}
	}
	for name, want := range streams {
		got, err := eventstore.Collect(l.ReadStream(ctx, name, 0, eventstore.Forwards, 0))
		if err != nil || len(got) != len(want) {
			t.Fatalf("stream %s has %d events, the log has %d of it: %v", name, len(got), len(want), err)
		}
	}
	for _, a := range acks {
		for i, id := range a.IDs {
			revision := a.First + eventstore.Revision(i)
			if int(revision) >= len(streams[a.Stream]) {
				t.Fatalf("stream %s lost its acknowledged revision %d", a.Stream, revision)
			}
			ev := streams[a.Stream][revision]
			if ev.ID != id || (revision == a.Last && ev.Position != a.Position) {
				t.Fatalf("stream %s, revision %d: %s at %d, acknowledged was %s at %d", a.Stream, revision, ev.ID, ev.Position, id, a.Position)
			}
		}
	}
}
