package esdbserver

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Counts is what a server has done since it was made, for monitors.
type Counts struct {
	Connections   int64 // open ones
	Turned        int64 // connections turned away because there were too many
	Subscriptions int64 // that run, persistent ones included
	Refused       int64 // calls whose credentials were refused
	Calls         []CallCount
}

// CallCount is how many calls of one method ended with one code.
type CallCount struct {
	Method string // "streams/Append"
	Code   codes.Code
	Number int64
}

// counts are kept while calls run. The methods are those of the services, so there is
// a bounded number of them.
type counts struct {
	connections, turned, subscriptions, refused atomic.Int64

	mu    sync.Mutex
	calls map[callKind]int64
}

type callKind struct {
	method string
	code   codes.Code
}

func (c *counts) call(method string, err error) {
	k := callKind{method, status.Code(err)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls == nil {
		c.calls = map[callKind]int64{}
	}
	c.calls[k]++
}

// Counts tells how much was done so far.
func (s *Server) Counts() Counts {
	out := Counts{
		Connections: s.counts.connections.Load(), Turned: s.counts.turned.Load(),
		Subscriptions: s.counts.subscriptions.Load(), Refused: s.counts.refused.Load(),
	}
	s.counts.mu.Lock()
	calls := maps.Clone(s.counts.calls)
	s.counts.mu.Unlock()
	for k, n := range calls {
		// "/event_store.client.streams.Streams/Append"
		service, method, _ := strings.Cut(strings.TrimPrefix(k.method, "/event_store.client."), "/")
		service, _, _ = strings.Cut(service, ".")
		out.Calls = append(out.Calls, CallCount{service + "/" + method, k.code, n})
	}
	slices.SortFunc(out.Calls, func(a, b CallCount) int {
		return cmp.Or(cmp.Compare(a.Method, b.Method), cmp.Compare(a.Code, b.Code))
	})
	return out
}
