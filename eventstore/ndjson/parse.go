package ndjson

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"minhbach/eventstore"
)

// member is how one member of a line is read.
type member struct {
	name string
	want string // what is expected
	read func(ev *eventstore.Event, raw []byte) bool
}

var members = [...]member{
	{"position", "a whole number, at least 0", func(ev *eventstore.Event, raw []byte) bool {
		n, ok := number(raw)
		ev.Position = eventstore.Position(n)
		return ok && n <= math.MaxInt64
	}},
	{"stream", "a text", func(ev *eventstore.Event, raw []byte) (ok bool) {
		ev.Stream, ok = text(raw)
		return ok && ev.Stream != ""
	}},
	{"revision", "a whole number, at least 0", func(ev *eventstore.Event, raw []byte) bool {
		n, ok := number(raw)
		ev.Revision = eventstore.Revision(n)
		return ok && n <= math.MaxInt64
	}},
	{"id", "a UUID", func(ev *eventstore.Event, raw []byte) bool {
		s, ok := text(raw)
		id, err := eventstore.ParseID(s)
		ev.ID = id
		return ok && err == nil
	}},
	{"type", "a text", func(ev *eventstore.Event, raw []byte) (ok bool) {
		ev.Type, ok = text(raw)
		return ok && ev.Type != ""
	}},
	{"created", "a time as 2006-01-02T15:04:05.1234567Z, or the number of 100 ns since 1970", func(ev *eventstore.Event, raw []byte) (ok bool) {
		ev.Recorded, ok = instant(raw)
		return ok
	}},
	{"content_type", "a text, empty where there is none", func(ev *eventstore.Event, raw []byte) (ok bool) {
		ev.ContentType, ok = text(raw)
		return ok
	}},
	{"data_base64", "base64", func(ev *eventstore.Event, raw []byte) (ok bool) {
		ev.Data, ok = decoded(raw)
		return ok
	}},
	{"metadata_base64", "base64", func(ev *eventstore.Event, raw []byte) (ok bool) {
		ev.Metadata, ok = decoded(raw)
		return ok
	}},
}

// parse reads one line. Members it does not know it leaves alone.
func parse(line []byte) (ev eventstore.Event, err error) {
	if !utf8.Valid(line) {
		return ev, fmt.Errorf("%w: the line is not UTF-8", ErrMalformed)
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(line, &object); err != nil {
		return ev, fmt.Errorf("%w: the line is no JSON object: %w", ErrMalformed, err)
	}
	for i := range members {
		m := &members[i]
		raw, there := object[m.name]
		if !there {
			return ev, fmt.Errorf("%w: %q is missing: %s", ErrMalformed, m.name, m.want)
		}
		if !m.read(&ev, raw) {
			return ev, fmt.Errorf("%w: %q is %s, want %s", ErrMalformed, m.name, shortened(raw), m.want)
		}
	}
	return ev, nil
}

func shortened(raw []byte) string {
	if len(raw) > 80 {
		return strings.ToValidUTF8(string(raw[:80]), "") + "…"
	}
	return string(raw)
}

// text refuses what JSON can say and a name cannot hold: half a surrogate pair.
func text(raw []byte) (string, bool) {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	const unknown = "\uFFFD"
	n := strings.Count(s, unknown)
	if n > 0 && n > bytes.Count(raw, []byte(unknown))+bytes.Count(bytes.ToLower(raw), []byte(`\ufffd`)) {
		return "", false
	}
	return s, true
}

// digits are of a number, or of a text: JavaScript writes large ones so.
func digits(raw []byte) string {
	if n := len(raw); n > 2 && raw[0] == '"' && raw[n-1] == '"' {
		raw = raw[1 : n-1]
	}
	return string(raw)
}

func number(raw []byte) (uint64, bool) {
	s := digits(raw)
	n, err := strconv.ParseUint(s, 10, 64)
	return n, err == nil
}

const ticksASecond = 10_000_000

func instant(raw []byte) (time.Time, bool) {
	if ticks, err := strconv.ParseInt(digits(raw), 10, 64); err == nil {
		return time.Unix(ticks/ticksASecond, ticks%ticksASecond*100).UTC(), true
	}
	s, ok := text(raw)
	var t time.Time
	if !ok || t.UnmarshalText([]byte(s)) != nil || t.Nanosecond()%100 != 0 {
		return t, false
	}
	return t.UTC(), true
}

func decoded(raw []byte) ([]byte, bool) {
	if string(raw) == "null" {
		return []byte{}, true
	}
	s, ok := text(raw)
	if !ok {
		return nil, false
	}
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	return b, err == nil
}
