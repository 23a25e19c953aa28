package follow_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/projections/search"
	"minhbach/projections/search/bleve"
	"minhbach/projections/search/follow"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFollowing(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "a", "one")
	f := w.open(t)
	start(t, f)
	must(t, f.Wait(t.Context(), w.publish(t, "b", "two")))
	is(t, contents(t, f), "a=one b=two")
	must(t, f.Wait(t.Context(), w.publish(t, "a", "changed")))
	is(t, contents(t, f), "a=changed b=two")
	must(t, f.Wait(t.Context(), w.publish(t, "b", "")))
	is(t, contents(t, f), "a=changed")

	// Events of nobody move the position without a write.
	w.mu.Lock()
	var writes int
	for _, m := range w.disk {
		writes += m.writes
	}
	w.mu.Unlock()
	last := w.say(t, "account-1", "{}")
	must(t, f.Wait(t.Context(), last))
	r, err := f.Search(t.Context(), search.Query{})
	must(t, err)
	if eventstore.Position(r.Position) < last {
		t.Errorf("the result is of %d, seen was %d", r.Position, last)
	}
	for _, m := range w.disk {
		writes -= m.writes
	}
	if writes != 0 {
		t.Errorf("%d writes for an event of nobody", -writes)
	}
	s, err := f.Status(t.Context())
	must(t, err)
	if s.Name != "memory" || s.Behind != 0 || s.Position != uint64(last) || s.Parked != 0 || s.LastError != "" {
		t.Errorf("%+v", s)
	}
	gone, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := f.Wait(gone, last+1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting for what has not happened: %v", err)
	}
}

func TestWhatChangedOftenIsWrittenOnce(t *testing.T) {
	w := newWorld(t)
	for i := range 100 {
		w.publish(t, "a", fmt.Sprint("title ", i))
	}
	w.set(search.Agency+"/ag1", "Kế Sách")
	w.set(search.Agency+"/ag2", "Long Phú")
	w.say(t, "agencies-1", "ag1 ag2")
	w.say(t, "agencies-1", "ag1")
	f := w.open(t)
	must(t, f.ToEnd(t.Context()))
	is(t, strings.Join(w.questions(), " "), "agency:ag1,ag2 publication:a")
	// A new name of one agency is a matter of its own document.
	w.set(search.Agency+"/ag2", "Long Phú mới")
	w.say(t, "agencies-1", "ag2")
	must(t, f.ToEnd(t.Context()))
	is(t, strings.Join(w.questions(), " "), "agency:ag2")
	is(t, contents(t, f), "a=title 99 ag1=Kế Sách ag2=Long Phú mới")
}

// A crash before or after any write, any number of times, ends in the same index.
func TestCrashes(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 1))
			w := newWorld(t)
			dead := errors.New("power cut")
			for range 8 {
				for range rnd.IntN(25) {
					id := fmt.Sprint("p", rnd.IntN(15))
					title := ""
					if rnd.IntN(4) > 0 {
						title = fmt.Sprint("title ", rnd.IntN(1000))
					}
					w.publish(t, id, title)
				}
				left := rnd.IntN(6)
				w.crash = func(bool) error {
					if left--; left < 0 {
						return dead
					}
					return nil
				}
				f := w.open(t)
				var err error
				if rnd.IntN(4) == 0 {
					err = f.Rebuild(t.Context())
				} else {
					err = f.ToEnd(t.Context())
				}
				if err != nil && !errors.Is(err, dead) {
					t.Fatal(err)
				}
				must(t, f.Close())
			}
			w.crash = nil
			f := w.open(t)
			must(t, f.ToEnd(t.Context()))
			is(t, contents(t, f), w.truth())
		})
	}
}

func TestParking(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"a", "b", "c", "d"} {
		w.publish(t, id, "title "+id)
	}
	bad := errors.New("cannot be made")
	w.refuse = func(_ string, ids []string) error {
		if slices.Contains(ids, "b") {
			return bad
		}
		return nil
	}
	f := w.open(t)
	must(t, f.ToEnd(t.Context()))
	is(t, contents(t, f), "a=title a c=title c d=title d")
	parked := fmt.Sprint(f.Parked())
	is(t, parked, "[{publication b cannot be made}]")
	s, err := f.Status(t.Context())
	must(t, err)
	if s.Parked != 1 || s.LastError != bad.Error() || s.Behind != 0 {
		t.Errorf("%+v", s)
	}
	// It is remembered, asked for with the next reading, and holds up nothing.
	must(t, f.Close())
	f = w.open(t)
	is(t, fmt.Sprint(f.Parked()), parked)
	w.publish(t, "e", "title e")
	w.questions()
	must(t, f.ToEnd(t.Context()))
	is(t, strings.Join(w.questions(), " "), "publication:b publication:e")
	w.refuse = nil
	must(t, f.Unpark(t.Context()))
	is(t, contents(t, f), w.truth())
	is(t, fmt.Sprint(f.Parked()), "[]")
	must(t, f.Close())
	is(t, fmt.Sprint(w.open(t).Parked()), "[]")
}

// A source that is out of order parks nothing and moves nothing.
func TestOutage(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"a", "b", "c", "d"} {
		w.publish(t, id, "title "+id)
	}
	down := errors.New("read model is not open")
	w.refuse = func(string, []string) error { return down }
	f := w.open(t)
	if err := f.ToEnd(t.Context()); !errors.Is(err, down) {
		t.Errorf("%v", err)
	}
	s, err := f.Status(t.Context())
	must(t, err)
	if s.Parked != 0 || s.Position != 0 || s.Behind != 4 {
		t.Errorf("%+v", s)
	}
	w.refuse = nil
	must(t, f.ToEnd(t.Context()))
	is(t, contents(t, f), w.truth())
}

func TestRunTriesAgain(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "a", "one")
	head := w.publish(t, "b", "two")
	fails := 3
	w.crash = func(applied bool) error {
		if fails--; fails >= 0 {
			return errors.New("disk full")
		}
		return nil
	}
	f := w.open(t)
	start(t, f)
	must(t, f.Wait(t.Context(), head))
	is(t, contents(t, f), w.truth())
	if s, err := f.Status(t.Context()); err != nil || s.LastError != "disk full" {
		t.Errorf("%+v %v", s, err)
	}
}

func TestRebuild(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "a", "one")
	f := w.open(t)
	start(t, f)
	must(t, f.Wait(t.Context(), w.publish(t, "b", "two")))
	// Something of the past is different now, without an event.
	w.set(search.Publication+"/a", "one again")
	hold := make(chan struct{})
	w.mu.Lock()
	w.hold, w.asked = hold, nil
	w.mu.Unlock()
	done := make(chan error, 1)
	go func() { done <- f.Rebuild(t.Context()) }()
	for {
		s, err := f.Status(t.Context())
		must(t, err)
		w.mu.Lock()
		asked := len(w.asked)
		w.mu.Unlock()
		if s.Rebuilding && asked > 0 {
			break
		}
	}
	if err := f.Rebuild(t.Context()); err == nil {
		t.Error("two rebuilds at once")
	}
	is(t, contents(t, f), "a=one b=two")
	w.mu.Lock()
	w.hold = nil
	w.mu.Unlock()
	close(hold)
	must(t, <-done)
	is(t, contents(t, f), "a=one again b=two")
	must(t, f.Wait(t.Context(), w.publish(t, "c", "three")))
	is(t, contents(t, f), w.truth())

	// One that fails leaves the index as it is, and no second one on disk.
	w.mu.Lock()
	w.refuse = func(string, []string) error { return errors.New("no") }
	w.mu.Unlock()
	if err := f.Rebuild(t.Context()); err == nil {
		t.Error("rebuilt without a source")
	}
	w.mu.Lock()
	w.refuse = nil
	w.mu.Unlock()
	is(t, contents(t, f), w.truth())
}

func TestDamagedIndex(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "a", "one")
	f := w.open(t)
	must(t, f.ToEnd(t.Context()))
	must(t, f.Close())
	damage := func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, m := range w.disk {
			m.mu.Lock()
			m.broken = true
			m.mu.Unlock()
		}
	}
	damage()
	f = w.open(t) // on opening
	start(t, f)
	must(t, f.Wait(t.Context(), w.publish(t, "b", "two")))
	is(t, contents(t, f), "a=one b=two")
	damage() // under a query
	if _, err := f.Search(t.Context(), search.Query{}); !errors.Is(err, search.ErrBroken) {
		t.Fatalf("%v", err)
	}
	for {
		if _, err := f.Search(t.Context(), search.Query{}); err == nil {
			break
		}
	}
	is(t, contents(t, f), "a=one b=two")
}

// The same with the real engine: rebuilt and swapped under queries, reopened.
func TestWithBleve(t *testing.T) {
	w := newWorld(t)
	engine := follow.Engine{Name: "bleve", Version: bleve.Version, Open: func(dir string) (search.Index, error) { return bleve.Open(dir) }}
	open := func() *follow.Follower {
		f, err := follow.Open(t.Context(), w.dir, w.log, kinds, w, engine, follow.Options{})
		must(t, err)
		return f
	}
	for i := range 20 {
		w.publish(t, fmt.Sprint("p", i), fmt.Sprintf("Sóc Trăng số %d", i))
	}
	f := open()
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- f.Run(ctx) }()
	must(t, f.Wait(t.Context(), 20))
	stop := make(chan struct{})
	asked := make(chan error, 1)
	go func() {
		for {
			r, err := f.Search(context.Background(), search.Query{Text: "soc trang"})
			if err == nil && r.Total < 20 {
				err = fmt.Errorf("%d hits during a rebuild", r.Total)
			}
			select {
			case <-stop:
				asked <- err
				return
			default:
				if err != nil {
					asked <- err
					return
				}
			}
		}
	}()
	for i := range 3 {
		must(t, f.Rebuild(t.Context()))
		must(t, f.Wait(t.Context(), w.publish(t, fmt.Sprint("new", i), "Sóc Trăng mới")))
	}
	close(stop)
	must(t, <-asked)
	cancel()
	<-ran
	must(t, f.Close())
	f = open()
	defer f.Close()
	r, err := f.Search(t.Context(), search.Query{Text: "soc trang"})
	must(t, err)
	if r.Total != 23 || r.Position != 23 {
		t.Errorf("%d hits at %d", r.Total, r.Position)
	}
	left, err := os.ReadDir(w.dir)
	must(t, err)
	directories := 0
	for _, e := range left {
		if e.IsDir() {
			directories++
		}
	}
	if directories != 1 {
		t.Errorf("%v are left", left)
	}
}
