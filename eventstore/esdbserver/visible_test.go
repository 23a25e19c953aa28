package esdbserver

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"minhbach/eventstore"
)

// clock is a server's time, which a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (w *world) describe(t *testing.T, stream string, set func(*esdb.StreamMetadata)) {
	t.Helper()
	var m esdb.StreamMetadata
	set(&m)
	if _, err := w.client.SetStreamMetadata(t.Context(), stream, esdb.AppendToStreamOptions{}, m); err != nil {
		t.Fatal(err)
	}
}

// read asks for a stream in several ways, and joins the answers.
func (w *world) read(t *testing.T, options ...*streams.ReadReq_Options) string {
	t.Helper()
	var all []string
	for _, o := range options {
		got, err := w.ask(t, o)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, brief(got))
	}
	return strings.Join(all, " | ")
}

func TestMaxCountHidesAllButTheLast(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 5)
	w.describe(t, "s", func(m *esdb.StreamMetadata) { m.SetMaxCount(2) })
	want := "3 4 | 4 3 | 3 | 3 4 | "
	if got := w.read(t, ofStream("s"), backwards(atEnd(ofStream("s"))), counting(ofStream("s"), 1), atRevision(ofStream("s"), 2), backwards(atRevision(ofStream("s"), 2))); got != want {
		t.Errorf("got %q", got)
	}
	w.seed(t, "s", "a.b", 1)
	if got := w.read(t, ofStream("s"), newer(ofStream("s")), newer(counting(ofStream("s"), 3))); got != "4 5 | 4 5 last=5 | first=4 4 5 last=5" {
		t.Errorf("got %q", got)
	}
	if got := w.read(t, ofAll()); got != "0 1 2 3 4 0 5" {
		t.Errorf("the whole log shows %q", got)
	}
}

func TestTruncateBeforeHides(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 5)
	w.describe(t, "s", func(m *esdb.StreamMetadata) { m.SetTruncateBefore(3) })
	if got := w.read(t, ofStream("s"), backwards(atEnd(ofStream("s")))); got != "3 4 | 4 3" {
		t.Errorf("got %q", got)
	}
	// What is hidden is left out of catching up, and no longer when it is live.
	sub := toStream(t, w, "s", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	expect(t, sub, "3 4 live")
	w.describe(t, "s", func(m *esdb.StreamMetadata) { m.SetTruncateBefore(9) })
	w.seed(t, "s", "a.b", 1)
	expect(t, sub, "5")
	if got := w.read(t, ofStream("s"), newer(ofStream("s"))); got != " | last=5" {
		t.Errorf("got %q", got)
	}
}

func TestMaxAgeHidesTheOld(t *testing.T) {
	c := &clock{now: time.Now()}
	w := start(t, func(o *Options) { o.Now = c.Now })
	w.seed(t, "s", "a.b", 3)
	w.describe(t, "s", func(m *esdb.StreamMetadata) { m.SetMaxAge(time.Hour) })
	if got := w.read(t, ofStream("s")); got != "0 1 2" {
		t.Errorf("got %q", got)
	}
	c.move(2 * time.Hour)
	if got := w.read(t, ofStream("s"), backwards(atEnd(ofStream("s"))), counting(ofStream("s"), 2)); got != " |  | " {
		t.Errorf("the aged stream is no plain end: %q", got)
	}
	reading, err := w.client.ReadStream(t.Context(), "s", esdb.ReadStreamOptions{}, 10)
	if got, err := collect(t, reading, err); err != nil || len(got) > 0 {
		t.Errorf("got %v, %v", got, err)
	}
	sub := toStream(t, w, "s", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	expect(t, sub, "live")
	if got := w.read(t, ofAll()); got != "0 1 2 0" {
		t.Errorf("the whole log shows %q", got)
	}
}

func TestMetadataIsReadAsAStreamOfOne(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 1)
	for n := range 3 {
		w.describe(t, "s", func(m *esdb.StreamMetadata) { m.SetMaxCount(uint64(n + 1)) })
	}
	if got := w.read(t, ofStream("$$s"), backwards(atEnd(ofStream("$$s"))), newer(ofStream("$$s"))); got != "2 | 2 | 2 last=2" {
		t.Errorf("got %q", got)
	}
	m, err := w.client.GetStreamMetadata(t.Context(), "s", esdb.ReadStreamOptions{})
	if err != nil || *m.MaxCount() != 3 {
		t.Errorf("got %v, %v", m, err)
	}
}

func TestADeletedStreamIsMissingUntilItBeginsAnew(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 3)
	live := toStream(t, w, "s", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	expect(t, live, "0 1 2 live")
	if _, err := w.client.DeleteStream(t.Context(), "s", esdb.DeleteStreamOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := w.read(t, ofStream("s"), backwards(atEnd(ofStream("s"))), atEnd(ofStream("s")), newer(ofStream("s"))); got != "missing | missing | missing | missing" {
		t.Errorf("got %q", got)
	}
	late := toStream(t, w, "s", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	expect(t, late, "live")
	if _, err := w.client.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{}, esdb.EventData{EventType: "a.c", Data: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	expect(t, live, "3")
	expect(t, late, "3")
	if got := w.read(t, ofStream("s"), backwards(atEnd(ofStream("s")))); got != "3 | 3" {
		t.Errorf("got %q", got)
	}
}

func TestATombstonedStreamIsRefused(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "a.b", 2)
	w.describe(t, "s", func(m *esdb.StreamMetadata) { m.SetMaxCount(10) })
	live := toStream(t, w, "s", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	expect(t, live, "0 1 live")
	o := ofStream("s")
	o.CountOption = &streams.ReadReq_Options_Subscription{}
	raw, err := streams.NewStreamsClient(w.conn).Read(t.Context(), &streams.ReadReq{Options: o})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.client.TombstoneStream(t.Context(), "s", esdb.TombstoneStreamOptions{}); err != nil {
		t.Fatal(err)
	}
	expect(t, live, "dropped")
	for err == nil {
		_, err = raw.Recv()
	}
	if end := raw.Trailer(); status.Code(err) != codes.FailedPrecondition || !slices.Equal(end.Get("exception"), []string{"stream-deleted"}) || !slices.Equal(end.Get("stream-name"), []string{"s"}) {
		t.Errorf("dropped with %v and %v", err, end)
	}
	for _, o := range []*streams.ReadReq_Options{ofStream("s"), backwards(atEnd(ofStream("s"))), ofStream("$$s"), counting(ofStream("s"), 0)} {
		if _, err := w.ask(t, o); status.Code(err) != codes.FailedPrecondition {
			t.Errorf("%v: %v", o, err)
		}
	}
	reading, err := w.client.ReadStream(t.Context(), "s", esdb.ReadStreamOptions{}, 1)
	_, err = collect(t, reading, err)
	if e, _ := esdb.FromError(err); e.Code() != esdb.ErrorCodeStreamDeleted {
		t.Errorf("reading: %v", err)
	}
	_, err = w.client.SubscribeToStream(t.Context(), "s", esdb.SubscribeToStreamOptions{From: esdb.Start{}})
	var deleted *esdb.Error
	if !errors.As(err, &deleted) || deleted.Code() != esdb.ErrorCodeStreamDeleted {
		t.Errorf("subscribing: %v", err)
	}
	reading, err = w.client.ReadAll(t.Context(), esdb.ReadAllOptions{From: esdb.Start{}}, 10)
	all, err := collect(t, reading, err)
	if err != nil || len(all) != 4 || all[3].Event.EventType != eventstore.TypeStreamDeleted || all[3].Event.EventNumber != deletedRevision {
		t.Errorf("the whole log shows %v, %v", all, err)
	}
}

func TestALinkToWhatIsHiddenLeadsNowhere(t *testing.T) {
	w := start(t)
	for _, s := range []string{"short", "cut", "deleted", "gone"} {
		w.seed(t, s, "a.b", 2)
		w.link(t, "links", "0@"+s)
		w.link(t, "links", "1@"+s)
	}
	w.describe(t, "short", func(m *esdb.StreamMetadata) { m.SetMaxCount(1) })
	w.describe(t, "cut", func(m *esdb.StreamMetadata) { m.SetTruncateBefore(1) })
	if _, err := w.client.DeleteStream(t.Context(), "deleted", esdb.DeleteStreamOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.client.TombstoneStream(t.Context(), "gone", esdb.TombstoneStreamOptions{}); err != nil {
		t.Fatal(err)
	}
	o := ofStream("links")
	o.ResolveLinks = true
	if got := w.read(t, o); got != "→?0 →short/1 →?2 →cut/1 →?4 →?5 →?6 →?7" {
		t.Errorf("got %q", got)
	}
}
