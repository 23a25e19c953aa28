package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"net"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/peer"
)

// patient lets a test hold a check back.
type patient struct {
	*staff
	let chan struct{}
}

func (p patient) Authenticate(ctx context.Context, name, password string) (Identity, error) {
	<-p.let
	return p.staff.Authenticate(ctx, name, password)
}

// once has no Recheck.
type once struct{ of *staff }

func (o once) Authenticate(ctx context.Context, name, password string) (Identity, error) {
	return o.of.Authenticate(ctx, name, password)
}

type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) forward(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func TestManyCallsAreOneCheck(t *testing.T) {
	auth := patient{newStaff(), make(chan struct{})}
	c := newTrust(auth, time.Now)
	var calls sync.WaitGroup
	failed := make(chan error, 200)
	for range 200 {
		calls.Go(func() {
			id, err := c.check(t.Context(), "lan", "changeit")
			if err != nil || id.Name != "lan" {
				failed <- fmt.Errorf("%+v, %w", id, err)
			}
		})
	}
	close(auth.let)
	calls.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	if n := auth.times(); n != 1 {
		t.Errorf("%d checks", n)
	}
}

func TestRecognisedForAWhile(t *testing.T) {
	clock := &hands{now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
	auth := newStaff()
	c := newTrust(auth, clock.Now)
	again := newTrust(once{auth}, clock.Now)
	check := func(c *trust, password string, want error, times int) {
		t.Helper()
		before := auth.times()
		if _, err := c.check(t.Context(), "lan", password); !errors.Is(err, want) || auth.times()-before != times {
			t.Fatalf("%v after %d checks, want %v after %d", err, auth.times()-before, want, times)
		}
	}
	check(c, "changeit", nil, 1)
	check(c, "changeit", nil, 0)
	check(c, "changeit ", ErrCredentials, 1)
	check(c, "changeit ", ErrCredentials, 1) // a refusal is not remembered
	for range 10 {
		clock.forward(rememberFor - time.Second)
		check(c, "changeit", nil, 0) // in use, and asked about
	}
	clock.forward(rememberFor)
	check(c, "changeit", nil, 1)

	check(again, "changeit", nil, 1)
	clock.forward(rememberFor - time.Second)
	check(again, "changeit", nil, 0)
	clock.forward(time.Second)
	check(again, "changeit", nil, 1) // nobody to ask: checked anew

	check(c, "changeit", nil, 1)
	auth.dismiss("lan")
	clock.forward(recheckAfter - time.Millisecond)
	check(c, "changeit", nil, 0)
	clock.forward(time.Millisecond)
	check(c, "changeit", ErrCredentials, 1)
}

func TestMemoryOfCredentialsIsBounded(t *testing.T) {
	auth := newStaff()
	c := newTrust(auth, time.Now)
	for i := range keptCredentials + 100 {
		name := fmt.Sprint("may", i)
		auth.groups[name] = []string{"editor"}
		if _, err := c.check(t.Context(), name, "changeit"); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(c.known); n > keptCredentials {
		t.Errorf("%d are remembered", n)
	}
}

func TestWhoGuessesKeepsNobodyElseOut(t *testing.T) {
	auth := &crowded{patient: patient{newStaff(), make(chan struct{})}, inside: make(chan struct{}, 100)}
	c := newTrust(auth, time.Now)
	from := func(address string) context.Context {
		return peer.NewContext(t.Context(), &peer.Peer{Addr: &net.TCPAddr{IP: net.ParseIP(address), Port: 5555}})
	}
	lane := func(address string) uint64 { return maphash.String(c.seed, address) % lanes }
	other := ""
	for i := 1; other == "" || lane(other) == lane("203.0.113.7"); i++ {
		other = fmt.Sprint("198.51.100.", i)
	}
	ctx, stop := context.WithCancel(from("203.0.113.7"))
	var guesses, neighbour sync.WaitGroup
	for i := range 50 {
		guesses.Go(func() { _, _ = c.check(ctx, fmt.Sprint("ai", i), "x") })
	}
	for range checksAtOnce {
		<-auth.inside
	}
	neighbour.Go(func() {
		if _, err := c.check(from(other), "lan", "changeit"); err != nil {
			t.Errorf("the neighbour: %v", err)
		}
	})
	<-auth.inside // is checked at once, though fifty others wait
	stop()
	close(auth.let)
	neighbour.Wait()
	guesses.Wait()
	if auth.most > checksAtOnce+1 {
		t.Errorf("%d checks at once", auth.most)
	}
}

// crowded counts who is inside.
type crowded struct {
	patient
	inside chan struct{}

	count     sync.Mutex
	now, most int
}

func (a *crowded) Authenticate(ctx context.Context, name, password string) (Identity, error) {
	a.enter(1)
	defer a.enter(-1)
	select {
	case a.inside <- struct{}{}:
	default:
	}
	return a.patient.Authenticate(ctx, name, password)
}

func (a *crowded) enter(n int) {
	a.count.Lock()
	defer a.count.Unlock()
	a.now += n
	a.most = max(a.most, a.now)
}

func TestHeaders(t *testing.T) {
	for header, want := range map[string]bool{
		"Basic YWRtaW46Y2hhbmdlaXQ=": true, "basic YWRtaW46Y2hhbmdlaXQ=": true, "Basic YWRtaW46": true, "Basic YTpiOmM=": true,
		"": false, "Basic": false, "Basic ": false, "Basic !!!": false, "Bearer YWRtaW46Y2hhbmdlaXQ=": false,
		"Basic YWRtaW4=":     false, // no colon
		"Basic OnNlY3JldA==": false, // no name
	} {
		name, password, ok := basic([]string{header})
		if ok != want {
			t.Errorf("%q: %q %q %v", header, name, password, ok)
		}
	}
	if _, _, ok := basic([]string{"Basic YWRtaW46Y2hhbmdlaXQ=", "Basic YWRtaW46Y2hhbmdlaXQ="}); ok {
		t.Error("two headers are one too many")
	}
	if name, password, _ := basic([]string{"Basic YTpiOmM="}); name != "a" || password != "b:c" {
		t.Errorf("%q %q", name, password)
	}
}
