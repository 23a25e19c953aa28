package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"

	"minhbach/eventstore"
)

// LeafVersion is the form of leaves that this program writes.
const LeafVersion = 1

// Header is what a leaf says of one event. It leaves out the position, which is the
// engine's, and has the number of the leaf instead, so one history has one tree on
// every engine.
type Header struct {
	Index       uint64 // number of the leaf, from 0
	Stream      string
	Revision    eventstore.Revision
	ID          eventstore.ID
	Type        string
	ContentType string
	Recorded    time.Time // UTC, to 100 ns
	Data        tlog.Hash // Commit(salt, data)
	Meta        tlog.Hash // Commit(salt, metadata)
}

// ErrLeaf: bytes that are no leaf of a version this program knows.
var ErrLeaf = errors.New("ledger: not a leaf")

// RecordedForm is how a leaf writes a time: RFC 3339 in UTC, always seven decimals.
const RecordedForm = "2006-01-02T15:04:05.0000000Z"

// HeaderOf an event at a leaf number.
func HeaderOf(index uint64, ev eventstore.Event) Header {
	data, meta := Salts(ev.Metadata)
	return Header{
		Index: index, Stream: ev.Stream, Revision: RevisionInLeaf(&ev), ID: ev.ID, Type: ev.Type, ContentType: ev.ContentType,
		Recorded: ev.Recorded.UTC(), Data: Commit(data, ev.Data), Meta: Commit(meta, ev.Metadata),
	}
}

// RevisionInLeaf of an event. The end of a stream has the highest there is
// on an EventStoreDB server and the next one in the embedded log: leaves say the former.
func RevisionInLeaf(ev *eventstore.Event) eventstore.Revision {
	if ev.Type == eventstore.TypeStreamDeleted {
		return math.MaxInt64
	}
	return ev.Revision
}

// Append writes the leaf: JSON in the form of RFC 8785 (members sorted by name, no
// white space).
func (h Header) Append(b []byte) []byte {
	b = append(b, `{"content_type":`...)
	b = quote(b, h.ContentType)
	b = append(b, `,"data":"`...)
	b = hex.AppendEncode(b, h.Data[:])
	b = append(b, `","id":"`...)
	b = append(b, h.ID.String()...)
	b = append(b, `","index":`...)
	b = strconv.AppendUint(b, h.Index, 10)
	b = append(b, `,"meta":"`...)
	b = hex.AppendEncode(b, h.Meta[:])
	b = append(b, `","recorded":"`...)
	b = h.Recorded.UTC().AppendFormat(b, RecordedForm)
	b = append(b, `","revision":`...)
	b = strconv.AppendInt(b, int64(h.Revision), 10)
	b = append(b, `,"stream":`...)
	b = quote(b, h.Stream)
	b = append(b, `,"type":`...)
	b = quote(b, h.Type)
	b = append(b, `,"v":`...)
	b = strconv.AppendInt(b, LeafVersion, 10)
	return append(b, '}')
}

// Leaf is Append on its own.
func (h Header) Leaf() []byte { return h.Append(make([]byte, 0, 448)) }

// ParseLeaf reads a leaf and refuses every other way to write the same header.
func ParseLeaf(leaf []byte) (Header, error) {
	var raw struct {
		ContentType string `json:"content_type"`
		Data        string `json:"data"`
		ID          string `json:"id"`
		Index       uint64 `json:"index"`
		Meta        string `json:"meta"`
		Recorded    string `json:"recorded"`
		Revision    int64  `json:"revision"`
		Stream      string `json:"stream"`
		Type        string `json:"type"`
		V           int    `json:"v"`
	}
	if err := json.Unmarshal(leaf, &raw); err != nil {
		return Header{}, fmt.Errorf("%w: %w", ErrLeaf, err)
	}
	h := Header{Index: raw.Index, Stream: raw.Stream, Revision: eventstore.Revision(raw.Revision), Type: raw.Type, ContentType: raw.ContentType}
	var errs [4]error
	h.ID, errs[0] = eventstore.ParseID(raw.ID)
	h.Recorded, errs[1] = time.Parse(RecordedForm, raw.Recorded)
	errs[2] = parseHash(&h.Data, raw.Data)
	errs[3] = parseHash(&h.Meta, raw.Meta)
	if err := errors.Join(errs[:]...); err != nil {
		return Header{}, fmt.Errorf("%w: %w", ErrLeaf, err)
	}
	if raw.V != LeafVersion || string(h.Leaf()) != string(leaf) {
		return Header{}, fmt.Errorf("%w of version %d in its one form", ErrLeaf, LeafVersion)
	}
	return h, nil
}

func parseHash(into *tlog.Hash, s string) error {
	if len(s) != 2*len(into) {
		return fmt.Errorf("%q is not a SHA-256", s)
	}
	_, err := hex.Decode(into[:], []byte(s))
	return err
}

// Commit is SHA-256 over the salt and then the bytes.
func Commit(salt, content []byte) (c tlog.Hash) {
	h := sha256.New()
	h.Write(salt)
	h.Write(content)
	h.Sum(c[:0])
	return c
}

// The end of every envelope that eventstore.Codec writes.
const (
	saltDigits = 32
	saltData   = `,"salt_d":"`
	saltMeta   = `","salt_m":"`
	saltEnd    = `"}`
	saltTail   = len(saltData) + saltDigits + len(saltMeta) + saltDigits + len(saltEnd)
)

// Salts of an event's commitments: the last bytes of its envelope, which read
// ,"salt_d":"32 hex digits","salt_m":"32 hex digits"} and nothing else. An envelope
// that ends otherwise, such as a foreign writer's, has none: its commitments are
// plain hashes.
func Salts(metadata []byte) (data, meta []byte) {
	var room [saltDigits]byte
	both := readSalts(metadata, &room)
	if both == nil {
		return nil, nil
	}
	return both[:saltDigits/2], both[saltDigits/2:]
}

const hexDigits = "0123456789abcdef"

// quote writes a string as RFC 8785 section 3.2.2.2 asks. Bytes that are no UTF-8
// become U+FFFD, so such a name cannot be told from another: engines refuse them.
func quote(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= 0x20 && c < utf8.RuneSelf:
			b = append(b, c)
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += n
			continue
		case c == '\b':
			b = append(b, '\\', 'b')
		case c == '\f':
			b = append(b, '\\', 'f')
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\r':
			b = append(b, '\\', 'r')
		case c == '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
	}
	return append(b, '"')
}
