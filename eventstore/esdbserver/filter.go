package esdbserver

import (
	"errors"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"minhbach/eventstore"
)

// eventFilter lets events pass by the name of their type or of their stream.
type eventFilter struct {
	byStream bool
	prefixes []string // empty where an expression decides
	match    matcher
}

// compileFilter makes a filter of an expression or of prefixes, whichever is given.
func compileFilter(byStream bool, regex string, prefixes []string) (*eventFilter, error) {
	f := &eventFilter{byStream: byStream}
	switch {
	case regex != "" && len(prefixes) > 0:
		return nil, errors.New("a filter has a regular expression or prefixes, not both")
	case regex != "":
		var err error
		f.match, err = compileRegex(regex)
		return f, err
	case len(prefixes) > 0:
		f.prefixes, f.match = prefixes, compilePrefixes(prefixes)
		return f, nil
	}
	return nil, errors.New("a filter needs a regular expression or prefixes")
}

// matches tells whether an event passes. An error is the expression's fault.
func (f *eventFilter) matches(ev *eventstore.Event) (bool, error) {
	if f == nil {
		return true, nil
	}
	if f.byStream {
		return f.match(ev.Stream)
	}
	return f.match(ev.Type)
}

// narrow is what the log can do itself of a filter, to leave the rest unread.
func (f *eventFilter) narrow() eventstore.Filter {
	const few = 32
	if f == nil || len(f.prefixes) == 0 || len(f.prefixes) > few {
		return eventstore.Filter{}
	}
	if f.byStream {
		return eventstore.Filter{Streams: f.prefixes}
	}
	return eventstore.Filter{Types: f.prefixes}
}

// defaultWindow is how many events EventStoreDB looks at in one go.
const defaultWindow = 32

// readFilter reads the filter of a request, and the window of a search.
func readFilter(o *streams.ReadReq_Options_FilterOptions) (f *eventFilter, window uint32, err error) {
	switch v := o.GetFilter().(type) {
	case *streams.ReadReq_Options_FilterOptions_EventType:
		f, err = compileFilter(false, v.EventType.GetRegex(), v.EventType.GetPrefix())
	case *streams.ReadReq_Options_FilterOptions_StreamIdentifier:
		f, err = compileFilter(true, v.StreamIdentifier.GetRegex(), v.StreamIdentifier.GetPrefix())
	default:
		err = errors.New("a filter is on the event type or on the stream")
	}
	if err != nil {
		return nil, 0, err
	}
	switch v := o.GetWindow().(type) {
	case *streams.ReadReq_Options_FilterOptions_Max:
		if v.Max == 0 {
			return nil, 0, errors.New("a filter's window is at least 1")
		}
		return f, v.Max, nil
	case *streams.ReadReq_Options_FilterOptions_Count:
		return f, defaultWindow, nil
	}
	return nil, 0, errors.New("a filter has a window: a maximum, or count for the default")
}
