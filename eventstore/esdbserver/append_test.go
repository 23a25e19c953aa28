package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"minhbach/eventstore"
)

// numbered is the event that always has this number's id.
func numbered(n int) esdb.EventData {
	return esdb.EventData{EventID: [16]byte(eventstore.DeriveID("test", fmt.Sprint(n))), EventType: "thing.done", ContentType: esdb.ContentTypeJson, Data: fmt.Appendf(nil, `{"n":%d}`, n)}
}

// fresh makes n events that no other test has.
func fresh(n int) []esdb.EventData {
	events := make([]esdb.EventData, n)
	for i := range events {
		events[i] = numbered(i)
		events[i].EventID = [16]byte(eventstore.NewID(start0))
	}
	return events
}

func (w *world) append(t testing.TB, stream string, expected esdb.ExpectedRevision, events ...esdb.EventData) (*esdb.WriteResult, error) {
	t.Helper()
	return w.client.AppendToStream(t.Context(), stream, esdb.AppendToStreamOptions{ExpectedRevision: expected}, events...)
}

// length is how many events the log holds of a stream, hidden or not.
func (w *world) length(t testing.TB, stream string) int {
	t.Helper()
	events, err := eventstore.Collect(w.log.ReadStream(t.Context(), stream, 0, eventstore.Forwards, 0))
	if err != nil && !errors.Is(err, eventstore.ErrNoStream) {
		t.Fatal(err)
	}
	return len(events)
}

// outcome names how an append or a deletion by the official client ended.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	var client *esdb.Error
	if !errors.As(err, &client) {
		return err.Error()
	}
	switch client.Code() {
	case esdb.ErrorCodeWrongExpectedVersion:
		return "wrong"
	case esdb.ErrorCodeStreamDeleted:
		return "deleted"
	case esdb.ErrorCodeUnknown:
		if strings.Contains(err.Error(), "WrongExpectedVersion") {
			return "wrong"
		}
		return status.Code(client.Err()).String()
	}
	return err.Error()
}

// states brings a stream into each state there is.
var states = map[string]func(t testing.TB, w *world, stream string){
	"missing": func(testing.TB, *world, string) {},
	"two": func(t testing.TB, w *world, stream string) {
		w.seed(t, stream, "thing.done", 2)
	},
	"metadata only": func(t testing.TB, w *world, stream string) {
		w.setMeta(t, stream, `{"x":1}`)
	},
	"deleted": func(t testing.TB, w *world, stream string) {
		w.seed(t, stream, "thing.done", 2)
		w.delete(t, stream)
	},
	"ended": func(t testing.TB, w *world, stream string) {
		w.seed(t, stream, "thing.done", 2)
		if _, err := w.client.TombstoneStream(t.Context(), stream, esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
			t.Fatal(err)
		}
	},
}

func (w *world) setMeta(t testing.TB, stream, json string) {
	t.Helper()
	if _, err := w.append(t, metaOf(stream), esdb.Any{}, esdb.EventData{EventType: typeMetadata, ContentType: esdb.ContentTypeJson, Data: []byte(json)}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) delete(t testing.TB, stream string) {
	t.Helper()
	if _, err := w.client.DeleteStream(t.Context(), stream, esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
		t.Fatal(err)
	}
}

var expectations = map[string]esdb.ExpectedRevision{
	"any": esdb.Any{}, "none": esdb.NoStream{}, "exists": esdb.StreamExists{},
	"0": esdb.Revision(0), "1": esdb.Revision(1), "2": esdb.Revision(2),
}

func TestAppendChecksWhatIsExpected(t *testing.T) {
	w := start(t)
	for state, want := range map[string]map[string]string{
		"missing":       {"any": "ok", "none": "ok", "exists": "wrong", "0": "wrong", "1": "wrong", "2": "wrong"},
		"metadata only": {"any": "ok", "none": "ok", "exists": "ok", "0": "wrong", "1": "wrong", "2": "wrong"},
		"two":           {"any": "ok", "none": "wrong", "exists": "ok", "0": "wrong", "1": "ok", "2": "wrong"},
		"deleted":       {"any": "ok", "none": "ok", "exists": "deleted", "0": "wrong", "1": "ok", "2": "wrong"},
		"ended":         {"any": "deleted", "none": "deleted", "exists": "deleted", "0": "deleted", "1": "deleted", "2": "deleted"},
	} {
		for expected, want := range want {
			stream := state + "-" + expected
			states[state](t, w, stream)
			before := w.length(t, stream)
			result, err := w.append(t, stream, expectations[expected], fresh(2)...)
			if got := outcome(err); got != want {
				t.Errorf("%s, expecting %s: %s, want %s", state, expected, got, want)
				continue
			}
			after := w.length(t, stream)
			if err != nil {
				if after != before {
					t.Errorf("%s, expecting %s: refused, and %d events more", state, expected, after-before)
				}
			} else if after != before+2 || result.NextExpectedVersion != uint64(after-1) || result.CommitPosition == 0 || result.PreparePosition != result.CommitPosition {
				t.Errorf("%s, expecting %s: %d events became %d, and the answer is %+v", state, expected, before, after, result)
			}
		}
	}
}

func TestAppendOfNothing(t *testing.T) {
	w := start(t)
	w.seed(t, "two", "thing.done", 2)
	for _, c := range []struct {
		stream, expected string
		want             *streams.AppendResp
	}{
		{"none", "any", success(eventstore.Appended{Last: eventstore.NoRevision})},
		{"none", "none", success(eventstore.Appended{Last: eventstore.NoRevision})},
		{"none", "exists", conflict(eventstore.Exists(), eventstore.NoRevision)},
		{"two", "any", success(eventstore.Appended{Last: 1})},
		{"two", "1", success(eventstore.Appended{Last: 1})},
		{"two", "0", conflict(eventstore.Exactly(0), 1)},
	} {
		got, err := w.raw(t, appendOptions(c.stream, c.expected))
		if err != nil || !proto.Equal(got, c.want) {
			t.Errorf("%s, expecting %s: %v, %v; want %v", c.stream, c.expected, got, err, c.want)
		}
	}
}

// raw makes one append of these messages by the generated client.
func (w *world) raw(t testing.TB, messages ...*streams.AppendReq) (*streams.AppendResp, error) {
	t.Helper()
	resp, _, err := w.rawTrailers(t, messages...)
	return resp, err
}

func (w *world) rawTrailers(t testing.TB, messages ...*streams.AppendReq) (*streams.AppendResp, metadata.MD, error) {
	t.Helper()
	var trailers metadata.MD
	call, err := streams.NewStreamsClient(w.conn).Append(t.Context(), grpc.Trailer(&trailers))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		if err := call.Send(m); err != nil {
			t.Fatalf("the server answered before everything was sent: %v", err)
		}
	}
	resp, err := call.CloseAndRecv()
	return resp, trailers, err
}

func identifier(stream string) *shared.StreamIdentifier {
	return &shared.StreamIdentifier{StreamName: []byte(stream)}
}

func appendOptions(stream, expected string) *streams.AppendReq {
	o := &streams.AppendReq_Options{StreamIdentifier: identifier(stream)}
	switch e := expectations[expected].(type) {
	case esdb.Any:
		o.ExpectedStreamRevision = &streams.AppendReq_Options_Any{Any: &shared.Empty{}}
	case esdb.NoStream:
		o.ExpectedStreamRevision = &streams.AppendReq_Options_NoStream{NoStream: &shared.Empty{}}
	case esdb.StreamExists:
		o.ExpectedStreamRevision = &streams.AppendReq_Options_StreamExists{StreamExists: &shared.Empty{}}
	case esdb.StreamRevision:
		o.ExpectedStreamRevision = &streams.AppendReq_Options_Revision{Revision: e.Value}
	}
	return &streams.AppendReq{Content: &streams.AppendReq_Options_{Options: o}}
}

func proposed(change ...func(*streams.AppendReq_ProposedMessage)) *streams.AppendReq {
	m := &streams.AppendReq_ProposedMessage{Id: wireID(eventstore.NewID(start0), true), Data: []byte("x"),
		Metadata: map[string]string{"type": "thing.done", "content-type": "application/octet-stream"}}
	for _, c := range change {
		c(m)
	}
	return &streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: m}}
}

func TestConflictSaysEverything(t *testing.T) {
	w := start(t)
	w.seed(t, "two", "thing.done", 2)
	empty := &shared.Empty{}
	type w_ = streams.AppendResp_WrongExpectedVersion
	for _, c := range []struct {
		stream, expected string
		want             *w_
	}{
		{"two", "none", &w_{
			CurrentRevisionOption:         &streams.AppendResp_WrongExpectedVersion_CurrentRevision{CurrentRevision: 1},
			CurrentRevisionOption_20_6_0:  &streams.AppendResp_WrongExpectedVersion_CurrentRevision_20_6_0{CurrentRevision_20_6_0: 1},
			ExpectedRevisionOption:        &streams.AppendResp_WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: empty},
			ExpectedRevisionOption_20_6_0: &streams.AppendResp_WrongExpectedVersion_ExpectedRevision_20_6_0{ExpectedRevision_20_6_0: math.MaxUint64},
		}},
		{"two", "2", &w_{
			CurrentRevisionOption:         &streams.AppendResp_WrongExpectedVersion_CurrentRevision{CurrentRevision: 1},
			CurrentRevisionOption_20_6_0:  &streams.AppendResp_WrongExpectedVersion_CurrentRevision_20_6_0{CurrentRevision_20_6_0: 1},
			ExpectedRevisionOption:        &streams.AppendResp_WrongExpectedVersion_ExpectedRevision{ExpectedRevision: 2},
			ExpectedRevisionOption_20_6_0: &streams.AppendResp_WrongExpectedVersion_ExpectedRevision_20_6_0{ExpectedRevision_20_6_0: 2},
		}},
		{"missing", "exists", &w_{
			CurrentRevisionOption:         &streams.AppendResp_WrongExpectedVersion_CurrentNoStream{CurrentNoStream: empty},
			CurrentRevisionOption_20_6_0:  &streams.AppendResp_WrongExpectedVersion_NoStream_20_6_0{NoStream_20_6_0: empty},
			ExpectedRevisionOption:        &streams.AppendResp_WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: empty},
			ExpectedRevisionOption_20_6_0: &streams.AppendResp_WrongExpectedVersion_StreamExists_20_6_0{StreamExists_20_6_0: empty},
		}},
	} {
		got, err := w.raw(t, appendOptions(c.stream, c.expected), proposed())
		if err != nil || !proto.Equal(got.GetWrongExpectedVersion(), c.want) {
			t.Errorf("%s, expecting %s: %v, %v", c.stream, c.expected, got, err)
		}
	}
}

func TestTooMuchIsRefusedWhenEverythingIsSent(t *testing.T) {
	w := start(t)
	big := fresh(4)
	for i := range big {
		big[i].Data = make([]byte, 400_000)
	}
	_, err := w.append(t, "big", esdb.Any{}, big...)
	if got := outcome(err); got != codes.InvalidArgument.String() || !strings.Contains(err.Error(), "1048576") {
		t.Errorf("the official client: %v", err)
	}
	large := func(m *streams.AppendReq_ProposedMessage) { m.Data = make([]byte, 600_000) }
	_, trailers, err := w.rawTrailers(t, appendOptions("big", "any"), proposed(large), proposed(large), proposed(large))
	if status.Code(err) != codes.InvalidArgument || fmt.Sprint(trailers["exception"], trailers["maximum-append-size"]) != "[maximum-append-size-exceeded] [1048576]" {
		t.Errorf("%v, %v", err, trailers)
	}
	if n := w.length(t, "big"); n != 0 {
		t.Errorf("%d events are recorded", n)
	}
	// The largest that fits: data, metadata, and the type in UTF-16.
	most := func(m *streams.AppendReq_ProposedMessage) {
		m.Data, m.CustomMetadata = make([]byte, 1<<20-20-7), []byte("seven b")
	}
	if got, err := w.raw(t, appendOptions("big", "any"), proposed(most)); err != nil || got.GetSuccess() == nil {
		t.Errorf("the largest append: %v, %v", got, err)
	}
	if held := w.server.meta.writing.held.Load(); held != 0 {
		t.Errorf("%d bytes stay taken", held)
	}
}

func TestBadAppendsAreRefused(t *testing.T) {
	w := start(t)
	change := func(f func(*streams.AppendReq_ProposedMessage)) *streams.AppendReq { return proposed(f) }
	any := appendOptions("s", "any")
	for name, c := range map[string]struct {
		messages  []*streams.AppendReq
		says      string
		exception string
	}{
		"nothing":        {nil, "options", ""},
		"no options":     {[]*streams.AppendReq{proposed()}, "options", ""},
		"empty message":  {[]*streams.AppendReq{{}}, "options", ""},
		"options twice":  {[]*streams.AppendReq{any, any}, "events", ""},
		"hollow message": {[]*streams.AppendReq{any, {}}, "events", ""},
		"no stream":      {[]*streams.AppendReq{appendOptions("", "any"), proposed()}, "no stream", ""},
		"hollow options": {[]*streams.AppendReq{{Content: &streams.AppendReq_Options_{}}, proposed()}, "no stream", ""},
		"no UTF-8":       {[]*streams.AppendReq{appendOptions("a\xff", "any"), proposed()}, "UTF-8", ""},
		"the whole log":  {[]*streams.AppendReq{appendOptions("$all", "any"), proposed()}, "$all", ""},
		"bare prefix":    {[]*streams.AppendReq{appendOptions("$$", "any"), proposed()}, "no stream", ""},
		"no expectation": {[]*streams.AppendReq{appendOptions("s", "whatever"), proposed()}, "expected", ""},
		"huge revision":  {[]*streams.AppendReq{{Content: &streams.AppendReq_Options_{Options: &streams.AppendReq_Options{StreamIdentifier: identifier("s"), ExpectedStreamRevision: &streams.AppendReq_Options_Revision{Revision: math.MaxUint64}}}}}, "larger", ""},
		"no id":          {[]*streams.AppendReq{any, change(func(m *streams.AppendReq_ProposedMessage) { m.Id = nil })}, "id", ""},
		"zero id":        {[]*streams.AppendReq{any, change(func(m *streams.AppendReq_ProposedMessage) { m.Id = wireID(eventstore.ID{}, true) })}, "id", ""},
		"bad id": {[]*streams.AppendReq{any, change(func(m *streams.AppendReq_ProposedMessage) {
			m.Id = &shared.UUID{Value: &shared.UUID_String_{String_: "x"}}
		})}, "id", ""},
		"no type":         {[]*streams.AppendReq{any, change(func(m *streams.AppendReq_ProposedMessage) { delete(m.Metadata, "type") })}, "'type'", "missing-required-metadata-property"},
		"no content type": {[]*streams.AppendReq{any, change(func(m *streams.AppendReq_ProposedMessage) { delete(m.Metadata, "content-type") })}, "'content-type'", "missing-required-metadata-property"},
		"no properties":   {[]*streams.AppendReq{any, change(func(m *streams.AppendReq_ProposedMessage) { m.Metadata = nil })}, "'type'", "missing-required-metadata-property"},
		"reserved type":   {[]*streams.AppendReq{any, change(func(m *streams.AppendReq_ProposedMessage) { m.Metadata["type"] = "$streamDeleted" })}, "Tombstone", ""},
		"long name":       {[]*streams.AppendReq{appendOptions(strings.Repeat("s", 100_000), "any"), proposed()}, "bytes", ""},
	} {
		_, trailers, err := w.rawTrailers(t, append(c.messages, proposed(), proposed())...)
		if c.messages == nil {
			_, trailers, err = w.rawTrailers(t)
		}
		if status.Code(err) != codes.InvalidArgument || !strings.Contains(err.Error(), c.says) || strings.Join(trailers["exception"], "") != c.exception {
			t.Errorf("%s: %v, %v", name, err, trailers)
		}
	}
	if head, err := w.log.Head(t.Context()); head != 0 || err != nil {
		t.Errorf("the log has %d events, %v", head, err)
	}
}

func TestEventsAreRecordedAsSent(t *testing.T) {
	w := start(t)
	sent := []esdb.EventData{
		{EventID: [16]byte(eventstore.NewID(start0)), EventType: "việc.đã_làm", ContentType: esdb.ContentTypeJson, Data: []byte(`{"a":"ấp"}`), Metadata: []byte(`{"m":1}`)},
		{EventID: [16]byte(eventstore.NewID(start0)), EventType: "raw", ContentType: esdb.ContentTypeBinary, Data: []byte{0, 255}},
		{EventID: [16]byte(eventstore.NewID(start0)), EventType: "empty", ContentType: esdb.ContentTypeJson},
	}
	if _, err := w.append(t, "sổ-Kế Sách", esdb.NoStream{}, sent...); err != nil {
		t.Fatal(err)
	}
	events, err := eventstore.Collect(w.log.ReadStream(t.Context(), "sổ-Kế Sách", 0, eventstore.Forwards, 0))
	if err != nil || len(events) != len(sent) {
		t.Fatalf("%d events, %v", len(events), err)
	}
	for i, ev := range events {
		content := map[esdb.ContentType]string{esdb.ContentTypeJson: "application/json", esdb.ContentTypeBinary: "application/octet-stream"}[sent[i].ContentType]
		if [16]byte(ev.ID) != [16]byte(sent[i].EventID) || ev.Type != sent[i].EventType || ev.ContentType != content || string(ev.Data) != string(sent[i].Data) || string(ev.Metadata) != string(sent[i].Metadata) {
			t.Errorf("event %d: sent %+v, recorded %+v", i, sent[i], ev)
		}
	}
}

// broken is a log that takes no appends.
type broken struct {
	eventstore.Log
	err error
}

func (b broken) Append(context.Context, string, eventstore.Expected, ...eventstore.Draft) (eventstore.Appended, error) {
	return eventstore.Appended{}, b.err
}

func TestFailuresOfTheLogHaveTheirStatus(t *testing.T) {
	for err, want := range map[error]codes.Code{
		eventstore.ErrReadOnly: codes.Unavailable,
		eventstore.ErrClosed:   codes.Unavailable,
		errors.New("disk"):     codes.Internal,
	} {
		w := start(t)
		w.server.log = broken{w.log, err}
		if _, got := w.raw(t, appendOptions("s", "any"), proposed()); status.Code(got) != want {
			t.Errorf("%v became %v", err, got)
		}
	}
}

func TestFullServerRefusesAppends(t *testing.T) {
	w := start(t)
	w.server.meta.writing.held.Store(maxHeld)
	if _, err := w.raw(t, appendOptions("s", "any"), proposed()); status.Code(err) != codes.ResourceExhausted {
		t.Errorf("%v", err)
	}
	b := w.batch(t)
	b.send(piece(0, 1, to("s", "any"), final))
	if a := b.receive(1)[correlated(0)]; codes.Code(a.GetError().GetCode()) != codes.ResourceExhausted {
		t.Errorf("%v", a)
	}
	b.close()
	w.server.meta.writing.held.Store(0)
	if _, err := w.raw(t, appendOptions("s", "any"), proposed()); err != nil {
		t.Errorf("with room again: %v", err)
	}
}
