package ndjson

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"minhbach/eventstore"
)

// created is RFC 3339 with the 100 ns of EventStoreDB.
const created = "2006-01-02T15:04:05.0000000Z"

// line is an event as it is written; the order of the members is that of the file.
type line struct {
	Position    uint64 `json:"position"`
	Stream      string `json:"stream"`
	Revision    int64  `json:"revision"`
	ID          string `json:"id"`
	Type        string `json:"type"`
	Created     string `json:"created"`
	ContentType string `json:"content_type"`
	Data        []byte `json:"data_base64"`
	Metadata    []byte `json:"metadata_base64"`
}

// Write writes one line. It refuses what a reading would not give back exactly.
func Write(w io.Writer, ev eventstore.Event) error {
	at := ev.Recorded.UTC()
	switch {
	case !utf8.ValidString(ev.Stream) || !utf8.ValidString(ev.Type) || !utf8.ValidString(ev.ContentType):
		return fmt.Errorf("ndjson: position %d: a name is not UTF-8", ev.Position)
	case at.Nanosecond()%100 != 0 || at.Year() < 0 || at.Year() > 9999:
		return fmt.Errorf("ndjson: position %d: its time %s cannot be written to 100 ns", ev.Position, at)
	}
	text := json.NewEncoder(w)
	text.SetEscapeHTML(false)
	return text.Encode(line{uint64(ev.Position), ev.Stream, int64(ev.Revision), ev.ID.String(), ev.Type,
		at.Format(created), ev.ContentType, append([]byte{}, ev.Data...), append([]byte{}, ev.Metadata...)})
}

// LineError says where a file is wrong. Lines count from 1.
type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// ErrMalformed: a line is no event, or does not follow the one before it.
var ErrMalformed = errors.New("ndjson: not an event file")
