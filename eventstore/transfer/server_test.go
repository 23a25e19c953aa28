package transfer_test

import (
	"context"
	"errors"
	"math"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"minhbach/eventstore"
	"minhbach/eventstore/esdb"
	"minhbach/eventstore/esdbserver"
	"minhbach/eventstore/sqlite"
	"minhbach/eventstore/transfer"
)

// serverOf serves an empty log on a socket, and tells where. Its clock is years later than
// that of every history here.
func serverOf(t testing.TB) (place string, log *sqlite.Log) {
	t.Helper()
	dir, err := os.MkdirTemp("", "mv") // short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	log, err = sqlite.Open(t.Context(), filepath.Join(dir, "log"), sqlite.Options{MaxAppend: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	l, err := esdbserver.ListenUnix(filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	serve(t, log, l)
	return filepath.Join(dir, "s"), log
}

func serve(t testing.TB, log *sqlite.Log, l net.Listener) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		esdbserver.New(log, esdbserver.Options{CheckpointIdle: 50 * time.Millisecond}).Serve(ctx, l)
	}()
	t.Cleanup(func() { stop(); <-ended })
}

// eventsAt reads a server.
func eventsAt(t testing.TB, place string) []eventstore.Event {
	t.Helper()
	log, err := esdb.Open(t.Context(), esdb.Options{Connection: "unix://" + place})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	all, err := eventstore.Collect(log.ReadAll(t.Context(), 0, eventstore.Forwards, eventstore.Filter{}, 0))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Given an embedded log, when it goes to a server, from there into another directory, a
// file, an archive and a directory again, then its application's events are the same to
// the byte and its root is the same everywhere.
func TestRoundTrip(t *testing.T) {
	events := history(600, 6)
	root, app := rootOf(t, events), appEvents(events)
	from := dirOf(t, events)
	place, _ := serverOf(t)
	r := mustCopy(t, from, place)
	if r.Root != root || r.Events != uint64(len(app)) || r.System != 0 || r.LeftOut != uint64(len(events)-len(app)) || r.Copied != r.Events {
		t.Fatalf("%+v", r)
	}
	same(t, eventsAt(t, place), app, false)
	dir := t.TempDir()
	steps := []string{place, filepath.Join(dir, "second"), filepath.Join(dir, "log.ndjson"), filepath.Join(dir, "log.zip"), filepath.Join(dir, "third")}
	for i := range steps[1:] {
		if r := mustCopy(t, steps[i], steps[i+1]); r.Root != root || r.Events != uint64(len(app)) {
			t.Fatalf("%s: %+v", steps[i+1], r)
		}
	}
	same(t, eventsIn(t, steps[4]), app, false)
	// From server to server, and once more.
	other, _ := serverOf(t)
	if r := mustCopy(t, place, "unix://"+other); r.Root != root || r.Copied != uint64(len(app)) {
		t.Fatalf("%+v", r)
	}
	if r := mustCopy(t, place, other); r.Root != root || r.Copied != 0 || r.Found != uint64(len(app)) {
		t.Fatalf("%+v", r)
	}
}

// Given a copy that was cut short at any point, when the same copy is made again, then it
// goes on, and every event is there once.
func TestServersAreTakenUp(t *testing.T) {
	events := history(500, 7)
	from := dirOf(t, events)
	place, log := serverOf(t)
	for _, at := range []uint64{64, 65, 200, 300, 440} {
		if err := cutShort(t, from, place, at); !errors.Is(err, context.Canceled) {
			t.Fatalf("at %d: %v", at, err)
		}
	}
	there := eventsAt(t, place)
	if len(there) == 0 || len(there) >= len(appEvents(events)) {
		t.Fatalf("%d events are there", len(there))
	}
	r := mustCopy(t, from, place)
	if r.Found < uint64(len(there)) || r.Copied == 0 || r.Root != rootOf(t, events) {
		t.Errorf("%+v", r)
	}
	same(t, eventsAt(t, place), appEvents(events), false)
	// The source goes on recording: what is new comes over.
	more := append(events, eventstore.Event{Stream: "publication-new", ID: eventstore.ID{7}, Type: "publication.drafted", ContentType: "application/json",
		Position: events[499].Position + 5, Recorded: events[499].Recorded, Data: []byte("{}"), Metadata: []byte("{}")})
	if r := mustCopy(t, dirOf(t, more), place); r.Copied != 1 || r.Root != rootOf(t, more) {
		t.Errorf("%+v", r)
	}
	head, err := log.Head(t.Context())
	if err != nil || int(head) < len(appEvents(more)) {
		t.Errorf("head %d: %v", head, err)
	}
}

// Given a server that holds something else, then nothing is written to it.
func TestOtherServersAreRefused(t *testing.T) {
	events := history(80, 8)
	from := dirOf(t, events)
	for name, c := range map[string]struct {
		first []eventstore.Event
		want  error
		says  string
	}{
		"another history": {appEvents(history(80, 9))[:5], transfer.ErrOther, "nothing was written"},
		"another time": {func() []eventstore.Event {
			all := appEvents(events)[:5]
			all[3].Recorded = all[3].Recorded.Add(100 * time.Nanosecond)
			return all
		}(), transfer.ErrOther, "its time is another"},
		"other data": {func() []eventstore.Event {
			all := appEvents(events)[:5]
			all[2].Data = []byte("{}")
			return all
		}(), transfer.ErrOther, "data or metadata"},
		"more": {append(appEvents(events), eventstore.Event{Stream: "own", Type: "x", ContentType: "application/json", ID: eventstore.ID{5}, Recorded: morning.AddDate(0, 0, 9),
			Position: 1 << 40, Data: []byte("{}")}), transfer.ErrMore, "own revision 0"},
	} {
		place, log := serverOf(t)
		mustCopy(t, dirOf(t, c.first), place)
		before, err := log.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = transfer.Copy(t.Context(), transfer.Options{From: from, To: place})
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if after, err := log.Head(t.Context()); after != before || err != nil {
			t.Errorf("%s: %d events became %d (%v)", name, before, after, err)
		}
	}
}

// Given a source of which a server cannot hold the places, then it says so.
func TestWhatAServerCannotHold(t *testing.T) {
	late := history(10, 10)[:1]
	late[0].Revision = 4
	place, _ := serverOf(t)
	if _, err := transfer.Copy(t.Context(), transfer.Options{From: dirOf(t, late), To: place}); !errors.Is(err, transfer.ErrSource) || !strings.Contains(err.Error(), "begins at revision 4") {
		t.Errorf("a stream that begins later: %v", err)
	}
	large := history(10, 10)[:1]
	large[0].Data = []byte(strings.Repeat(" ", 2<<20))
	if _, err := transfer.Copy(t.Context(), transfer.Options{From: dirOf(t, large), To: place}); !errors.Is(err, transfer.ErrSource) || !strings.Contains(err.Error(), "MaxAppendSize") {
		t.Errorf("an event that is too large: %v", err)
	}
	if _, err := transfer.Copy(t.Context(), transfer.Options{From: dirOf(t, late), To: "unix:///nowhere/s", Patience: time.Millisecond}); err == nil {
		t.Error("a server that is not there took it")
	}
	if all := eventsAt(t, place); len(all) != 0 {
		t.Errorf("%d events were written", len(all))
	}
}

// Given streams that were deleted on a server, softly and for good, when its history goes
// into a directory, then both have one root: the leaf of a stream's end is the same where
// it has the next revision and where it has the highest. Another server cannot be told
// of the end, and says so.
func TestDeletedStreams(t *testing.T) {
	place, _ := serverOf(t)
	config, err := client.ParseConnectionString("esdb://localhost:2113?tls=false")
	if err != nil {
		t.Fatal(err)
	}
	config.Address, config.Logger = "unix://"+place, client.NoopLogging()
	c, err := client.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, stream := range []string{"soft-1", "gone-1", "kept-1"} {
		for range 3 {
			id := eventstore.NewID(time.Now())
			_, err := c.AppendToStream(t.Context(), stream, client.AppendToStreamOptions{}, client.EventData{EventID: [16]byte(id), EventType: "x", ContentType: client.ContentTypeJson, Data: []byte("{}")})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := c.DeleteStream(t.Context(), "soft-1", client.DeleteStreamOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.TombstoneStream(t.Context(), "gone-1", client.TombstoneStreamOptions{}); err != nil {
		t.Fatal(err)
	}
	all := eventsAt(t, place)
	if len(all) != 11 {
		t.Fatalf("%d events", len(all))
	}
	root, dir := rootOf(t, all), filepath.Join(t.TempDir(), "new")
	if r := mustCopy(t, place, dir); r.Root != root || r.Events != 11 {
		t.Errorf("%+v", r)
	}
	other, _ := serverOf(t)
	if _, err := transfer.Copy(t.Context(), transfer.Options{From: place, To: other}); !errors.Is(err, transfer.ErrSource) || !strings.Contains(err.Error(), "ended for good") {
		t.Errorf("the end of a stream: %v", err)
	}
	same(t, eventsAt(t, other), all[:10], false)
	// One that came back to life: the server writes metadata of its own.
	again := []eventstore.Event{all[0], all[0], all[0], all[0]}
	for i := range again {
		again[i].Position, again[i].ID, again[i].Recorded = eventstore.Position(i+1), eventstore.ID{byte(i + 1)}, all[0].Recorded
		again[i].Revision = eventstore.Revision(i / 2)
	}
	for i, tb := range map[int]string{1: `{"$tb":9223372036854775807}`, 3: `{"$tb":1}`} {
		again[i].Stream, again[i].Type, again[i].Data = "$$soft-1", "$metadata", []byte(tb)
	}
	third, _ := serverOf(t)
	if _, err := transfer.Copy(t.Context(), transfer.Options{From: dirOf(t, again), To: third}); !errors.Is(err, transfer.ErrSource) || !strings.Contains(err.Error(), "softly") {
		t.Errorf("a stream that came back: %v", err)
	}
	for i, ev := range eventsIn(t, dir) {
		if ev.Stream == "gone-1" && ev.Type == eventstore.TypeStreamDeleted && (ev.Revision != 3 || all[i].Revision != math.MaxInt64) {
			t.Errorf("the end has revision %d in the directory and %d on the server", ev.Revision, all[i].Revision)
		}
	}
}

// Given somebody who records in the target while a copy goes on, then the two sides
// differ, and the copy says so.
func TestWhoeverRecordsMeanwhileIsNoticed(t *testing.T) {
	from := dirOf(t, history(300, 14))
	for _, at := range []transfer.Stage{transfer.Copying, transfer.Checking} {
		place, log := serverOf(t)
		once := true
		_, err := transfer.Copy(t.Context(), transfer.Options{From: from, To: place, Tell: func(stage transfer.Stage, _ uint64, _ float64) {
			if stage == at && once {
				once = false
				if _, err := log.Append(t.Context(), "somebody-else", eventstore.Any(), eventstore.Draft{ID: eventstore.NewID(time.Now()), Type: "x"}); err != nil {
					t.Error(err)
				}
			}
		}})
		if !errors.Is(err, transfer.ErrDiffers) {
			t.Errorf("%s: %v", at, err)
		}
	}
}
