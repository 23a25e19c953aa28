package logtest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
)

func appendPlaces(t *testing.T, l eventstore.Log) {
	a := mustAppend(t, l, "a", drafts(1)...)
	if a.First != 0 || a.Last != 0 || a.Repeated {
		t.Fatalf("first append: %+v", a)
	}
	if a.Position != 1 && l.Features().DensePositions {
		t.Fatalf("the first event has position %d, want 1", a.Position)
	}
	b := mustAppend(t, l, "b", drafts(3)...)
	if b.First != 0 || b.Last != 2 || b.Position <= a.Position {
		t.Fatalf("append to another stream: %+v after %+v", b, a)
	}
	c := mustAppend(t, l, "a", drafts(2)...)
	if c.First != 1 || c.Last != 2 || c.Position <= b.Position {
		t.Fatalf("second append: %+v after %+v", c, b)
	}
	all := whole(t, l)
	if len(all) != 6 {
		t.Fatalf("%d events, want 6", len(all))
	}
	for i, ev := range all {
		if i > 0 && ev.Position <= all[i-1].Position {
			t.Fatalf("positions do not increase: %v", positions(all))
		}
		if l.Features().DensePositions && ev.Position != eventstore.Position(i+1) {
			t.Fatalf("positions have gaps: %v", positions(all))
		}
	}
	if all[0].Position != a.Position || all[3].Position != b.Position || all[5].Position != c.Position {
		t.Fatalf("positions read %v, answered %d, %d, %d", positions(all), a.Position, b.Position, c.Position)
	}
}

func appendContent(t *testing.T, l eventstore.Log) {
	in := []eventstore.Draft{
		{ID: newID(), Type: "json.default", Data: []byte(`{"tên":"Sóc Trăng"}`), Metadata: []byte(`{"actor":"x"}`)},
		{ID: newID(), Type: "json.said", ContentType: "application/json", Data: []byte(`[]`)},
		{ID: newID(), Type: "bytes", ContentType: "application/octet-stream", Data: []byte{0, 1, 0xff, 0}, Metadata: []byte{0}},
		{ID: newID(), Type: "nothing"},
		{ID: newID(), Type: strings.Repeat("t", 128)},
	}
	known := l.Features().ContentTypes
	if len(known) == 0 {
		in = append(in, eventstore.Draft{ID: newID(), Type: "a.table", ContentType: "text/csv", Data: []byte("a,b\n")})
	} else if !slices.Contains(known, "text/csv") {
		_, err := l.Append(within(t), "content", eventstore.Any(), eventstore.Draft{ID: newID(), Type: "a.table", ContentType: "text/csv"})
		wantError(t, err, eventstore.ErrInvalid)
	}
	mustAppend(t, l, "content", in...)
	out := stream(t, l, "content")
	if len(out) != len(in) {
		t.Fatalf("%d events, want %d", len(out), len(in))
	}
	for i, ev := range out {
		want := in[i].ContentType
		if want == "" {
			want = "application/json"
		}
		if ev.ID != in[i].ID || ev.Type != in[i].Type || ev.ContentType != want || ev.Stream != "content" ||
			!bytes.Equal(ev.Data, in[i].Data) || !bytes.Equal(ev.Metadata, in[i].Metadata) {
			t.Errorf("read %+v, wrote %+v", ev, in[i])
		}
	}
}

func appendRecorded(t *testing.T, l eventstore.Log) {
	var last time.Time
	for range 5 {
		a := mustAppend(t, l, "a", drafts(2)...)
		if l.Features().TimeUntold {
			if !a.Recorded.IsZero() {
				t.Fatalf("recorded %v, which the engine says it does not tell", a.Recorded)
			}
			continue
		}
		if a.Recorded.Location() != time.UTC || a.Recorded.IsZero() {
			t.Fatalf("recorded %v, want an instant in UTC", a.Recorded)
		}
		last = a.Recorded
	}
	all := whole(t, l)
	for i, ev := range all {
		if ev.Recorded.Location() != time.UTC {
			t.Fatalf("recorded %v, want UTC", ev.Recorded)
		}
		if !ev.Recorded.Equal(ev.Recorded.Truncate(l.Features().TimeResolution)) {
			t.Fatalf("recorded %v is finer than %v", ev.Recorded, l.Features().TimeResolution)
		}
		if i > 0 && ev.Recorded.Before(all[i-1].Recorded) && !l.Features().LooseTimes {
			t.Fatalf("recorded times decrease at position %d", ev.Position)
		}
	}
	if end := all[len(all)-1]; !end.Recorded.Equal(last) && !l.Features().TimeUntold {
		t.Fatalf("answered %v, read %v", last, end.Recorded)
	}
}

func appendVisible(t *testing.T, l eventstore.Log) {
	for i := range 50 {
		a := mustAppend(t, l, "a", drafts(1)...)
		if got := len(stream(t, l, "a")); got != i+1 {
			t.Fatalf("the stream shows %d events after %d appends", got, i+1)
		}
		last := collect(t, l.ReadAll(within(t), eventstore.EndOfLog, eventstore.Backwards, eventstore.Filter{}, 1))
		if len(last) != 1 || last[0].Position != a.Position || mustHead(t, l) != a.Position {
			t.Fatalf("the log does not show position %d at once", a.Position)
		}
	}
}

func appendEmpty(t *testing.T, l eventstore.Log) {
	ctx := within(t)
	for _, e := range []eventstore.Expected{eventstore.Any(), eventstore.None(), eventstore.Exactly(eventstore.NoRevision)} {
		if _, err := l.Append(ctx, "a", e); err != nil {
			t.Fatalf("empty append expecting %s: %v", e, err)
		}
	}
	_, err := l.Append(ctx, "a", eventstore.Exists())
	wantWrong(t, err, "a", eventstore.Exists(), eventstore.NoRevision)
	_, err = eventstore.Collect(l.ReadStream(ctx, "a", 0, eventstore.Forwards, 0))
	wantError(t, err, eventstore.ErrNoStream)

	a := mustAppend(t, l, "a", drafts(2)...)
	for _, e := range []eventstore.Expected{eventstore.Any(), eventstore.Exists(), eventstore.Exactly(1)} {
		if _, err := l.Append(ctx, "a", e); err != nil {
			t.Fatalf("empty append expecting %s: %v", e, err)
		}
	}
	for _, e := range []eventstore.Expected{eventstore.None(), eventstore.Exactly(0), eventstore.Exactly(2)} {
		_, err := l.Append(ctx, "a", e)
		wantWrong(t, err, "a", e, 1)
	}
	wantSilent(t, l, a.Position)
}

func appendCopies(t *testing.T, l eventstore.Log) {
	d := draft("thing.happened")
	want := bytes.Clone(d.Data)
	mustAppend(t, l, "a", d)
	clear(d.Data)
	clear(d.Metadata)
	if got := stream(t, l, "a")[0]; !bytes.Equal(got.Data, want) || string(got.Metadata) != "{}" {
		t.Fatalf("the log changed with the caller's slices: %s %s", got.Data, got.Metadata)
	}
}

func appendSizes(t *testing.T, l eventstore.Log) {
	f := l.Features()
	big := draft("thing.happened")
	big.Metadata = []byte("{}")
	big.Data = bytes.Repeat([]byte("x"), f.MaxEventBytes-len(big.Metadata))
	big.ContentType = "application/octet-stream"
	mustAppend(t, l, "big", big)
	if got := stream(t, l, "big"); len(got) != 1 || !bytes.Equal(got[0].Data, big.Data) {
		t.Fatal("the largest event did not come back")
	}
	head := mustHead(t, l)
	big.ID, big.Data = newID(), append(big.Data, 'x')
	_, err := l.Append(within(t), "big", eventstore.Any(), draft("thing.happened"), big)
	wantError(t, err, eventstore.ErrTooLarge)
	_, err = l.Append(within(t), "many", eventstore.Any(), drafts(f.MaxAppend+1)...)
	wantError(t, err, eventstore.ErrTooLarge)
	if f.MaxAppendBytes > 0 {
		half := draft("thing.happened")
		half.Data = bytes.Repeat([]byte(" "), min(f.MaxEventBytes-2, f.MaxAppendBytes/2))
		other := half
		other.ID = newID()
		_, err = l.Append(within(t), "many", eventstore.Any(), half, other)
		wantError(t, err, eventstore.ErrTooLarge)
	}
	wantSilent(t, l, head)
	if a := mustAppend(t, l, "many", drafts(f.MaxAppend)...); a.Last != eventstore.Revision(f.MaxAppend-1) {
		t.Fatalf("the largest append: %+v", a)
	}
}

func appendInvalid(t *testing.T, l eventstore.Log) {
	for what, in := range map[string]struct {
		stream string
		change func(*eventstore.Draft)
	}{
		"no stream name":       {"", func(*eventstore.Draft) {}},
		"stream name too long": {strings.Repeat("s", 1<<16), func(*eventstore.Draft) {}},
		"stream name no UTF-8": {"a\xff", func(*eventstore.Draft) {}},
		"no type":              {"a", func(d *eventstore.Draft) { d.Type = "" }},
		"type too long":        {"a", func(d *eventstore.Draft) { d.Type = strings.Repeat("t", 129) }},
		"type no UTF-8":        {"a", func(d *eventstore.Draft) { d.Type = "t\xff" }},
		"no id":                {"a", func(d *eventstore.Draft) { d.ID = eventstore.ID{} }},
	} {
		bad := draft("thing.happened")
		in.change(&bad)
		_, err := l.Append(within(t), in.stream, eventstore.Any(), draft("thing.happened"), bad)
		if !errors.Is(err, eventstore.ErrInvalid) {
			t.Errorf("%s: error is %v, want ErrInvalid", what, err)
		}
	}
	wantSilent(t, l, 0)
}

func appendContext(t *testing.T, l eventstore.Log) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d := draft("thing.happened")
	_, err := l.Append(ctx, "a", eventstore.None(), d)
	wantError(t, err, context.Canceled)
	// The outcome is unknown: the same ids make it certain.
	a, err := l.Append(within(t), "a", eventstore.None(), d)
	if err != nil || a.Last != 0 {
		t.Fatalf("the retry: %+v, %v", a, err)
	}
	if n := len(stream(t, l, "a")); n != 1 {
		t.Fatalf("%d events after a retry, want 1", n)
	}
}
