package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
)

// gappy is n events at growing distances; the same for the same n.
func gappy(n int) []eventstore.Event {
	var all []eventstore.Event
	revisions := map[string]eventstore.Revision{}
	at := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	for i := range n {
		stream := fmt.Sprint("s-", i*i%17)
		all = append(all, eventstore.Event{
			Position: eventstore.Position(100 + i*(3+i%5) + i*i/7), Stream: stream, Revision: 40 + revisions[stream],
			ID: eventstore.DeriveID("gappy", fmt.Sprint(i/2*2)), Type: []string{"a.first", "a.second", "b.third"}[i%3],
			ContentType: "application/json", Recorded: at.Add(time.Duration(i*7) * 100), Data: []byte(strings.Repeat("x", i*37%300)), Metadata: []byte{},
		})
		if i > 0 && all[i].Position <= all[i-1].Position {
			all[i].Position = all[i-1].Position + 1
		}
		revisions[stream]++
	}
	return all
}

// behind yields what a source holds behind an event, and checks that it is the source's.
func behind(t testing.TB, all []eventstore.Event, last *eventstore.Event) []eventstore.Event {
	t.Helper()
	if last == nil {
		return all
	}
	at := slices.IndexFunc(all, func(ev eventstore.Event) bool { return ev.Position == last.Position })
	if at < 0 || !same(all[at], *last) {
		t.Fatalf("%+v was kept and is none of the source's", last)
	}
	return all[at+1:]
}

func TestResumeGoesOnWhereItWasCutShort(t *testing.T) {
	all := gappy(1000)
	dir := t.TempDir()
	for attempt, upto := range []int{0, 1, 400, 400, 999} {
		broken := errors.New("the line went dead")
		_, err := Resume(ctx, dir, Options{CachedStreams: 2}, func(last *eventstore.Event) eventstore.Events {
			rest := behind(t, all[:upto], last)
			if kept := upto - len(rest); attempt > 0 && kept != []int{0, 0, 1, 400, 400}[attempt] {
				t.Errorf("attempt %d: %d events were kept", attempt, kept)
			}
			return func(yield func(eventstore.Event, error) bool) {
				for _, ev := range rest {
					if !yield(ev, nil) {
						return
					}
				}
				yield(eventstore.Event{}, broken)
			}
		})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if _, err := Open(ctx, dir, Options{}); !errors.Is(err, ErrUnfinished) {
			t.Fatalf("opened between two attempts: %v", err)
		}
	}
	head, err := Resume(ctx, dir, Options{}, func(last *eventstore.Event) eventstore.Events { return from(behind(t, all, last)) })
	if err != nil || head != all[999].Position {
		t.Fatal(head, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, fileName+"*")); len(left) != 1 {
		t.Error("left", left)
	}
	l := openIn(t, dir, Options{})
	if got := whole(t, l); !slices.EqualFunc(got, all, same) {
		t.Error("the log holds other events")
	}
	if err := l.Verify(ctx); err != nil {
		t.Error(err)
	}
	if _, err := Resume(ctx, dir, Options{}, nil); !errors.Is(err, ErrLocked) {
		t.Error(err)
	}
	l.Close()
	if _, err := Resume(ctx, dir, Options{}, nil); !errors.Is(err, ErrNotFresh) {
		t.Error(err)
	}
}

func TestResumeKeepsWhatCameBeforeAnEndedContext(t *testing.T) {
	all := gappy(200)
	dir := t.TempDir()
	ending, end := context.WithCancel(ctx)
	n := 0
	_, err := Resume(ending, dir, Options{}, func(*eventstore.Event) eventstore.Events {
		return func(yield func(eventstore.Event, error) bool) {
			for _, ev := range all {
				if n++; n == 150 {
					end()
					yield(ev, ending.Err())
					return
				}
				yield(ev, nil)
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if _, err := Resume(ctx, dir, Options{}, func(last *eventstore.Event) eventstore.Events {
		rest := behind(t, all, last)
		if len(rest) != 51 {
			t.Errorf("%d events are left, want 51", len(rest))
		}
		return from(rest)
	}); err != nil {
		t.Fatal(err)
	}
}

func TestResumeRefusesADamagedPart(t *testing.T) {
	all := gappy(300)
	dir := t.TempDir()
	part := filepath.Join(dir, fileName+resumable)
	stop := errors.New("stop")
	Resume(ctx, dir, Options{}, func(*eventstore.Event) eventstore.Events {
		return func(yield func(eventstore.Event, error) bool) {
			for _, ev := range all {
				yield(ev, nil)
			}
			yield(eventstore.Event{}, stop)
		}
	})
	runSQL(t, part, "DROP TRIGGER events_are_never_changed; UPDATE events SET data = x'00' WHERE position = (SELECT max(position) FROM events)")
	if _, err := Resume(ctx, dir, Options{}, func(*eventstore.Event) eventstore.Events { return from(nil) }); !errors.Is(err, ErrCorrupt) {
		t.Error(err)
	}
	if head, err := Import(ctx, dir, Options{}, from(all)); err != nil || head != all[299].Position {
		t.Error("importing anew:", head, err)
	}
	if left, _ := filepath.Glob(part + "*"); len(left) > 0 {
		t.Error("left", left)
	}
}

// TestKillWhileResuming kills a process that imports, again and again, until it comes to
// the end.
func TestKillWhileResuming(t *testing.T) {
	dir := t.TempDir()
	random := seeded(t)
	kills, patience := 0, 30*time.Millisecond
	for done := false; !done; {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "MINHBACH_RESUME_DIR="+dir)
		child.Stderr = os.Stderr
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(patience+time.Duration(random.Int64N(int64(patience))), func() { child.Process.Kill() })
		patience += patience / 4 // a busy machine is slow to begin at all
		err := child.Wait()
		kill.Stop()
		switch child.ProcessState.ExitCode() {
		case 0:
			done = true
		case -1:
			kills++
		default:
			t.Fatal(err)
		}
	}
	l := openIn(t, dir, Options{})
	if got, want := whole(t, l), gappy(resumed); !slices.EqualFunc(got, want, same) {
		t.Errorf("after %d kills the log holds %d events, want %d, or others", kills, len(got), len(want))
	}
	if err := l.Verify(ctx); err != nil {
		t.Error(err)
	}
	t.Logf("%d kills", kills)
}

// resumed is how many events the child imports.
const resumed = 6000

// resumeUntilKilled commits often, so that kills come between commits, within them, and
// in what is made at the end.
func resumeUntilKilled(dir string) error {
	all := gappy(resumed)
	_, err := Resume(context.Background(), dir, Options{inSynced: 50}, func(last *eventstore.Event) eventstore.Events {
		at := 0
		if last != nil {
			at = 1 + slices.IndexFunc(all, func(ev eventstore.Event) bool { return ev.Position == last.Position })
		}
		return from(all[at:])
	})
	if errors.Is(err, ErrNotFresh) {
		return nil // the last kill came when the log had its name already
	}
	return err
}

func init() {
	if dir := os.Getenv("MINHBACH_RESUME_DIR"); dir != "" {
		if err := resumeUntilKilled(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

func BenchmarkResume(b *testing.B) {
	all := gappy(100_000)
	for i := range all {
		all[i].Data = make([]byte, 900)
	}
	for _, resume := range []bool{false, true} {
		b.Run(strconv.FormatBool(resume), func(b *testing.B) {
			for b.Loop() {
				var err error
				if resume {
					_, err = Resume(ctx, b.TempDir(), Options{}, func(*eventstore.Event) eventstore.Events { return from(all) })
				} else {
					_, err = Import(ctx, b.TempDir(), Options{}, from(all))
				}
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(all))*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
