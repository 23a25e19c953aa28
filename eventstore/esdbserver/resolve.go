package esdbserver

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"minhbach/eventstore"
)

// typeLink is the type of an event that stands for another one; its data is
// "revision@stream".
const typeLink = "$>"

// linked is what a link points to.
func linked(ev *eventstore.Event) (stream string, revision eventstore.Revision, ok bool) {
	if ev.Type != typeLink {
		return "", 0, false
	}
	number, stream, found := strings.Cut(string(ev.Data), "@")
	n, err := strconv.ParseInt(number, 10, 64)
	if !found || stream == "" || err != nil || n < 0 {
		return "", 0, false
	}
	return stream, eventstore.Revision(n), true
}

// resolve follows a link one step: event is what it points to, nil when that is gone or
// hidden, and link is ev. Whatever is no link comes back as event.
func (s *Server) resolve(ctx context.Context, ev *eventstore.Event) (event, link *eventstore.Event, err error) {
	stream, revision, ok := linked(ev)
	if !ok {
		return ev, nil, nil
	}
	sight, err := s.sightOf(ctx, stream)
	if err != nil {
		return nil, nil, err
	}
	if sight.Tombstoned || sight.hides(revision) {
		return nil, ev, nil
	}
	for target, err := range s.log.ReadStream(ctx, stream, revision, eventstore.Forwards, 1) {
		switch {
		case errors.Is(err, eventstore.ErrNoStream):
			return nil, ev, nil
		case err != nil:
			return nil, nil, err
		case target.Revision != revision || sight.aged(&target, s.opts.Now()):
			return nil, ev, nil
		}
		return &target, ev, nil
	}
	return nil, ev, nil
}
