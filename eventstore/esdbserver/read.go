package esdbserver

import (
	"context"
	"unicode/utf8"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"minhbach/eventstore"
)

// request is what a client wants to read.
type request struct {
	stream   string
	all      bool // the whole log; stream is allLog then
	from     place
	dir      eventstore.Direction
	count    uint64
	filter   *eventFilter // nil: everything
	interval uint64       // considered events from checkpoint to checkpoint

	subscribe  bool
	resolve    bool // links
	structured bool // ids as two numbers
	newer      bool // the client knows messages about the stream's first and last position
}

// Read answers all forms of reading and subscribing.
func (s *streamsService) Read(req *streams.ReadReq, stream streams.Streams_ReadServer) error {
	ctx := stream.Context()
	r, fault := readRequest(req.GetOptions())
	if fault != "" {
		return invalid(ctx, fault)
	}
	if err := s.authorize(ctx, toRead, r.stream); err != nil {
		return err
	}
	out := &sender{Server: s.Server, ctx: ctx, stream: stream, resolving: r.resolve, structured: r.structured}
	var err error
	switch {
	case r.subscribe && r.all:
		err = s.subscribeToAll(ctx, r, out)
	case r.subscribe:
		err = s.subscribeToStream(ctx, r, out)
	case r.all:
		err = s.readAll(ctx, r, out)
	default:
		err = s.readStream(ctx, r, out)
	}
	if err != nil {
		return failed(ctx, err)
	}
	return nil
}

// readRequest takes a request apart, or says what is wrong with it.
func readRequest(o *streams.ReadReq_Options) (r request, fault string) {
	var ok bool
	switch v := o.GetStreamOption().(type) {
	case *streams.ReadReq_Options_Stream:
		if r.stream = streamName(v.Stream.GetStreamIdentifier()); r.stream == "" || !utf8.ValidString(r.stream) {
			return r, "Name a stream."
		}
		if r.from, ok = placeInStream(v.Stream); !ok {
			return r, "Say at which revision to begin: start, end, or a number."
		}
	case *streams.ReadReq_Options_All:
		r.stream, r.all = allLog, true
		if r.from, ok = placeInLog(v.All); !ok {
			return r, "Say at which position to begin: start, end, or a commit position with a prepare position not behind it."
		}
	default:
		return r, "Say what to read: a stream or $all."
	}
	switch o.GetReadDirection() {
	case streams.ReadReq_Options_Forwards:
		r.dir = eventstore.Forwards
	case streams.ReadReq_Options_Backwards:
		r.dir = eventstore.Backwards
	default:
		return r, "Read forwards or backwards."
	}
	switch v := o.GetCountOption().(type) {
	case *streams.ReadReq_Options_Count:
		r.count = v.Count
	case *streams.ReadReq_Options_Subscription:
		r.subscribe = true
		if r.dir != eventstore.Forwards {
			return r, "A subscription runs forwards."
		}
	default:
		return r, "Say how many events to read, or subscribe."
	}
	if v, ok := o.GetFilterOption().(*streams.ReadReq_Options_Filter); ok {
		if !r.all {
			return r, "Only $all is read with a filter."
		}
		filter, window, err := readFilter(v.Filter)
		if err != nil {
			return r, err.Error()
		}
		multiplier := v.Filter.GetCheckpointIntervalMultiplier()
		if r.subscribe && multiplier == 0 {
			return r, "The checkpoint interval's multiplier is at least 1."
		}
		r.filter, r.interval = filter, uint64(window)*uint64(multiplier)
	}
	_, letters := o.GetUuidOption().GetContent().(*streams.ReadReq_Options_UUIDOption_String_)
	r.resolve, r.structured, r.newer = o.GetResolveLinks(), !letters, o.GetControlOption().GetCompatibility() >= 1
	return r, ""
}

// readAll reads the whole log. What a client skips by a filter costs it nothing of its
// count.
func (s *streamsService) readAll(ctx context.Context, r request, out *sender) error {
	left, most, from := r.count, r.count, r.from.after()
	if r.dir == eventstore.Backwards {
		from = r.from.upTo()
	}
	if r.filter != nil && left > 0 {
		most = everyEvent
	}
	for ev, err := range s.all(ctx, from, r.dir, r.filter.narrow(), most) {
		if err != nil {
			return err
		}
		passes, err := r.filter.matches(&ev)
		if err != nil {
			return invalid(ctx, err.Error())
		}
		if !passes {
			continue
		}
		if err := out.event(&ev); err != nil {
			return err
		}
		if left--; left == 0 {
			return nil
		}
	}
	return nil
}
