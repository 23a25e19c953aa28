package esdbserver

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
)

// seen is what the official client reads of a stream: its revisions, or why there are none.
func (w *world) seen(t testing.TB, stream string) string {
	t.Helper()
	reading, err := w.client.ReadStream(t.Context(), stream, esdb.ReadStreamOptions{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	var revisions []uint64
	for {
		ev, err := reading.Recv()
		var client *esdb.Error
		switch {
		case errors.Is(err, io.EOF):
			return fmt.Sprint(revisions)
		case errors.As(err, &client) && client.Code() == esdb.ErrorCodeResourceNotFound:
			return "not found"
		case err != nil:
			return outcome(err)
		}
		revisions = append(revisions, ev.OriginalEvent().EventNumber)
	}
}

func TestDeletionChecksWhatIsExpected(t *testing.T) {
	w := start(t)
	for state, want := range map[string]map[string]string{
		"missing":       {"any": "wrong", "none": "wrong", "exists": "wrong", "0": "wrong"},
		"metadata only": {"any": "ok", "none": "ok", "exists": "ok", "0": "wrong"},
		"two":           {"any": "ok", "none": "wrong", "exists": "ok", "0": "wrong", "1": "ok", "2": "wrong"},
		"deleted":       {"any": "ok", "none": "ok", "exists": "deleted", "0": "wrong", "1": "ok"},
		"ended":         {"any": "deleted", "none": "deleted", "exists": "deleted", "1": "deleted"},
	} {
		for expected, want := range want {
			stream := state + "-" + expected
			states[state](t, w, stream)
			before := w.length(t, stream)
			result, err := w.client.DeleteStream(t.Context(), stream, esdb.DeleteStreamOptions{ExpectedRevision: expectations[expected]})
			if got := outcome(err); got != want {
				t.Errorf("%s, expecting %s: %s, want %s", state, expected, got, want)
				continue
			}
			if after := w.length(t, stream); after != before {
				t.Errorf("%s, expecting %s: %d events became %d", state, expected, before, after)
			}
			if err == nil && (result.Position.Commit == 0 || result.Position.Prepare == 0 || w.seen(t, stream) != "not found") {
				t.Errorf("%s, expecting %s: %+v, and the stream shows %s", state, expected, result, w.seen(t, stream))
			}
		}
	}
}

func TestTombstoneChecksWhatIsExpected(t *testing.T) {
	w := start(t)
	for state, want := range map[string]map[string]string{
		"missing":       {"any": "ok", "none": "ok", "exists": "wrong", "0": "wrong"},
		"metadata only": {"any": "ok", "none": "ok", "exists": "ok", "0": "wrong"},
		"two":           {"any": "ok", "none": "wrong", "exists": "ok", "0": "wrong", "1": "ok"},
		"deleted":       {"any": "ok", "none": "ok", "exists": "deleted", "1": "ok"},
		"ended":         {"any": "deleted", "none": "deleted", "exists": "deleted", "1": "deleted"},
	} {
		for expected, want := range want {
			stream := state + "-" + expected
			states[state](t, w, stream)
			before := w.length(t, stream)
			result, err := w.client.TombstoneStream(t.Context(), stream, esdb.TombstoneStreamOptions{ExpectedRevision: expectations[expected]})
			if got := outcome(err); got != want {
				t.Errorf("%s, expecting %s: %s, want %s", state, expected, got, want)
				continue
			}
			if err != nil {
				continue
			}
			if after := w.length(t, stream); after != before+1 || result.Position.Commit == 0 || result.Position.Prepare == 0 || w.seen(t, stream) != "deleted" {
				t.Errorf("%s, expecting %s: %d events became %d, %+v, and the stream shows %s", state, expected, before, after, result, w.seen(t, stream))
			}
			// Its metadata is gone with it, for readers and for writers.
			if w.seen(t, metaOf(stream)) != "deleted" {
				t.Errorf("%s, expecting %s: the metadata shows %s", state, expected, w.seen(t, metaOf(stream)))
			}
			if _, err := w.append(t, metaOf(stream), esdb.Any{}, fresh(1)...); outcome(err) != "deleted" {
				t.Errorf("%s, expecting %s: metadata after the end: %v", state, expected, err)
			}
		}
	}
}

func TestRefusedDeletionsSayWhy(t *testing.T) {
	w := start(t)
	w.seed(t, "sổ", "thing.done", 2)
	client := streams.NewStreamsClient(w.conn)
	var trailers metadata.MD
	_, err := client.Delete(t.Context(), &streams.DeleteReq{Options: &streams.DeleteReq_Options{StreamIdentifier: identifier("sổ"),
		ExpectedStreamRevision: &streams.DeleteReq_Options_StreamExists{}}}, grpc.Trailer(&trailers))
	if err != nil {
		t.Fatal(err)
	}
	for _, expected := range []struct {
		name string
		req  *streams.DeleteReq_Options
	}{
		{"-1", &streams.DeleteReq_Options{ExpectedStreamRevision: &streams.DeleteReq_Options_NoStream{NoStream: &shared.Empty{}}}},
		{"7", &streams.DeleteReq_Options{ExpectedStreamRevision: &streams.DeleteReq_Options_Revision{Revision: 7}}},
	} {
		w.seed(t, "two"+expected.name, "thing.done", 2)
		expected.req.StreamIdentifier = identifier("two" + expected.name)
		_, err := client.Delete(t.Context(), &streams.DeleteReq{Options: expected.req}, grpc.Trailer(&trailers))
		got := fmt.Sprint(trailers["exception"], trailers["stream-name"], trailers["expected-version"], trailers["actual-version"])
		if want := "[wrong-expected-version] [two" + expected.name + "] [" + expected.name + "] [1]"; status.Code(err) != codes.FailedPrecondition || got != want {
			t.Errorf("expecting %s: %v, %s", expected.name, err, got)
		}
	}
	_, err = client.Delete(t.Context(), &streams.DeleteReq{Options: &streams.DeleteReq_Options{StreamIdentifier: identifier("mất"),
		ExpectedStreamRevision: &streams.DeleteReq_Options_StreamExists{}}}, grpc.Trailer(&trailers))
	if got := fmt.Sprint(trailers["stream-name"], trailers["expected-version"], trailers["actual-version"]); status.Code(err) != codes.FailedPrecondition || got != "[m%E1%BA%A5t] [-4] [-1]" {
		t.Errorf("a missing stream: %v, %s", err, got)
	}
	for name, req := range map[string]*streams.DeleteReq{
		"no options":     {},
		"no stream":      {Options: &streams.DeleteReq_Options{ExpectedStreamRevision: &streams.DeleteReq_Options_Any{}}},
		"no expectation": {Options: &streams.DeleteReq_Options{StreamIdentifier: identifier("s")}},
		"the whole log":  {Options: &streams.DeleteReq_Options{StreamIdentifier: identifier("$all"), ExpectedStreamRevision: &streams.DeleteReq_Options_Any{}}},
		"metadata":       {Options: &streams.DeleteReq_Options{StreamIdentifier: identifier("$$s"), ExpectedStreamRevision: &streams.DeleteReq_Options_Any{}}},
	} {
		if _, err := client.Delete(t.Context(), req); status.Code(err) != codes.InvalidArgument {
			t.Errorf("%s: %v", name, err)
		}
		tomb := &streams.TombstoneReq{}
		if o := req.Options; o != nil {
			tomb.Options = &streams.TombstoneReq_Options{StreamIdentifier: o.StreamIdentifier}
			if o.ExpectedStreamRevision != nil {
				tomb.Options.ExpectedStreamRevision = &streams.TombstoneReq_Options_Any{}
			}
		}
		if _, err := client.Tombstone(t.Context(), tomb); status.Code(err) != codes.InvalidArgument {
			t.Errorf("ending, %s: %v", name, err)
		}
	}
}

func TestDeletedStreamBeginsAnew(t *testing.T) {
	w := start(t)
	for expected, want := range map[string]string{"any": "[2 3]", "none": "[2 3]", "1": "[2 3]"} {
		stream := "s-" + expected
		w.seed(t, stream, "thing.done", 2)
		w.setMeta(t, stream, `{"$maxCount":9,"owner":"ấp"}`)
		w.delete(t, stream)
		if _, err := w.append(t, stream, expectations[expected], fresh(2)...); err != nil {
			t.Errorf("expecting %s: %v", expected, err)
		}
		if got := w.seen(t, stream); got != want {
			t.Errorf("expecting %s: the stream shows %s", expected, got)
		}
		meta, err := w.client.GetStreamMetadata(t.Context(), stream, esdb.ReadStreamOptions{Direction: esdb.Backwards, From: esdb.End{}})
		if err != nil || meta.TruncateBefore() == nil || *meta.TruncateBefore() != 2 || meta.CustomProperty("owner") != "ấp" || *meta.MaxCount() != 9 {
			t.Errorf("expecting %s: metadata %+v, %v", expected, meta, err)
		}
	}
}

// What one crash between the events and the metadata leaves behind, the next append mends,
// whether it is the same one or another.
func TestStreamThatHalfBeganAnewIsMended(t *testing.T) {
	w := start(t)
	for name, c := range map[string]struct {
		repeated bool
		expected string
		outcome  string
		seen     string
	}{
		"same, none":   {true, "none", "ok", "[2]"},
		"same, any":    {true, "any", "ok", "[2]"},
		"same, 1":      {true, "1", "ok", "[2]"},
		"other, any":   {false, "any", "ok", "[2 3]"},
		"other, none":  {false, "none", "wrong", "[2]"},
		"other, exist": {false, "exists", "ok", "[2 3]"},
	} {
		w.seed(t, name, "thing.done", 2)
		w.delete(t, name)
		once := fresh(1)
		// The append as it is without its second half.
		if _, err := w.log.Append(t.Context(), name, eventstore.Exactly(1), eventstore.Draft{ID: eventstore.ID(once[0].EventID), Type: once[0].EventType, Data: once[0].Data}); err != nil {
			t.Fatal(err)
		}
		if got := w.seen(t, name); got != "not found" {
			t.Fatalf("%s: before: %s", name, got)
		}
		again := once
		if !c.repeated {
			again = fresh(1)
		}
		if _, err := w.append(t, name, expectations[c.expected], again...); outcome(err) != c.outcome {
			t.Errorf("%s: %v", name, err)
		}
		if got := w.seen(t, name); got != c.seen {
			t.Errorf("%s: the stream shows %s", name, got)
		}
	}
}

func TestMetadataOfDeletedStreamLetsItBeginAnew(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "thing.done", 2)
	w.delete(t, "s")
	meta := esdb.EventData{EventID: [16]byte(eventstore.NewID(start0)), EventType: typeMetadata, ContentType: esdb.ContentTypeJson, Data: []byte(`{"owner":"x"}`)}
	first, err := w.append(t, "$$s", esdb.Revision(0), meta)
	if err != nil || first.NextExpectedVersion != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	again, err := w.append(t, "$$s", esdb.Revision(0), meta)
	if err != nil || *again != *first {
		t.Errorf("repeated: %+v, %v; first %+v", again, err, first)
	}
	if got := w.seen(t, "s"); got != "[]" {
		t.Errorf("the stream shows %s", got)
	}
	if _, err := w.append(t, "s", esdb.Revision(1), fresh(1)...); err != nil || w.seen(t, "s") != "[2]" {
		t.Errorf("it goes on as %s, %v", w.seen(t, "s"), err)
	}
}

// Of many appends that expect no stream after a deletion, one succeeds, and nothing from
// before is seen again.
func TestConcurrentNewBeginnings(t *testing.T) {
	w := start(t)
	for round := range 5 {
		stream := fmt.Sprint("s", round)
		w.seed(t, stream, "thing.done", 3)
		w.delete(t, stream)
		var wait sync.WaitGroup
		var mu sync.Mutex
		outcomes := map[string]int{}
		for range 8 {
			wait.Go(func() {
				_, err := w.append(t, stream, esdb.NoStream{}, fresh(1)...)
				mu.Lock()
				defer mu.Unlock()
				outcomes[outcome(err)]++
			})
		}
		wait.Wait()
		if outcomes["ok"] != 1 || outcomes["wrong"] != 7 || w.seen(t, stream) != "[3]" {
			t.Errorf("%v, and the stream shows %s", outcomes, w.seen(t, stream))
		}
	}
}

// Appends and the end of their stream at once: nothing comes behind the end.
func TestNothingIsRecordedBehindTheEnd(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "thing.done", 1)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 50 {
				if _, err := w.append(t, "s", esdb.Any{}, fresh(1)...); err != nil {
					if outcome(err) != "deleted" {
						t.Errorf("%v", err)
					}
					return
				}
			}
		})
	}
	wait.Go(func() {
		if _, err := w.client.TombstoneStream(t.Context(), "s", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
			t.Error(err)
		}
	})
	wait.Wait()
	events, err := eventstore.Collect(w.log.ReadStream(t.Context(), "s", 0, eventstore.Forwards, 0))
	if err != nil {
		t.Fatal(err)
	}
	for i, ev := range events {
		if (ev.Type == eventstore.TypeStreamDeleted) != (i == len(events)-1) {
			t.Errorf("event %d of %d is %s", i, len(events), ev.Type)
		}
	}
}

func TestStreamNamesInTrailersAreASCII(t *testing.T) {
	w := start(t)
	states["ended"](t, w, "Sóc Trăng")
	_, err := w.append(t, "Sóc Trăng", esdb.Any{}, fresh(1)...)
	if outcome(err) != "deleted" || !strings.Contains(err.Error(), "S%C3%B3c Tr%C4%83ng") {
		t.Errorf("%v", err)
	}
}
