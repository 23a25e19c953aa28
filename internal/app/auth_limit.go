package app

import (
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Failures that one source may have, and for how long each counts.
const (
	maxFailures   = 5
	failureWindow = 15 * time.Minute
	keptSources   = 1 << 16
)

// limiter counts failures by source, in memory of this node. Attempts under way
// count as failures until they end, so that sending many at once gains nothing.
type limiter struct {
	mu      sync.Mutex
	sources map[string]*source
}

type source struct {
	failed   []time.Time
	underway int
}

func newLimiter() *limiter { return &limiter{sources: map[string]*source{}} }

// begin admits an attempt, to be ended by calling end once, or tells how long to wait.
func (l *limiter) begin(key string, now time.Time) (end func(failed bool), wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.sources[key]
	if s == nil {
		l.makeRoom(now)
		s = &source{}
		l.sources[key] = s
	}
	s.forget(now)
	if len(s.failed)+s.underway >= maxFailures {
		wait = time.Minute
		if len(s.failed) > 0 {
			wait = max(s.failed[0].Add(failureWindow).Sub(now), time.Second)
		}
		return nil, wait
	}
	s.underway++
	return func(failed bool) {
		l.mu.Lock()
		defer l.mu.Unlock()
		s.underway--
		if failed {
			s.failed = append(s.failed, now)
		}
		if len(s.failed) == 0 && s.underway == 0 && l.sources[key] == s {
			delete(l.sources, key)
		}
	}, 0
}

func (s *source) forget(now time.Time) {
	s.failed = slices.DeleteFunc(s.failed, func(t time.Time) bool { return now.Sub(t) >= failureWindow })
}

// makeRoom bounds the memory: first what no longer counts goes, then anything.
func (l *limiter) makeRoom(now time.Time) {
	if len(l.sources) < keptSources {
		return
	}
	for key, s := range l.sources {
		if s.forget(now); len(s.failed) == 0 && s.underway == 0 {
			delete(l.sources, key)
		}
	}
	for key, s := range l.sources {
		if len(l.sources) < keptSources {
			return
		}
		if s.underway == 0 {
			delete(l.sources, key)
		}
	}
}

// sourceOf is what counts as one source: an IPv4 address, or the /64 that an IPv6
// subscriber gets.
func sourceOf(address string) string {
	addr, err := netip.ParseAddr(address)
	if ap, portErr := netip.ParseAddrPort(address); portErr == nil {
		addr, err = ap.Addr(), nil
	}
	if err != nil {
		return shorten(address, 64)
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		if net, err := addr.Prefix(64); err == nil {
			return net.String()
		}
	}
	return addr.String()
}
