package eventstore

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Payload is the data of an event in its newest shape. Types name their stored
// name and version themselves; Go names never reach the log. It is an alias so
// that the domain, which does not know this package, can declare the same type.
type Payload = interface {
	EventType() string
	EventVersion() int
}

// Upcast turns the data of version From of an event type into version From+1. It
// must be pure.
type Upcast struct {
	Type string
	From int
	Func func(json.RawMessage) (json.RawMessage, error)
}

var (
	// ErrUnknownType: the log holds an event type this program does not know.
	ErrUnknownType = errors.New("eventstore: unknown event type")
	// ErrUnknownVersion: an event was written by a newer program.
	ErrUnknownVersion = errors.New("eventstore: event version is newer than this program")
	// ErrMalformed: the data of an event does not fit its type.
	ErrMalformed = errors.New("eventstore: malformed event data")
	// ErrStranger: this program did not write the event, because it has no envelope. On a
	// log that others append to it is passed over, whatever its type and stream are.
	ErrStranger = errors.New("eventstore: event of somebody else")
)

// Codec turns payloads into drafts and events into facts. It refuses strangers:
// what was not registered is neither written nor read. It is safe for concurrent
// use once built.
type Codec struct {
	kinds  map[string]kind
	sealer Sealer
}

type kind struct {
	version int
	zero    reflect.Type
	upcasts map[int]func(json.RawMessage) (json.RawMessage, error)
	plan    *plan // of sealed fields; nil as a rule
}

// NewCodec registers payload types, one zero value each, and the upcasts between
// their versions. Two payloads under one name, an upcast for an unknown type, a
// gap in a chain from version 1 to the newest, or a tag sealed that names nobody is
// an error.
func NewCodec(payloads []Payload, upcasts []Upcast, options ...CodecOption) (*Codec, error) {
	c := &Codec{kinds: map[string]kind{}}
	for _, o := range options {
		o(c)
	}
	var faults []error
	for _, p := range payloads {
		name, version := p.EventType(), p.EventVersion()
		if _, dup := c.kinds[name]; dup {
			faults = append(faults, fmt.Errorf("event type %q is registered twice", name))
			continue
		}
		if version < 1 || name == "" || strings.ToLower(name) != name || !strings.Contains(name, ".") {
			faults = append(faults, fmt.Errorf("event type %q version %d: want a dotted lower-case name and a version from 1", name, version))
		}
		plan, err := planFor(reflect.TypeOf(p), version)
		if err != nil {
			faults = append(faults, fmt.Errorf("event type %q: %w", name, err))
		}
		c.kinds[name] = kind{version: version, zero: reflect.TypeOf(p), upcasts: map[int]func(json.RawMessage) (json.RawMessage, error){}, plan: plan}
	}
	for _, u := range upcasts {
		k, ok := c.kinds[u.Type]
		switch {
		case !ok:
			faults = append(faults, fmt.Errorf("upcast of unknown event type %q", u.Type))
		case u.From < 1 || u.From >= k.version || k.upcasts[u.From] != nil:
			faults = append(faults, fmt.Errorf("upcast of %q from version %d does not fit newest version %d", u.Type, u.From, k.version))
		default:
			k.upcasts[u.From] = u.Func
		}
	}
	for name, k := range c.kinds {
		for v := 1; v < k.version; v++ {
			if k.upcasts[v] == nil {
				faults = append(faults, fmt.Errorf("event type %q has no upcast from version %d", name, v))
			}
		}
	}
	return c, errors.Join(faults...)
}

// Types lists the registered names, sorted.
func (c *Codec) Types() []string {
	names := make([]string, 0, len(c.kinds))
	for name := range c.kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Encode makes a draft of a payload. The envelope's version and salts are set here,
// and personal fields are sealed: ErrNoSealer when nothing can, ErrErased when the
// person's key was destroyed.
func (c *Codec) Encode(id ID, p Payload, meta Metadata) (Draft, error) {
	k, ok := c.kinds[p.EventType()]
	if !ok || k.zero != reflect.TypeOf(p) {
		return Draft{}, fmt.Errorf("%w: %q as %T", ErrUnknownType, p.EventType(), p)
	}
	data, err := json.Marshal(p)
	if err != nil {
		return Draft{}, fmt.Errorf("encoding %s: %w", p.EventType(), err)
	}
	if k.plan != nil {
		if data, err = c.seal(k, p.EventType(), data); err != nil {
			return Draft{}, fmt.Errorf("encoding %s: %w", p.EventType(), err)
		}
	}
	meta.Version, meta.SaltData, meta.SaltMeta = k.version, newSalt(), newSalt()
	metadata, err := json.Marshal(meta)
	if err != nil {
		return Draft{}, fmt.Errorf("encoding envelope of %s: %w", p.EventType(), err)
	}
	return Draft{ID: id, Type: p.EventType(), Data: data, Metadata: metadata}, nil
}

// Fact is a decoded event.
type Fact struct {
	ID       ID
	Stream   string
	Revision Revision
	Position Position
	Recorded time.Time
	Meta     Metadata
	Payload  Payload // in its newest shape

	// Erased: at least one sealed field is gone for ever, because the key of the
	// person it is about was destroyed; it has its zero value in Payload. Sealed:
	// at least one cannot be opened here and has its zero value. A read model shows
	// such a field as erased or sealed, never as if it were empty, and is rebuilt
	// after an erasure or when the key has come back.
	Erased, Sealed bool
}

// Decode reads an event, upcasting older versions.
func (c *Codec) Decode(ev Event) (Fact, error) {
	f := Fact{ID: ev.ID, Stream: ev.Stream, Revision: ev.Revision, Position: ev.Position, Recorded: ev.Recorded}
	if err := json.Unmarshal(ev.Metadata, &f.Meta); err != nil {
		return f, fmt.Errorf("%w: %w: envelope of %s at position %d: %w", ErrStranger, ErrMalformed, ev.Type, ev.Position, err)
	}
	if f.Meta.Version < 1 {
		return f, fmt.Errorf("%w: %w: %s without a version at position %d", ErrStranger, ErrUnknownVersion, ev.Type, ev.Position)
	}
	k, ok := c.kinds[ev.Type]
	if !ok {
		return f, fmt.Errorf("%w: %q at position %d", ErrUnknownType, ev.Type, ev.Position)
	}
	if f.Meta.Version > k.version {
		return f, fmt.Errorf("%w: %s version %d at position %d", ErrUnknownVersion, ev.Type, f.Meta.Version, ev.Position)
	}
	p, was, err := c.payload(k, ev.Type, ev.Data, f.Meta.Version)
	var vault *unopened
	if errors.As(err, &vault) {
		return f, fmt.Errorf("opening %s at position %d: %w", ev.Type, ev.Position, err)
	}
	if err != nil {
		return f, fmt.Errorf("%w: %s version %d at position %d: %w", ErrMalformed, ev.Type, f.Meta.Version, ev.Position, err)
	}
	f.Payload, f.Erased, f.Sealed = p, was.erased, was.sealed
	return f, nil
}

// DecodeData reads bare data of a known type and version, as golden files hold it.
func (c *Codec) DecodeData(name string, version int, data []byte) (Payload, error) {
	k, ok := c.kinds[name]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknownType, name)
	}
	if version < 1 || version > k.version {
		return nil, fmt.Errorf("%w: %s version %d", ErrUnknownVersion, name, version)
	}
	p, _, err := c.payload(k, name, data, version)
	return p, err
}

func (c *Codec) payload(k kind, name string, data []byte, version int) (Payload, found, error) {
	for v := version; v < k.version; v++ {
		var err error
		if data, err = k.upcasts[v](data); err != nil {
			return nil, found{}, fmt.Errorf("upcast from version %d: %w", v, err)
		}
	}
	var was found
	if k.plan != nil {
		var err error
		if data, was, err = c.open(k, name, version, data); err != nil {
			return nil, was, err
		}
	}
	target := reflect.New(k.zero)
	if err := json.Unmarshal(data, target.Interface()); err != nil {
		return nil, was, err
	}
	return target.Elem().Interface().(Payload), was, nil
}
