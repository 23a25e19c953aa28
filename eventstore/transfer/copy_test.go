package transfer_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
	"minhbach/eventstore/transfer"
)

// Given a log with gaps, fine times and events of a store about itself, when it goes
// through a file and back into a directory, then nothing of it has changed.
func TestDirectoriesAndFilesKeepEverything(t *testing.T) {
	events := history(400, 1)
	ends := eventstore.Event{Stream: "publication-1", Type: eventstore.TypeStreamDeleted, ContentType: "application/json", Position: events[399].Position + 9, Recorded: events[399].Recorded, ID: eventstore.ID{9}}
	for _, ev := range events {
		if ev.Stream == ends.Stream {
			ends.Revision = ev.Revision + 1
		}
	}
	events = append(events, ends)
	from := dirOf(t, events)
	file := filepath.Join(t.TempDir(), "log.ndjson")
	first := mustCopy(t, from, file)
	back := filepath.Join(t.TempDir(), "new")
	second := mustCopy(t, file, back)
	same(t, eventsIn(t, back), eventsIn(t, from), true)
	if first.Root != rootOf(t, events) || second.Root != first.Root || first.Events != uint64(len(appEvents(events))) || first.System != uint64(len(events))-first.Events {
		t.Errorf("%+v\n%+v", first, second)
	}
	if first.Named == 0 || first.Sealed != first.Named || first.Copied != uint64(len(events)) || first.Head != ends.Position {
		t.Errorf("%+v", first)
	}
	// A server's end of a stream has the highest revision: the same leaf.
	ends.Revision = math.MaxInt64
	if rootOf(t, append(events[:len(events)-1:len(events)-1], ends)) != first.Root {
		t.Error("another root for the end of a stream")
	}
	// Once more: it is all there.
	if again := mustCopy(t, from, back); again.Found != uint64(len(events)) || again.Copied != 0 || again.Root != first.Root {
		t.Errorf("%+v", again)
	}
}

func TestPipes(t *testing.T) {
	from := dirOf(t, history(60, 2))
	var out bytes.Buffer
	r, err := transfer.Copy(t.Context(), transfer.Options{From: from, To: "-", Out: &out})
	if err != nil || r.Checked || r.Events+r.System != 60 {
		t.Fatalf("%+v %v", r, err)
	}
	to := filepath.Join(t.TempDir(), "new")
	if _, err := transfer.Copy(t.Context(), transfer.Options{From: "-", To: to, In: &out}); err != nil {
		t.Fatal(err)
	}
	same(t, eventsIn(t, to), eventsIn(t, from), true)
}

func TestArchives(t *testing.T) {
	events := history(300, 3)
	from := dirOf(t, events)
	for _, name := range []string{"history.bag", "history.zip"} {
		made := filepath.Join(t.TempDir(), name)
		r := mustCopy(t, from, made)
		if r.LeftOut == 0 || r.Root != rootOf(t, events) {
			t.Errorf("%+v", r)
		}
		to := filepath.Join(t.TempDir(), "new")
		if back := mustCopy(t, made, to); back.Root != r.Root {
			t.Errorf("%+v", back)
		}
		same(t, eventsIn(t, to), appEvents(events), true)
		left, _ := os.ReadDir(filepath.Dir(made))
		if len(left) != 1 {
			t.Errorf("work is left behind: %v", left)
		}
		if _, err := transfer.Copy(t.Context(), transfer.Options{From: from, To: made}); !errors.Is(err, transfer.ErrPlace) {
			t.Errorf("an archive was written over: %v", err)
		}
		if name == "history.bag" {
			rows := filepath.Join(made, "data", "events", "events.jsonl")
			raw, err := os.ReadFile(rows)
			if err == nil {
				err = os.WriteFile(rows, bytes.Replace(raw, []byte(`"revision":1,`), []byte(`"revision":2,`), 1), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := transfer.Copy(t.Context(), transfer.Options{From: made, To: filepath.Join(t.TempDir(), "x")}); !errors.Is(err, transfer.ErrSource) {
				t.Errorf("a changed archive was copied: %v", err)
			}
		}
	}
}

// Given a directory that has another log, or an attempt of another source, then it is
// refused, and nothing in it changes.
func TestOtherDirectoriesAreRefused(t *testing.T) {
	events := history(100, 4)
	from := dirOf(t, events)
	longer, other := dirOf(t, append(history(100, 4), eventstore.Event{Stream: "x", ID: eventstore.ID{1}, Type: "y", ContentType: "application/json", Position: 1 << 40, Recorded: morning.AddDate(1, 0, 0)})), dirOf(t, history(100, 5))
	for name, c := range map[string]struct {
		from, to string
		want     error
		says     string
	}{
		"another":        {from, other, transfer.ErrOther, "nothing was written"},
		"longer":         {from, longer, transfer.ErrMore, "x revision 0"},
		"shorter":        {longer, from, transfer.ErrOther, "finished"},
		"the log itself": {from, filepath.Join(other, "log"), transfer.ErrPlace, "data directory"},
		"no log":         {t.TempDir(), filepath.Join(t.TempDir(), "n"), transfer.ErrPlace, "no log in"},
	} {
		before := eventsIn(t, other)
		_, err := transfer.Copy(t.Context(), transfer.Options{From: c.from, To: c.to})
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		same(t, eventsIn(t, other), before, true)
	}
	// Cut short with one source, taken up with another.
	to := filepath.Join(t.TempDir(), "new")
	if err := cutShort(t, from, to, 50); err == nil {
		t.Fatal("it was not cut short")
	}
	if _, err := transfer.Copy(t.Context(), transfer.Options{From: other, To: to}); !errors.Is(err, transfer.ErrOther) && !errors.Is(err, transfer.ErrMore) {
		t.Errorf("another source was taken up: %v", err)
	}
	if _, err := sqlite.Open(t.Context(), filepath.Join(to, "log"), sqlite.Options{}); !errors.Is(err, sqlite.ErrUnfinished) {
		t.Errorf("half a log opens: %v", err)
	}
	mustCopy(t, from, to)
	same(t, eventsIn(t, to), eventsIn(t, from), true)
}

// cutShort copies until so many events have been read, as a signal would end it.
func cutShort(t testing.TB, from, to string, events uint64) error {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	_, err := transfer.Copy(ctx, transfer.Options{From: from, To: to, Warn: t.Logf, Tell: func(stage transfer.Stage, seen uint64, _ float64) {
		if stage == transfer.Copying && seen >= events {
			stop()
		}
	}})
	return err
}

// Given a log that another process writes to all the while, then it is read to an end
// that it had, again and again.
func TestALogInUse(t *testing.T) {
	from := dirOf(t, history(300, 15))
	log, err := sqlite.Open(t.Context(), filepath.Join(from, "log"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			default:
			}
			if _, err := log.Append(context.WithoutCancel(t.Context()), "busy-1", eventstore.Any(), eventstore.Draft{ID: eventstore.DeriveID("busy", strconv.Itoa(n)), Type: "x"}); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	for range 10 {
		if r := mustCopy(t, from, filepath.Join(t.TempDir(), "new")); r.Events+r.System < 300 {
			t.Errorf("%+v", r)
		}
	}
	close(done)
	<-ended
}
