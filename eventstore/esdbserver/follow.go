package esdbserver

import (
	"context"

	"minhbach/eventstore"
)

// followAll calls handle for every event of the log after a position, as
// eventstore.Log.Subscribe does; many live followers share one reading.
func (s *Server) followAll(ctx context.Context, after eventstore.Position, handle func(eventstore.Delivery) error) error {
	return s.log.Subscribe(ctx, after, eventstore.Filter{}, handle)
}

// followStream calls handle for every event of a stream after a revision (NoRevision:
// from its beginning) that the log holds, hidden or not, and whenever there is no
// further one. The stream need not exist yet.
func (s *Server) followStream(ctx context.Context, stream string, after eventstore.Revision, handle func(eventstore.Delivery) error) error {
	return s.log.Subscribe(ctx, 0, eventstore.Filter{Streams: []string{stream}}, func(d eventstore.Delivery) error {
		if d.Event != nil && (d.Event.Stream != stream || d.Event.Revision <= after) {
			return nil
		}
		return handle(d)
	})
}
