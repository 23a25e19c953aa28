package esdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"minhbach/eventstore"
)

const (
	maxStreamBytes = 512 // as in the embedded log
	maxTypeBytes   = 128
)

// Append sends the events, with the same ids and the same expectation, until the server
// has told what became of them.
func (l *Log) Append(ctx context.Context, stream string, expected eventstore.Expected, events ...eventstore.Draft) (eventstore.Appended, error) {
	var none eventstore.Appended
	l.gate.RLock()
	if l.closed {
		l.gate.RUnlock()
		return none, eventstore.ErrClosed
	}
	l.appends.Add(1)
	l.gate.RUnlock()
	defer l.appends.Done()
	if err := ctx.Err(); err != nil {
		return none, err
	}
	if err := l.check(stream, events); err != nil {
		return none, err
	}
	if len(events) == 0 {
		return none, l.expect(ctx, stream, expected)
	}
	a := &appending{trying: l.try(ctx), stream: stream, expected: expected, events: events}
	for _, d := range events {
		a.data = append(a.data, dataOf(d))
	}
	return a.run()
}

// check refuses what no server takes, before anything is sent: a server that refuses
// early is not understood by the client.
func (l *Log) check(stream string, events []eventstore.Draft) error {
	if err := checkName("stream name", stream, maxStreamBytes); err != nil {
		return err
	}
	if len(events) > l.opts.MaxAppend {
		return fmt.Errorf("%w: %d events, at most %d", eventstore.ErrTooLarge, len(events), l.opts.MaxAppend)
	}
	whole, ids := 0, make(map[eventstore.ID]bool, len(events))
	for _, d := range events {
		if err := checkName("event type", d.Type, maxTypeBytes); err != nil {
			return err
		}
		if d.ID.IsZero() {
			return fmt.Errorf("%w: an event without id", eventstore.ErrInvalid)
		}
		if d.ContentType != "" && d.ContentType != contentJSON && d.ContentType != contentBytes {
			return fmt.Errorf("%w: content type %q; this engine takes %s and %s", eventstore.ErrInvalid, d.ContentType, contentJSON, contentBytes)
		}
		if size := len(d.Data) + len(d.Metadata); size > l.opts.MaxEventBytes {
			return fmt.Errorf("%w: an event of %d bytes, at most %d", eventstore.ErrTooLarge, size, l.opts.MaxEventBytes)
		}
		if ids[d.ID] {
			return fmt.Errorf("%w: %s is in the append twice", eventstore.ErrIDReused, d.ID)
		}
		ids[d.ID] = true
		whole += eventstore.AppendBytes(d)
	}
	if whole > l.opts.MaxAppendBytes {
		return fmt.Errorf("%w: an append of %d bytes, at most %d", eventstore.ErrTooLarge, whole, l.opts.MaxAppendBytes)
	}
	return nil
}

func checkName(what, s string, most int) error {
	switch {
	case s == "":
		return fmt.Errorf("%w: no %s", eventstore.ErrInvalid, what)
	case len(s) > most:
		return fmt.Errorf("%w: a %s of %d bytes, at most %d", eventstore.ErrInvalid, what, len(s), most)
	case !utf8.ValidString(s):
		return fmt.Errorf("%w: a %s that is not UTF-8", eventstore.ErrInvalid, what)
	}
	return nil
}

// expect answers an append without events.
func (l *Log) expect(ctx context.Context, stream string, expected eventstore.Expected) error {
	head, err := l.headOf(ctx, stream)
	if err == nil && !expected.Accepts(head) {
		err = &eventstore.WrongRevision{Stream: stream, Expected: expected, Actual: head}
	}
	return err
}

// headOf is the last revision of a stream.
func (l *Log) headOf(ctx context.Context, stream string) (eventstore.Revision, error) {
	for ev, err := range l.ReadStream(ctx, stream, eventstore.FromEnd, eventstore.Backwards, 1) {
		if errors.Is(err, eventstore.ErrNoStream) {
			return eventstore.NoRevision, nil
		}
		return ev.Revision, err
	}
	return eventstore.NoRevision, nil
}

// appending is an append with its attempts.
type appending struct {
	*trying
	stream   string
	expected eventstore.Expected
	events   []eventstore.Draft
	data     []client.EventData
}

func (a *appending) run() (eventstore.Appended, error) {
	for {
		done, err := a.send(a.expected, a.data)
		if err == nil {
			return a.told(done)
		}
		if kindOf(err) == wrong {
			return a.refused(err)
		}
		if errors.Is(err, io.EOF) {
			// The server answered before it had read everything, and the client lost the
			// answer. It is heard when there is nothing to send.
			if _, refusal := a.send(eventstore.Any(), nil); refusal != nil && kindOf(refusal) == final {
				err = refusal
			}
		}
		if err := a.failed(err); err != nil {
			return eventstore.Appended{}, err
		}
		if done, found, err := a.recorded(); found || err != nil {
			return done, err
		}
	}
}

func (a *appending) send(expected eventstore.Expected, data []client.EventData) (*client.WriteResult, error) {
	// Each event is a message of its own.
	limit := a.l.opts.OpTimeout + time.Duration(len(data))*a.l.opts.OpTimeout/1000
	return once(a.trying, limit, func(ctx context.Context, c *client.Client) (*client.WriteResult, error) {
		return c.AppendToStream(ctx, a.stream, client.AppendToStreamOptions{ExpectedRevision: expectedOf(expected), Deadline: &limit}, data...)
	})
}

// told is the answer to an append that the server took, now or before.
func (a *appending) told(done *client.WriteResult) (eventstore.Appended, error) {
	last := eventstore.Revision(done.NextExpectedVersion)
	out := a.at(last, eventstore.Position(done.CommitPosition))
	if out.Position != 0 {
		return out, nil
	}
	for ev, err := range a.l.ReadStream(a.ctx, a.stream, last, eventstore.Forwards, 1) { // a server that knew the events need not say where
		if err != nil {
			return eventstore.Appended{}, err
		}
		out.Position = ev.Position
	}
	return out, nil
}

func (a *appending) at(last eventstore.Revision, position eventstore.Position) eventstore.Appended {
	return eventstore.Appended{First: last - eventstore.Revision(len(a.events)) + 1, Last: last, Position: position}
}

// lookBack is how far an append without exact expectation is looked for before it is sent
// again: the server's own memory of ids does not outlive it.
const lookBack = 1000

// recorded looks whether an attempt whose outcome is open was recorded.
func (a *appending) recorded() (eventstore.Appended, bool, error) {
	if !a.expected.IsAny() && !a.expected.IsExists() {
		return eventstore.Appended{}, false, nil // the server sees to it
	}
	wanted := len(a.events) - 1
	var found eventstore.Appended
	for ev, err := range a.l.ReadStream(a.ctx, a.stream, eventstore.FromEnd, eventstore.Backwards, len(a.events)+lookBack) {
		if errors.Is(err, eventstore.ErrNoStream) {
			return found, false, nil
		}
		if err != nil {
			return found, false, err
		}
		if ev.ID != a.events[wanted].ID {
			wanted = len(a.events) - 1
			if ev.ID != a.events[wanted].ID {
				continue
			}
		}
		if wanted == len(a.events)-1 {
			found = a.at(ev.Revision, ev.Position)
		}
		if wanted--; wanted < 0 {
			return found, true, nil
		}
	}
	return eventstore.Appended{}, false, nil
}

// refused says why an expectation did not hold: the stream is elsewhere, or it holds ids
// of this append where they do not belong.
func (a *appending) refused(cause error) (eventstore.Appended, error) {
	var none eventstore.Appended
	actual, err := a.l.headOf(a.ctx, a.stream)
	if err != nil {
		return none, err
	}
	refusal := &eventstore.WrongRevision{Stream: a.stream, Expected: a.expected, Actual: actual}
	expected, exact := a.expected.Revision()
	if !exact {
		if a.expected.Accepts(actual) { // what else could be wrong
			return none, fmt.Errorf("%w: %w", eventstore.ErrIDReused, cause)
		}
		return none, refusal
	}
	if actual == expected { // so it is not the revision that the server minded
		return none, fmt.Errorf("%w: %w", eventstore.ErrIDReused, cause)
	}
	if actual < expected {
		return none, refusal
	}
	same := 0
	var last eventstore.Event
	for ev, err := range a.l.ReadStream(a.ctx, a.stream, expected+1, eventstore.Forwards, len(a.events)) {
		if err != nil {
			return none, err
		}
		if slices.ContainsFunc(a.events, func(d eventstore.Draft) bool { return d.ID == ev.ID }) {
			same++
		}
		last = ev
	}
	switch {
	case same == len(a.events) && last.ID == a.events[same-1].ID:
		return a.at(last.Revision, last.Position), nil
	case same > 0:
		return none, fmt.Errorf("%w: %d of %d events of the append follow revision %d of %s", eventstore.ErrIDReused, same, len(a.events), expected, a.stream)
	}
	return none, refusal
}
