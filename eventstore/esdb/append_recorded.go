package esdb

import (
	"context"
	"fmt"
	"math"

	"minhbach/eventstore"
)

// RecordedBytes is what an event counts towards Features.MaxAppendBytes when it keeps the
// time of its recording.
func RecordedBytes(ev *eventstore.Event) int {
	return eventstore.AppendBytes(eventstore.Draft{Type: ev.Type, Data: ev.Data, Metadata: wrapRecorded(ev, isNative(ev.ContentType))})
}

// AppendRecorded is Append for events that another log recorded: reading gives them back
// with the time and the metadata that they have there, whatever the server's clock says.
// Names and ids are not judged here: they are in use already. Revisions and positions are
// the server's.
func (l *Log) AppendRecorded(ctx context.Context, stream string, expected eventstore.Expected, events ...eventstore.Event) (eventstore.Appended, error) {
	var none eventstore.Appended
	if len(events) == 0 {
		return l.Append(ctx, stream, expected)
	}
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
	a := &appending{trying: l.try(ctx), stream: stream, expected: expected}
	bytes := 0
	for i := range events {
		ev := &events[i]
		d := eventstore.Draft{ID: ev.ID, Type: ev.Type, ContentType: ev.ContentType, Data: ev.Data}
		native := isNative(ev.ContentType)
		if d.Metadata = wrapRecorded(ev, native); !native {
			d.ContentType = contentBytes
		}
		bytes += eventstore.AppendBytes(d)
		a.events, a.data = append(a.events, d), append(a.data, dataOf(d))
	}
	if bytes > l.opts.MaxAppendBytes || bytes > math.MaxInt32 {
		return none, fmt.Errorf("%w: %d bytes with the times of recording, at most %d", eventstore.ErrTooLarge, bytes, l.opts.MaxAppendBytes)
	}
	return a.run()
}

// isNative tells the content types that a server can hold.
func isNative(contentType string) bool {
	return contentType == contentJSON || contentType == contentBytes
}
