package esdbserver

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"minhbach/eventstore"
)

func TestMetadataIsReadMemberByMember(t *testing.T) {
	all, none := []string{Everyone}, []string{}
	for data, want := range map[string]streamMeta{
		``:                               {},
		`null`:                           {},
		`[1]`:                            {},
		`{"$maxCount":3`:                 {},
		`{}`:                             {},
		`{"owner":"x"}`:                  {},
		`{"$maxCount":3}`:                {MaxCount: 3},
		`{"$maxCount":0,"$tb":7}`:        {TruncateBefore: 7},
		`{"$maxCount":-1}`:               {},
		`{"$maxCount":"3","$tb":2}`:      {TruncateBefore: 2},
		`{"$maxCount":1.5,"$maxAge":60}`: {MaxAge: time.Minute},
		`{"$maxAge":99999999999999}`:     {MaxAge: 9223372036 * time.Second},
		`{"$maxAge":{},"$maxCount":2}`:   {MaxCount: 2},
		`{"$tb":9223372036854775807}`:    {TruncateBefore: hidden},
		`{"$tb":18446744073709551615,"$maxCount":1}`:                  {MaxCount: 1},
		`{"$acl":{"$r":"ann","$w":["bob","cai"],"$d":[],"$mr":null}}`: {ACL: &ACL{Read: []string{"ann"}, Write: []string{"bob", "cai"}, Delete: none}},
		`{"$acl":{"$r":5,"$w":[1]},"$maxCount":4}`:                    {MaxCount: 4, ACL: &ACL{Read: none, Write: none}},
		`{"$acl":"$userStreamAcl"}`:                                   {ACL: &ACL{all, all, all, all, all}},
		`{"$acl":"$systemStreamAcl"}`:                                 {ACL: &ACL{none, none, none, none, none}},
		`{"$acl":7}`:                                                  {ACL: &ACL{none, none, none, none, none}},
		`{"$acl":null}`:                                               {},
	} {
		if got := parseMeta([]byte(data)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %+v (%+v)", data, got, got.ACL)
		}
	}
}

func TestTruncatedMetadataKeepsTheRest(t *testing.T) {
	for data, want := range map[string]string{
		``:                           `{"$tb":5}`,
		`nonsense`:                   `{"$tb":5}`,
		`null`:                       `{"$tb":5}`,
		`[]`:                         `{"$tb":5}`,
		`{"$tb":1,"a":{"b":[1, 2]}}`: `{"$tb":5,"a":{"b":[1,2]}}`,
		`{"n":12345678901234567890}`: `{"$tb":5,"n":12345678901234567890}`,
	} {
		if got := string(truncated([]byte(data), 5)); got != want {
			t.Errorf("%s became %s", data, got)
		}
	}
}

func (w *world) meta(t testing.TB, stream string) streamMeta {
	t.Helper()
	m, err := w.server.meta.get(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (w *world) remembers(stream string) bool {
	c := w.server.meta
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.entries[stream] != nil
}

// eventually waits until something is true, and asks again whenever a moment has passed.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	again, over := time.NewTicker(time.Millisecond), time.After(20*time.Second)
	defer again.Stop()
	for !is() {
		select {
		case <-again.C:
		case <-over:
			t.Fatalf("never: %s", what)
		}
	}
}

func TestMetadataOfOthersIsHeardOf(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "thing.done", 2)
	eventually(t, "the stream is remembered", func() bool { w.meta(t, "s"); return w.remembers("s") })
	draft := func(typ, data string) eventstore.Draft {
		return eventstore.Draft{ID: eventstore.NewID(start0), Type: typ, Data: []byte(data)}
	}
	if _, err := w.log.Append(t.Context(), "$$s", eventstore.Any(), draft(typeMetadata, `{"$maxCount":1}`)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "MaxCount is heard of", func() bool { return w.meta(t, "s").MaxCount == 1 })
	eventually(t, "the stream is remembered again", func() bool { w.meta(t, "s"); return w.remembers("s") })
	if _, err := w.log.Append(t.Context(), "s", eventstore.Any(), draft(eventstore.TypeStreamDeleted, ``)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the end is heard of", func() bool { return w.meta(t, "s").Tombstoned })
}

func TestMetadataCountsAtOnce(t *testing.T) {
	w := start(t)
	w.seed(t, "s", "thing.done", 5)
	for n := range 50 {
		w.setMeta(t, "s", fmt.Sprintf(`{"$maxCount":%d}`, n%5+1))
		if got := w.meta(t, "s").MaxCount; got != int64(n%5+1) {
			t.Fatalf("round %d: %d", n, got)
		}
	}
	if got, want := w.seen(t, "s"), "[0 1 2 3 4]"; got != want {
		t.Errorf("the stream shows %s", got)
	}
	w.setMeta(t, "s", `{"$maxCount":2}`)
	if got, want := w.seen(t, "s"), "[3 4]"; got != want {
		t.Errorf("the stream shows %s", got)
	}
}

func TestCacheIsBounded(t *testing.T) {
	w := start(t, func(o *Options) { o.CachedStreams = 3 })
	eventually(t, "something is remembered", func() bool { w.meta(t, "s0"); return w.remembers("s0") })
	for n := range 10 {
		w.meta(t, fmt.Sprint("s", n))
	}
	for n := range 10 {
		if w.remembers(fmt.Sprint("s", n)) != (n > 6) {
			t.Errorf("s%d is remembered: %v", n, w.remembers(fmt.Sprint("s", n)))
		}
	}
}

func TestStreamOfMetadataHasNoneItself(t *testing.T) {
	w := start(t)
	w.setMeta(t, "s", `{"$maxCount":7}`)
	w.setMeta(t, "$$s", `{"$maxCount":9}`)
	if got := w.meta(t, "$$s"); !reflect.DeepEqual(got, streamMeta{MaxCount: 1}) {
		t.Errorf("%+v", got)
	}
	states["ended"](t, w, "e")
	if got := w.meta(t, "$$e"); !got.Tombstoned {
		t.Errorf("%+v", got)
	}
}
