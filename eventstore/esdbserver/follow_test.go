package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/sqlite"
)

var errEnough = errors.New("seen enough")

func openLog(t testing.TB) eventstore.Log {
	t.Helper()
	log, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{SkipQuickCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

// Whoever follows sees every event once and in order, however slow, wherever it begins,
// whatever the feed still holds, while others append.
func TestFollowersSeeEveryEventOnceInOrder(t *testing.T) {
	const appenders, each, streams, followers = 4, 150, 3, 24
	for _, ring := range []int{1, 4 * entryWeight, 50 * entryWeight, 16 << 20} {
		t.Run(fmt.Sprintf("a ring of %d bytes", ring), func(t *testing.T) {
			t.Parallel()
			log := openLog(t)
			s := New(log, Options{FeedBytes: ring})
			defer s.end()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			var all sync.WaitGroup
			for a := range appenders {
				all.Go(func() {
					random := rand.New(rand.NewPCG(uint64(a), 1))
					for left := each; left > 0; {
						drafts := make([]eventstore.Draft, min(left, 1+random.IntN(4)))
						for i := range drafts {
							drafts[i] = eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "a.b", Data: make([]byte, random.IntN(300))}
						}
						if _, err := log.Append(ctx, fmt.Sprint("s-", random.IntN(streams)), eventstore.Any(), drafts...); err != nil {
							t.Error(err)
							return
						}
						left -= len(drafts)
					}
				})
			}
			heads := func() (n [streams]eventstore.Revision) {
				for i := range n {
					n[i], _ = s.headOf(ctx, fmt.Sprint("s-", i))
				}
				return n
			}
			appended := make(chan struct{})
			go func() { all.Wait(); close(appended) }()
			var following sync.WaitGroup
			for f := range followers {
				random := rand.New(rand.NewPCG(uint64(f), 2))
				slow := func() {
					if random.IntN(20) == 0 {
						for range random.IntN(200) {
							runtime.Gosched()
						}
					}
				}
				following.Go(func() {
					for range random.IntN(2000) { // begin while others append
						runtime.Gosched()
					}
					if f%2 == 0 {
						after := eventstore.Position(random.IntN(40))
						last := after
						err := s.followAll(ctx, after, func(d eventstore.Delivery) error {
							slow()
							if d.Event != nil {
								if d.Event.Position != last+1 {
									return fmt.Errorf("position %d comes behind %d", d.Event.Position, last)
								}
								last = d.Event.Position
							} else if d.Position < last || !d.CaughtUp {
								return fmt.Errorf("%+v comes behind %d", d, last)
							}
							if last >= appenders*each {
								return errEnough
							}
							return nil
						})
						if !errors.Is(err, errEnough) {
							t.Errorf("follower %d of the log: %v", f, err)
						}
						return
					}
					n := random.IntN(streams)
					name, after := fmt.Sprint("s-", n), eventstore.Revision(random.IntN(8)-1)
					last, over := after, false
					err := s.followStream(ctx, name, after, func(d eventstore.Delivery) error {
						slow()
						if d.Event != nil {
							if d.Event.Revision != last+1 || d.Event.Stream != name {
								return fmt.Errorf("%s/%d comes behind %d", d.Event.Stream, d.Event.Revision, last)
							}
							last = d.Event.Revision
						}
						select {
						case <-appended:
							over = over || last >= heads()[n]
						default:
						}
						if over {
							return errEnough
						}
						return nil
					})
					if !errors.Is(err, errEnough) {
						t.Errorf("follower %d of %s stops at %d of %d: %v", f, name, last, heads()[n], err)
					}
				})
			}
			// A last event in each stream lets those look up that saw all before the end.
			<-appended
			for n := range streams {
				if _, err := log.Append(ctx, fmt.Sprint("s-", n), eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "a.z"}); err != nil {
					t.Error(err)
				}
			}
			following.Wait()
			if s.feed.now != nil {
				t.Error("the feed runs although nobody follows")
			}
		})
	}
}

// The feed begins with the first follower and ends with the last.
func TestTheFeedRunsWhileSomebodyFollows(t *testing.T) {
	log := &watchedLog{Log: openLog(t)}
	s := New(log, Options{})
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		var following, caughtUp sync.WaitGroup
		for range 10 {
			caughtUp.Add(1)
			following.Go(func() {
				var once sync.Once
				err := s.followAll(ctx, 0, func(d eventstore.Delivery) error {
					once.Do(caughtUp.Done)
					return nil
				})
				if !errors.Is(err, context.Canceled) {
					t.Errorf("following ended with %v", err)
				}
			})
		}
		caughtUp.Wait()
		cancel()
		following.Wait()
	}
	if begun := log.count(); begun != 3 {
		t.Errorf("%d readings of the log for 3 crowds", begun)
	}
	// The end of the server ends who follows.
	ended := make(chan error)
	go func() {
		ended <- s.followStream(t.Context(), "none", eventstore.NoRevision, func(d eventstore.Delivery) error {
			s.end()
			return nil
		})
	}()
	if err := <-ended; !errors.Is(err, eventstore.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

// Who waits for a stream and goes leaves no bell.
func TestAFollowerTakesItsBellDown(t *testing.T) {
	s := New(openLog(t), Options{})
	defer s.end()
	w, leave, err := s.feed.join(t.Context()) // keeps the feed on
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	for _, stream := range []string{"a", "b", "b"} {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.followStream(ctx, stream, eventstore.NoRevision, func(eventstore.Delivery) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			if len(w.bells) != 1 {
				t.Errorf("%d bells for one who waits", len(w.bells))
			}
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) || len(w.bells) > 0 {
			t.Errorf("%d bells are left, %v", len(w.bells), err)
		}
	}
}

// watchedLog counts subscriptions to the log itself.
type watchedLog struct {
	eventstore.Log
	mu    sync.Mutex
	begun int
}

func (c *watchedLog) Subscribe(ctx context.Context, after eventstore.Position, filter eventstore.Filter, handle func(eventstore.Delivery) error) error {
	c.mu.Lock()
	c.begun++
	c.mu.Unlock()
	return c.Log.Subscribe(ctx, after, filter, handle)
}

func (c *watchedLog) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.begun
}

// A log that fails ends who follows with its error, and the next one tries anew.
func TestAFailingLogEndsItsFollowers(t *testing.T) {
	broken := errors.New("broken disk")
	log := &failing{Log: openLog(t), err: broken}
	s := New(log, Options{})
	defer s.end()
	for range 2 {
		err := s.followAll(t.Context(), 0, func(eventstore.Delivery) error { return nil })
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}
	log.mend()
	err := s.followAll(t.Context(), 0, func(eventstore.Delivery) error { return errEnough })
	if !errors.Is(err, errEnough) {
		t.Errorf("mended: %v", err)
	}
}

type failing struct {
	eventstore.Log
	mu  sync.Mutex
	err error
}

func (f *failing) mend() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = nil
}

func (f *failing) Subscribe(ctx context.Context, after eventstore.Position, filter eventstore.Filter, handle func(eventstore.Delivery) error) error {
	f.mu.Lock()
	err := f.err
	f.mu.Unlock()
	if err != nil {
		return err
	}
	return f.Log.Subscribe(ctx, after, filter, handle)
}

// BenchmarkAppendBesideFollowers shows what those cost who follow other streams.
func BenchmarkAppendBesideFollowers(b *testing.B) {
	for _, followers := range []int{0, 1000} {
		b.Run(fmt.Sprint(followers), func(b *testing.B) {
			log := openLog(b)
			s := New(log, Options{})
			defer s.end()
			var ready sync.WaitGroup
			for n := range followers {
				ready.Add(1)
				go s.followStream(b.Context(), fmt.Sprint("quiet-", n), eventstore.NoRevision, func(eventstore.Delivery) error {
					ready.Done()
					return nil
				})
			}
			ready.Wait()
			for b.Loop() {
				if _, err := log.Append(b.Context(), "busy", eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "a.b", Data: kilobyte}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
