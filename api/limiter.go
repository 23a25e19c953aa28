package api

import (
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// Rate limits the requests of one address. The zero value is 10 a second with
// bursts of 40; a negative PerSecond switches the limit off.
type Rate struct {
	PerSecond float64
	Burst     int
}

// searches are limited more than other questions: 5 a second, or half of what is
// allowed of everything.
func searches(r Rate) Rate {
	if r.PerSecond == 0 {
		return Rate{PerSecond: 5, Burst: 20}
	}
	return Rate{PerSecond: r.PerSecond / 2, Burst: max(1, r.Burst/2)}
}

// limiter keeps a token bucket for each address, in memory only.
type limiter struct {
	perSecond float64
	burst     float64
	now       func() time.Time
	mu        sync.Mutex
	buckets   map[netip.Prefix]*bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

// maxBuckets bounds the memory that strangers can claim.
const maxBuckets = 100_000

func newLimiter(r Rate, now func() time.Time) *limiter {
	if r.PerSecond < 0 {
		return nil
	}
	if r.PerSecond == 0 {
		r.PerSecond = 10
	}
	if r.Burst <= 0 {
		r.Burst = int(math.Ceil(4 * r.PerSecond))
	}
	return &limiter{perSecond: r.PerSecond, burst: float64(r.Burst), now: now, buckets: map[netip.Prefix]*bucket{}}
}

// verdict on one request.
type verdict struct {
	allowed bool
	limiter *limiter
	left    int
	reset   int // seconds until the bucket is full again
	wait    int // seconds until one request is free again
}

func (l *limiter) take(address string) verdict {
	if l == nil {
		return verdict{allowed: true}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b := l.bucket(network(address), now)
	b.tokens = min(l.burst, b.tokens+max(0, now.Sub(b.at).Seconds())*l.perSecond)
	b.at = now
	v := verdict{limiter: l, allowed: b.tokens >= 1}
	if v.allowed {
		b.tokens--
	}
	v.left = int(b.tokens)
	v.reset = int(math.Ceil((l.burst - b.tokens) / l.perSecond))
	v.wait = max(1, int(math.Ceil((1-b.tokens)/l.perSecond)))
	return v
}

func (l *limiter) bucket(key netip.Prefix, now time.Time) *bucket {
	if b := l.buckets[key]; b != nil {
		return b
	}
	if len(l.buckets) >= maxBuckets {
		for k, b := range l.buckets {
			if b.tokens+now.Sub(b.at).Seconds()*l.perSecond >= l.burst {
				delete(l.buckets, k)
			}
		}
		if len(l.buckets) >= maxBuckets {
			clear(l.buckets) // a flood from everywhere: begin again rather than grow
		}
	}
	b := &bucket{tokens: l.burst, at: now}
	l.buckets[key] = b
	return b
}

// network is what counts as one client: an IPv4 address, an IPv6 /64 (one
// household has 2^64 addresses). What is no address shares one bucket.
func network(address string) netip.Prefix {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	a = a.Unmap().WithZone("")
	bits := 32
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

// headers of draft-ietf-httpapi-ratelimit-headers: the policy, and what is left.
func (v verdict) headers(h http.Header) {
	if v.limiter == nil {
		return
	}
	window := int(math.Ceil(v.limiter.burst / v.limiter.perSecond))
	h.Set("RateLimit-Policy", `"address";q=`+strconv.Itoa(int(v.limiter.burst))+";w="+strconv.Itoa(window))
	h.Set("RateLimit", `"address";r=`+strconv.Itoa(v.left)+";t="+strconv.Itoa(v.reset))
}
