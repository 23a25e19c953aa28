package archive

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"time"

	"minhbach/eventstore"
	"minhbach/eventstore/ledger"
)

// Row is an event in a bag.
type Row struct {
	Index    uint64 // number of its leaf
	Event    eventstore.Event
	SaltData []byte // of a row whose envelope is not disclosed
}

// Whole is the row of an event with its envelope, which of a foreign writer's may be
// empty.
func Whole(index uint64, ev eventstore.Event) Row {
	if ev.Metadata == nil {
		ev.Metadata = []byte{}
	}
	return Row{Index: index, Event: ev}
}

// DataOnly is the row of an event whose envelope is not disclosed: its data, and the
// salt that the commitment to the data takes.
func DataOnly(index uint64, ev eventstore.Event) Row {
	salt, _ := ledger.Salts(ev.Metadata)
	ev.Metadata = nil
	return Row{Index: index, Event: ev, SaltData: salt}
}

// line is the form of a row in events.jsonl.
type line struct {
	Index       uint64  `json:"index"`
	Position    uint64  `json:"position"`
	Stream      string  `json:"stream"`
	Revision    int64   `json:"revision"`
	ID          string  `json:"id"`
	Type        string  `json:"type"`
	Created     string  `json:"created"`
	ContentType string  `json:"content_type"`
	Data        *string `json:"data_base64"`
	Metadata    *string `json:"metadata_base64,omitempty"`
	SaltData    string  `json:"salt_data,omitempty"`
}

// appendLine writes a row with its line feed.
func (r Row) appendLine(b []byte) []byte {
	text := func(name, value string) {
		b = append(b, name...)
		quoted, _ := json.Marshal(value) // a string cannot fail
		b = append(b, quoted...)
	}
	b = append(b, `{"index":`...)
	b = strconv.AppendUint(b, r.Index, 10)
	b = append(b, `,"position":`...)
	b = strconv.AppendUint(b, uint64(r.Event.Position), 10)
	text(`,"stream":`, r.Event.Stream)
	b = append(b, `,"revision":`...)
	b = strconv.AppendInt(b, int64(r.Event.Revision), 10)
	text(`,"id":`, r.Event.ID.String())
	text(`,"type":`, r.Event.Type)
	b = append(b, `,"created":"`...)
	b = r.Event.Recorded.UTC().AppendFormat(b, recordedForm)
	b = append(b, '"')
	text(`,"content_type":`, r.Event.ContentType)
	b = append(b, `,"data_base64":"`...)
	b = base64.StdEncoding.AppendEncode(b, r.Event.Data)
	b = append(b, '"')
	if r.Event.Metadata != nil {
		b = append(b, `,"metadata_base64":"`...)
		b = base64.StdEncoding.AppendEncode(b, r.Event.Metadata)
		b = append(b, '"')
	}
	if r.SaltData != nil {
		b = append(b, `,"salt_data":"`...)
		b = hex.AppendEncode(b, r.SaltData)
		b = append(b, '"')
	}
	return append(b, '}', '\n')
}

// maxLine bounds a line: an event of 1 MiB in base64, and as much again.
const maxLine = 4 << 20

// ErrRow: a line that is no event of a bag.
var ErrRow = errors.New("archive: not an event of a bag")

// parseLine reads a line and refuses every other way to write the same row.
func parseLine(raw []byte) (Row, error) {
	var l line
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return Row{}, fmt.Errorf("%w: %w", ErrRow, err)
	}
	if l.Data == nil {
		return Row{}, fmt.Errorf("%w: it has no data_base64", ErrRow)
	}
	r := Row{Index: l.Index}
	r.Event = eventstore.Event{
		Stream: l.Stream, Revision: eventstore.Revision(l.Revision), Position: eventstore.Position(l.Position), Type: l.Type, ContentType: l.ContentType,
	}
	var errs [5]error
	r.Event.ID, errs[0] = eventstore.ParseID(l.ID)
	r.Event.Recorded, errs[1] = time.Parse(recordedForm, l.Created)
	r.Event.Data, errs[2] = base64.StdEncoding.Strict().DecodeString(*l.Data)
	if l.Metadata != nil {
		r.Event.Metadata, errs[3] = base64.StdEncoding.Strict().DecodeString(*l.Metadata)
	}
	if l.SaltData != "" {
		r.SaltData, errs[4] = hex.DecodeString(l.SaltData)
	}
	if err := errors.Join(errs[:]...); err != nil {
		return Row{}, fmt.Errorf("%w: %w", ErrRow, err)
	}
	if !bytes.Equal(r.appendLine(nil), append(bytes.Clone(raw), '\n')) {
		return Row{}, fmt.Errorf("%w in its one form", ErrRow)
	}
	return r, nil
}

// ReadRows reads events.jsonl; rows ascend by index and by position. The reading
// ends with the first error.
func ReadRows(r io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, 64<<10), maxLine)
		lines.Split(wholeLines)
		var last *Row
		for n := 1; lines.Scan(); n++ {
			row, err := parseLine(lines.Bytes())
			if err == nil && last != nil && (row.Index <= last.Index || row.Event.Position <= last.Event.Position) {
				err = fmt.Errorf("%w: it does not come behind leaf %d", ErrRow, last.Index)
			}
			if err != nil {
				yield(Row{}, fmt.Errorf("line %d: %w", n, err))
				return
			}
			if !yield(row, nil) {
				return
			}
			last = &Row{Index: row.Index, Event: eventstore.Event{Position: row.Event.Position}}
		}
		if err := lines.Err(); err != nil {
			yield(Row{}, fmt.Errorf("%w: %w", ErrRow, err))
		}
	}
}

// wholeLines refuses a last line that was cut short.
func wholeLines(data []byte, end bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if end && len(data) > 0 {
		return 0, nil, errors.New("the last line is cut short")
	}
	return 0, nil, nil
}
