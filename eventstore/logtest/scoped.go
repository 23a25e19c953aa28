package logtest

import (
	"context"
	"errors"
	"strings"

	"minhbach/eventstore"
)

// Scoped makes a log that holds events already look empty: it shows only what is appended
// through it from now on, under stream names with a prefix that nobody else uses. So the
// suite runs on a server that others use too.
func Scoped(ctx context.Context, log eventstore.Log, prefix string) (eventstore.Log, error) {
	start, err := log.Head(ctx)
	if err != nil {
		return nil, err
	}
	return &scoped{Log: log, prefix: prefix, start: start}, nil
}

type scoped struct {
	eventstore.Log
	prefix string
	start  eventstore.Position
}

func (s *scoped) Append(ctx context.Context, stream string, expected eventstore.Expected, events ...eventstore.Draft) (eventstore.Appended, error) {
	name := s.prefix + stream
	if stream == "" {
		name = "" // refused under every name
	}
	a, err := s.Log.Append(ctx, name, expected, events...)
	var wrong *eventstore.WrongRevision
	if errors.As(err, &wrong) {
		other := *wrong
		other.Stream = strings.TrimPrefix(other.Stream, s.prefix)
		err = &other
	}
	return a, err
}

func (s *scoped) ReadStream(ctx context.Context, stream string, from eventstore.Revision, dir eventstore.Direction, limit int) eventstore.Events {
	return s.stripped(s.Log.ReadStream(ctx, s.prefix+stream, from, dir, limit))
}

func (s *scoped) stripped(events eventstore.Events) eventstore.Events {
	return func(yield func(eventstore.Event, error) bool) {
		for ev, err := range events {
			ev.Stream = strings.TrimPrefix(ev.Stream, s.prefix)
			if !yield(ev, err) {
				return
			}
		}
	}
}

func (s *scoped) filter(f eventstore.Filter) eventstore.Filter {
	out := eventstore.Filter{Types: f.Types, Streams: []string{s.prefix}}
	if len(f.Streams) > 0 {
		out.Streams = nil
		for _, p := range f.Streams {
			out.Streams = append(out.Streams, s.prefix+p)
		}
	}
	return out
}

func (s *scoped) ReadAll(ctx context.Context, after eventstore.Position, dir eventstore.Direction, f eventstore.Filter, limit int) eventstore.Events {
	if dir == eventstore.Forwards {
		return s.stripped(s.Log.ReadAll(ctx, max(after, s.start), dir, s.filter(f), limit))
	}
	return func(yield func(eventstore.Event, error) bool) {
		if after <= s.start {
			if err := ctx.Err(); err != nil {
				yield(eventstore.Event{}, err)
			}
			return
		}
		// The filter is looked through here, so that nothing from before is read.
		given, wanted := 0, s.filter(f)
		for ev, err := range s.Log.ReadAll(ctx, after, dir, eventstore.Filter{}, 0) {
			if err == nil && ev.Position <= s.start {
				return
			}
			if err == nil && (!begins(ev.Stream, wanted.Streams) || !begins(ev.Type, wanted.Types)) {
				continue
			}
			ev.Stream = strings.TrimPrefix(ev.Stream, s.prefix)
			given++
			if !yield(ev, err) || given == limit {
				return
			}
		}
	}
}

func begins(name string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return len(prefixes) == 0
}

func (s *scoped) Subscribe(ctx context.Context, after eventstore.Position, f eventstore.Filter, handle func(eventstore.Delivery) error) error {
	return s.Log.Subscribe(ctx, max(after, s.start), s.filter(f), func(d eventstore.Delivery) error {
		if d.Event != nil {
			d.Event.Stream = strings.TrimPrefix(d.Event.Stream, s.prefix)
		} else if d.Position <= s.start && after < s.start {
			d.Position = after
		}
		return handle(d)
	})
}

func (s *scoped) Head(ctx context.Context) (eventstore.Position, error) {
	for ev, err := range s.ReadAll(ctx, eventstore.EndOfLog, eventstore.Backwards, eventstore.Filter{}, 1) {
		return ev.Position, err
	}
	return 0, nil
}
