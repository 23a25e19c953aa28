package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"minhbach/eventstore"
)

// put records events of these types straight in the log, and returns their drafts.
func (w *world) put(t testing.TB, stream string, types ...string) []eventstore.Draft {
	t.Helper()
	drafts := make([]eventstore.Draft, len(types))
	for i, typ := range types {
		drafts[i] = eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: typ, Data: fmt.Appendf(nil, `{"n":%d}`, i), Metadata: []byte(`{}`)}
	}
	if _, err := w.log.Append(t.Context(), stream, eventstore.Any(), drafts...); err != nil {
		t.Fatal(err)
	}
	return drafts
}

// link records a link to an event.
func (w *world) link(t testing.TB, stream, target string) {
	t.Helper()
	if _, err := w.log.Append(t.Context(), stream, eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: typeLink, Data: []byte(target)}); err != nil {
		t.Fatal(err)
	}
}

// ofStream and ofAll begin a raw request.
func ofStream(stream string) *streams.ReadReq_Options {
	return &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)},
			RevisionOption:   &streams.ReadReq_Options_StreamOptions_Start{Start: &shared.Empty{}},
		}},
		CountOption:  &streams.ReadReq_Options_Count{Count: 1000},
		FilterOption: &streams.ReadReq_Options_NoFilter{NoFilter: &shared.Empty{}},
		UuidOption:   &streams.ReadReq_Options_UUIDOption{Content: &streams.ReadReq_Options_UUIDOption_Structured{Structured: &shared.Empty{}}},
	}
}

func ofAll() *streams.ReadReq_Options {
	o := ofStream("")
	o.StreamOption = &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{
		AllOption: &streams.ReadReq_Options_AllOptions_Start{Start: &shared.Empty{}},
	}}
	return o
}

func atRevision(o *streams.ReadReq_Options, r uint64) *streams.ReadReq_Options {
	o.GetStream().RevisionOption = &streams.ReadReq_Options_StreamOptions_Revision{Revision: r}
	return o
}

func atEnd(o *streams.ReadReq_Options) *streams.ReadReq_Options {
	if all := o.GetAll(); all != nil {
		all.AllOption = &streams.ReadReq_Options_AllOptions_End{End: &shared.Empty{}}
	} else {
		o.GetStream().RevisionOption = &streams.ReadReq_Options_StreamOptions_End{End: &shared.Empty{}}
	}
	return o
}

func backwards(o *streams.ReadReq_Options) *streams.ReadReq_Options {
	o.ReadDirection = streams.ReadReq_Options_Backwards
	return o
}

func counting(o *streams.ReadReq_Options, n uint64) *streams.ReadReq_Options {
	o.CountOption = &streams.ReadReq_Options_Count{Count: n}
	return o
}

func newer(o *streams.ReadReq_Options) *streams.ReadReq_Options {
	o.ControlOption = &streams.ReadReq_Options_ControlOption{Compatibility: 1}
	return o
}

// typed filters by types, an expression when it begins with a hat.
func typed(o *streams.ReadReq_Options, filter string) *streams.ReadReq_Options {
	e := &streams.ReadReq_Options_FilterOptions_Expression{Prefix: []string{filter}}
	if filter[0] == '^' {
		e = &streams.ReadReq_Options_FilterOptions_Expression{Regex: filter}
	}
	o.FilterOption = &streams.ReadReq_Options_Filter{Filter: &streams.ReadReq_Options_FilterOptions{
		Filter:                       &streams.ReadReq_Options_FilterOptions_EventType{EventType: e},
		Window:                       &streams.ReadReq_Options_FilterOptions_Max{Max: 32},
		CheckpointIntervalMultiplier: 1,
	}}
	return o
}

// ask sends a raw request and collects the answers.
func (w *world) ask(t testing.TB, o *streams.ReadReq_Options) ([]*streams.ReadResp, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	reading, err := streams.NewStreamsClient(w.conn).Read(ctx, &streams.ReadReq{Options: o})
	if err != nil {
		return nil, err
	}
	var all []*streams.ReadResp
	for {
		resp, err := reading.Recv()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, resp)
	}
}

// brief writes answers down: what they are, and the revision or position in them.
func brief(answers []*streams.ReadResp) string {
	text := ""
	for _, a := range answers {
		switch v := a.Content.(type) {
		case *streams.ReadResp_Event:
			switch {
			case v.Event.Event == nil:
				text += fmt.Sprintf(" →?%d", v.Event.Link.StreamRevision)
			case v.Event.Link != nil:
				text += fmt.Sprintf(" →%s/%d", v.Event.Event.StreamIdentifier.StreamName, v.Event.Event.StreamRevision)
			default:
				text += fmt.Sprintf(" %d", v.Event.Event.StreamRevision)
			}
		case *streams.ReadResp_StreamNotFound_:
			text += " missing"
		case *streams.ReadResp_FirstStreamPosition:
			text += fmt.Sprintf(" first=%d", v.FirstStreamPosition)
		case *streams.ReadResp_LastStreamPosition:
			text += fmt.Sprintf(" last=%d", v.LastStreamPosition)
		default:
			text += fmt.Sprintf(" %T", v)
		}
	}
	if text == "" {
		return ""
	}
	return text[1:]
}

// collect reads to the end with the official client.
func collect(t testing.TB, reading *esdb.ReadStream, err error) ([]*esdb.ResolvedEvent, error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	var all []*esdb.ResolvedEvent
	for {
		ev, err := reading.Recv()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, ev)
	}
}
