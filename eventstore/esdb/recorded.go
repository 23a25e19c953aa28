package esdb

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"time"

	"minhbach/eventstore"
)

// A server stamps its own time on what it is given. An event that is brought from
// another log keeps the time of its recording in a wrapper around its metadata, since
// the ledger's leaf says it; reading takes the wrapper off again and gives back the
// metadata byte for byte. Two forms:
//
//	{"v":1,…,"$recorded":"2026-03-02T07:30:00.1234567Z"}   a member at the end of a JSON object
//	{"$metadata":"<base64>","$recorded":"…"}               around anything else
//
// The second may also have "$content_type", where a server knows only JSON and bytes.
// Whoever may write to the server could write such a wrapper as well; a time in it that
// is clearly later than the server's own is not believed.
const (
	clocksApart    = 24 * time.Hour
	recordedForm   = "2006-01-02T15:04:05.0000000Z"
	recordedMember = `,"$recorded":"`
	recordedEnd    = `"}`
	recordedTail   = len(recordedMember) + len(recordedForm) + len(recordedEnd)
	wrappedHead    = `{"$metadata":"`
	wrappedType    = `","$content_type":`
)

// wrapRecorded puts the time of an event's first recording into its metadata. A content
// type that the server cannot hold goes there too.
func wrapRecorded(ev *eventstore.Event, native bool) []byte {
	at := ev.Recorded.UTC().AppendFormat(make([]byte, 0, len(recordedForm)), recordedForm)
	m := ev.Metadata
	if native && takesMember(m) {
		out := make([]byte, 0, len(m)+recordedTail)
		out = append(append(out, m[:len(m)-1]...), recordedMember...)
		return append(append(out, at...), recordedEnd...)
	}
	out := make([]byte, 0, len(wrappedHead)+base64.StdEncoding.EncodedLen(len(m))+recordedTail)
	out = base64.StdEncoding.AppendEncode(append(out, wrappedHead...), m)
	if native {
		out = append(out, '"')
	} else {
		name, _ := json.Marshal(ev.ContentType) // a string cannot fail
		out = append(append(out, wrappedType...), name...)
	}
	out = append(append(out, recordedMember...), at...)
	return append(out, recordedEnd...)
}

// takesMember: a JSON object with at least one member and none of ours, so that one more
// can stand at its end and come off without a trace.
func takesMember(m []byte) bool {
	if len(m) < 2 || m[0] != '{' || m[len(m)-1] != '}' || bytes.Contains(m, []byte(`"$recorded"`)) || bytes.Contains(m, []byte(`"$metadata"`)) {
		return false
	}
	return len(bytes.TrimSpace(m[1:len(m)-1])) > 0 && json.Valid(m)
}

// unwrapRecorded gives an event that was copied its own time and metadata back, and
// leaves every other event as it is.
func unwrapRecorded(ev *eventstore.Event) {
	m := ev.Metadata
	cut := len(m) - recordedTail
	if cut < 1 || m[0] != '{' || string(m[cut:cut+len(recordedMember)]) != recordedMember || string(m[len(m)-len(recordedEnd):]) != recordedEnd {
		return
	}
	text := string(m[cut+len(recordedMember) : len(m)-len(recordedEnd)])
	at, err := time.Parse(recordedForm, text)
	if err != nil || at.Format(recordedForm) != text || at.After(ev.Recorded.Add(clocksApart)) {
		return
	}
	if rest, wrapped := bytes.CutPrefix(m[:cut], []byte(wrappedHead)); wrapped {
		end := bytes.IndexByte(rest, '"')
		if end < 0 {
			return
		}
		original, err := base64.StdEncoding.Strict().DecodeString(string(rest[:end]))
		if err != nil {
			return
		}
		if rest = rest[end:]; string(rest) != `"` {
			var name string
			quoted, typed := bytes.CutPrefix(rest, []byte(wrappedType))
			if !typed || json.Unmarshal(quoted, &name) != nil {
				return
			}
			ev.ContentType = name
		}
		ev.Metadata, ev.Recorded = original, at
		return
	}
	original := append(m[:cut:cut], '}')
	if !takesMember(original) {
		return
	}
	ev.Metadata, ev.Recorded = original, at
}
