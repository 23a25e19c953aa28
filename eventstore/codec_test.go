package eventstore_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"minhbach/eventstore"
)

type opened struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

func (opened) EventType() string { return "thing.opened" }
func (opened) EventVersion() int { return 3 }

type closed struct{}

func (closed) EventType() string { return "thing.closed" }
func (closed) EventVersion() int { return 1 }

type impostor struct{}

func (impostor) EventType() string { return "thing.closed" }
func (impostor) EventVersion() int { return 1 }

// upcasts of thing.opened: version 1 called the name "title", version 2 had no count.
var upcasts = []eventstore.Upcast{
	{Type: "thing.opened", From: 1, Func: func(raw json.RawMessage) (json.RawMessage, error) {
		var old struct {
			Title string `json:"title"`
		}
		if err := json.Unmarshal(raw, &old); err != nil {
			return nil, err
		}
		return json.Marshal(map[string]any{"name": old.Title})
	}},
	{Type: "thing.opened", From: 2, Func: func(raw json.RawMessage) (json.RawMessage, error) {
		var all map[string]any
		if err := json.Unmarshal(raw, &all); err != nil {
			return nil, err
		}
		all["count"] = 1
		return json.Marshal(all)
	}},
}

func newCodec(t *testing.T) *eventstore.Codec {
	t.Helper()
	c, err := eventstore.NewCodec([]eventstore.Payload{opened{}, closed{}}, upcasts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func stored(typ string, version int, data string) eventstore.Event {
	meta, _ := json.Marshal(eventstore.Metadata{Version: version, Actor: "a1"})
	return eventstore.Event{Type: typ, Data: []byte(data), Metadata: meta, Position: 7}
}

func TestCodecReadsEveryVersionInTheNewestShape(t *testing.T) {
	c := newCodec(t)
	for version, data := range map[int]string{
		1: `{"title":"Kế Sách"}`,
		2: `{"name":"Kế Sách"}`,
		3: `{"name":"Kế Sách","count":1}`,
	} {
		f, err := c.Decode(stored("thing.opened", version, data))
		if err != nil {
			t.Fatalf("version %d: %v", version, err)
		}
		if f.Payload != (opened{Name: "Kế Sách", Count: 1}) {
			t.Errorf("version %d became %+v", version, f.Payload)
		}
	}
}

func TestCodecWritesTheEnvelope(t *testing.T) {
	c := newCodec(t)
	id := eventstore.NewID(time.Now())
	a, err := c.Encode(id, opened{Name: "x"}, eventstore.Metadata{Actor: "a1", Role: "editor"})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := c.Encode(id, opened{Name: "x"}, eventstore.Metadata{Actor: "a1", Role: "editor"})
	var m, n eventstore.Metadata
	if err := json.Unmarshal(a.Metadata, &m); err != nil {
		t.Fatal(err)
	}
	json.Unmarshal(b.Metadata, &n)
	if m.Version != 3 || m.Actor != "a1" || len(m.SaltData) != 32 || len(m.SaltMeta) != 32 {
		t.Errorf("envelope %+v", m)
	}
	if m.SaltData == n.SaltData || m.SaltData == m.SaltMeta {
		t.Error("salts repeat")
	}
}

func TestCodecRefusesStrangers(t *testing.T) {
	c := newCodec(t)
	if _, err := c.Encode(eventstore.ID{1}, impostor{}, eventstore.Metadata{}); !errors.Is(err, eventstore.ErrUnknownType) {
		t.Errorf("another Go type under a known name: %v", err)
	}
	for name, tc := range map[string]struct {
		ev   eventstore.Event
		want error
	}{
		"unknown type":    {stored("thing.lost", 1, `{}`), eventstore.ErrUnknownType},
		"newer version":   {stored("thing.opened", 4, `{}`), eventstore.ErrUnknownVersion},
		"version zero":    {stored("thing.opened", 0, `{}`), eventstore.ErrUnknownVersion},
		"broken data":     {stored("thing.opened", 3, `{"name":`), eventstore.ErrMalformed},
		"wrong data type": {stored("thing.opened", 3, `{"count":"many"}`), eventstore.ErrMalformed},
		"no envelope":     {eventstore.Event{Type: "thing.closed", Data: []byte(`{}`), Metadata: []byte(`none`)}, eventstore.ErrMalformed},
	} {
		_, err := c.Decode(tc.ev)
		if !errors.Is(err, tc.want) {
			t.Errorf("%s: got %v, want %v", name, err, tc.want)
		}
		if foreign := name == "version zero" || name == "no envelope"; errors.Is(err, eventstore.ErrStranger) != foreign {
			t.Errorf("%s: got %v; somebody else's is %t", name, err, foreign)
		}
	}
}

func TestNewCodecReportsEveryMistake(t *testing.T) {
	_, err := eventstore.NewCodec([]eventstore.Payload{opened{}, closed{}, impostor{}}, []eventstore.Upcast{
		{Type: "thing.opened", From: 1}, {Type: "thing.gone", From: 1}, {Type: "thing.closed", From: 1},
	})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{`"thing.closed" is registered twice`, `unknown event type "thing.gone"`, `"thing.opened" has no upcast from version 2`, `"thing.closed" from version 1`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not told in:\n%v", want, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("thing.opened", []byte(`{"title":"x"}`), []byte(`{"v":1}`))
	f.Add("thing.closed", []byte(`{}`), []byte(`{"v":1,"cause":"zzz"}`))
	c, err := eventstore.NewCodec([]eventstore.Payload{opened{}, closed{}}, upcasts)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, typ string, data, metadata []byte) {
		fact, err := c.Decode(eventstore.Event{Type: typ, Data: data, Metadata: metadata})
		if err == nil && fact.Payload == nil {
			t.Error("neither a payload nor an error")
		}
	})
}
