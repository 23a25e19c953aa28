package sqlite

import (
	"context"
	"fmt"
	"unicode/utf8"

	"minhbach/eventstore"
)

const (
	maxStreamBytes = 512
	maxTypeBytes   = 128
	defaultContent = "application/json"
)

// request is an append on its way to the writer.
type request struct {
	stream   string
	expected eventstore.Expected
	drafts   []eventstore.Draft
	sums     []uint32
	bytes    int
	done     chan struct{}

	foreign bool    // by EventStoreDB's rules
	again   []int64 // for each event, how often the stream holds its id; nil: never

	appended eventstore.Appended
	err      error

	// The usual append has one event; these spare it two allocations.
	oneDraft [1]eventstore.Draft
	oneSum   [1]uint32
}

// Append hands the events to the writer and waits for its answer.
func (l *Log) Append(ctx context.Context, stream string, expected eventstore.Expected, events ...eventstore.Draft) (eventstore.Appended, error) {
	return l.append(ctx, stream, expected, events, false)
}

func (l *Log) append(ctx context.Context, stream string, expected eventstore.Expected, events []eventstore.Draft, foreign bool) (eventstore.Appended, error) {
	var none eventstore.Appended
	if err := l.usable(ctx); err != nil {
		return none, err
	}
	req, err := l.request(stream, expected, events, foreign)
	if err != nil {
		return none, err
	}
	if err := l.enqueue(ctx, req); err != nil {
		return none, err
	}
	select {
	case <-req.done:
		return req.appended, req.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

func (l *Log) enqueue(ctx context.Context, req *request) error {
	l.gate.RLock()
	defer l.gate.RUnlock()
	if l.closed {
		return eventstore.ErrClosed
	}
	select {
	case l.queue <- req:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// request validates, and copies what the caller may change once its context
// has ended. Checksums are begun here, away from the writer.
func (l *Log) request(stream string, expected eventstore.Expected, events []eventstore.Draft, foreign bool) (*request, error) {
	may := ownLimits
	if foreign {
		may = foreignLimits
	}
	if err := may.name("stream name", stream, may.stream); err != nil {
		return nil, err
	}
	if len(events) > l.opts.MaxAppend {
		return nil, fmt.Errorf("%w: %d events, at most %d", eventstore.ErrTooLarge, len(events), l.opts.MaxAppend)
	}
	req := &request{
		stream:   stream,
		expected: expected,
		done:     make(chan struct{}),
		foreign:  foreign,
	}
	req.drafts, req.sums = req.oneDraft[:min(1, len(events))], req.oneSum[:min(1, len(events))]
	var seen map[eventstore.ID]struct{}
	if len(events) > 1 {
		req.drafts, req.sums = make([]eventstore.Draft, len(events)), make([]uint32, len(events))
		if !foreign {
			seen = make(map[eventstore.ID]struct{}, len(events))
		}
	}
	for i, d := range events {
		if d.ID.IsZero() {
			return nil, fmt.Errorf("%w: event %d has no id", eventstore.ErrInvalid, i)
		}
		if err := may.name("event type", d.Type, may.typ); err != nil {
			return nil, err
		}
		if d.ContentType == "" {
			d.ContentType = defaultContent
		} else if err := may.name("content type", d.ContentType, may.typ); err != nil {
			return nil, err
		}
		size := len(d.Data) + len(d.Metadata)
		if size > l.opts.MaxEventBytes {
			return nil, fmt.Errorf("%w: event %d has %d bytes, at most %d", eventstore.ErrTooLarge, i, size, l.opts.MaxEventBytes)
		}
		if _, twice := seen[d.ID]; twice {
			return nil, fmt.Errorf("%w: %s is in the append twice", eventstore.ErrIDReused, d.ID)
		}
		if seen != nil {
			seen[d.ID] = struct{}{}
		}
		both := append(append(make([]byte, 0, size), d.Data...), d.Metadata...)
		n := len(d.Data)
		d.Data, d.Metadata = both[:n:n], both[n:]
		req.drafts[i], req.sums[i] = d, contentSum(stream, &d)
		req.bytes += size
	}
	return req, nil
}

// limits are of names in an append.
type limits struct {
	stream, typ int  // bytes
	control     bool // control characters may be in them
}

var (
	ownLimits     = limits{stream: maxStreamBytes, typ: maxTypeBytes}
	foreignLimits = limits{stream: maxForeignBytes, typ: maxForeignBytes, control: true}
)

func (may *limits) name(what, s string, limit int) error {
	switch {
	case s == "":
		return fmt.Errorf("%w: the %s is empty", eventstore.ErrInvalid, what)
	case len(s) > limit:
		return fmt.Errorf("%w: the %s has %d bytes, at most %d", eventstore.ErrInvalid, what, len(s), limit)
	case !utf8.ValidString(s):
		return fmt.Errorf("%w: the %s is not UTF-8", eventstore.ErrInvalid, what)
	}
	for _, r := range s {
		if may.control {
			break
		}
		if r < ' ' || r == 0x7f {
			return fmt.Errorf("%w: the %s has a control character", eventstore.ErrInvalid, what)
		}
	}
	return nil
}
