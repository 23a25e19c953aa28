package esdb

import (
	"bytes"
	"testing"
	"time"

	"minhbach/eventstore"
)

var (
	first  = time.Date(2026, 3, 2, 7, 30, 0, 123_456_700, time.UTC)
	copied = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Given metadata of any kind, when it is wrapped and unwrapped, then it is the same to
// the byte, and the time is that of the first recording.
func TestRecordedComesBack(t *testing.T) {
	for _, m := range []string{
		"", "{}", "{ }", `{"v":1}`, `{"v":1 }`, `{"v":1} `, `{"v":1,"salt_d":"00","salt_m":"ff"}`, "\x00\xff", `[1]`, `"x"`, `{"v":1`,
		`{"v":1,"$recorded":"2026-01-01T00:00:00.0000000Z"}`, `{"$metadata":"e30=","$recorded":"2026-01-01T00:00:00.0000000Z"}`,
	} {
		for _, native := range []bool{true, false} {
			was := eventstore.Event{Metadata: []byte(m), Recorded: first, ContentType: "application/json"}
			if !native {
				was.ContentType = `text/"plain"`
			}
			there := was
			there.Metadata, there.Recorded, there.ContentType = wrapRecorded(&was, native), copied, "application/json"
			unwrapRecorded(&there)
			if string(there.Metadata) != m || !there.Recorded.Equal(first) || there.ContentType != was.ContentType {
				t.Errorf("%q (%v) came back as %q, %s, %s", m, native, there.Metadata, there.Recorded, there.ContentType)
			}
		}
	}
	if got := string(wrapRecorded(&eventstore.Event{Metadata: []byte(`{"v":1}`), Recorded: first}, true)); got != `{"v":1,"$recorded":"2026-03-02T07:30:00.1234567Z"}` {
		t.Error(got)
	}
}

// Given an event that was written to the server itself, then nothing is taken from it.
func TestOwnEventsStayAsTheyAre(t *testing.T) {
	for _, m := range []string{
		"", "{}", `{"v":1}`, `{"v":1,"$recorded":"gestern"}`, `{"v":1,"$recorded":"2026-03-02T07:30:00.1234567+"}`,
		`{"$recorded":"2026-03-02T07:30:00.1234567Z"}`, `x{"v":1,"$recorded":"2026-03-02T07:30:00.1234567Z"}`, `{"v":,"$recorded":"2026-03-02T07:30:00.1234567Z"}`,
		`{"$metadata":"!!","$recorded":"2026-03-02T07:30:00.1234567Z"}`, `{"$metadata":"e30=","x":1,"$recorded":"2026-03-02T07:30:00.1234567Z"}`,
		`{"v":1,"$recorded":"2028-03-02T07:30:00.1234567Z"}`, // later than the server's own time
	} {
		ev := eventstore.Event{Metadata: []byte(m), Recorded: copied}
		unwrapRecorded(&ev)
		if string(ev.Metadata) != m || !ev.Recorded.Equal(copied) {
			t.Errorf("%s became %s of %s", m, ev.Metadata, ev.Recorded)
		}
	}
}

func FuzzRecorded(f *testing.F) {
	f.Add([]byte(`{"v":1}`), true)
	f.Add([]byte(`{"v":1,"$recorded":"2026-03-02T07:30:00.1234567Z"}`), false)
	f.Add([]byte(`{"$metadata":"e30=","$content_type":"x","$recorded":"2026-03-02T07:30:00.1234567Z"}`), true)
	f.Fuzz(func(t *testing.T, m []byte, native bool) {
		own := eventstore.Event{Metadata: bytes.Clone(m), Recorded: copied}
		unwrapRecorded(&own) // whatever it says, it does not panic
		was := eventstore.Event{Metadata: m, Recorded: first, ContentType: "a/b"}
		there := eventstore.Event{Metadata: wrapRecorded(&was, native), Recorded: copied, ContentType: "a/b"}
		unwrapRecorded(&there)
		if !bytes.Equal(there.Metadata, m) || !there.Recorded.Equal(first) || there.ContentType != "a/b" {
			t.Errorf("%q came back as %q, %s", m, there.Metadata, there.Recorded)
		}
	})
}
