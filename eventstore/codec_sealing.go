package eventstore

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// CodecOption is a choice at NewCodec.
type CodecOption func(*Codec)

// WithSealer seals and opens the fields that carry the tag sealed. Without it
// payloads that have such fields cannot be written, and are read without them.
func WithSealer(s Sealer) CodecOption { return func(c *Codec) { c.sealer = s } }

// Seals lists the types that have sealed fields, each with the paths of these in
// their JSON.
func (c *Codec) Seals() map[string][]string {
	out := map[string][]string{}
	for name, k := range c.kinds {
		if k.plan != nil {
			out[name] = slices.Sorted(slices.Values(k.plan.paths("", nil)))
		}
	}
	return out
}

// found is what became of the sealed fields of one event.
type found struct{ erased, sealed bool }

// sealedValue is how a sealed value stands in the JSON of an event.
type sealedValue struct {
	Sealed *[]byte `json:"sealed"`
}

// blur is the step in which the lengths of sealed values grow: how long a name is
// must not show in the log. Blanks after a JSON value mean nothing.
const blur = 32

// seal replaces the plain values by sealed ones.
func (c *Codec) seal(k kind, event string, data []byte) ([]byte, error) {
	if c.sealer == nil {
		return nil, ErrNoSealer
	}
	subjects, err := subjectsOf(data)
	if err != nil {
		return nil, err
	}
	return k.plan.rewrite(data, func(s *seal, plain json.RawMessage) (json.RawMessage, error) {
		subject, err := subjects.id(s)
		if err != nil {
			return nil, err
		}
		padded := append(bytes.Clone(plain), bytes.Repeat([]byte{' '}, (blur-len(plain)%blur)%blur)...)
		sealed, err := c.sealer.Seal(subject, event, s.path, padded)
		if err != nil {
			return nil, fmt.Errorf("sealing %s: %w", s.path, err)
		}
		return json.Marshal(sealedValue{&sealed})
	})
}

// open puts plain values back; what has no key is left out. version is the one
// that was stored, data already has the newest shape.
func (c *Codec) open(k kind, event string, version int, data []byte) ([]byte, found, error) {
	var f found
	subjects, err := subjectsOf(data)
	if err != nil {
		return nil, f, err
	}
	data, err = k.plan.rewrite(data, func(s *seal, raw json.RawMessage) (json.RawMessage, error) {
		if version < s.since {
			return raw, nil
		}
		sealed, err := readSealed(raw)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", s.path, err)
		}
		subject, err := subjects.id(s)
		if err != nil {
			return nil, err
		}
		plain, err := []byte(nil), ErrNoKey
		if c.sealer != nil {
			plain, err = c.sealer.Open(subject, event, s.path, sealed)
		}
		switch {
		case errors.Is(err, ErrErased):
			f.erased = true
			return nil, nil
		case errors.Is(err, ErrNoKey):
			f.sealed = true
			return nil, nil
		case errors.Is(err, ErrBroken):
			return nil, fmt.Errorf("field %s: %w", s.path, err)
		case err != nil:
			return nil, &unopened{err}
		}
		return bytes.TrimRight(plain, " "), nil
	})
	return data, f, err
}

// unopened is a failure of the vault, not of the event: it may pass.
type unopened struct{ err error }

func (u *unopened) Error() string { return u.err.Error() }
func (u *unopened) Unwrap() error { return u.err }

// readSealed refuses everything but one sealed value, a plain one above all.
func readSealed(raw json.RawMessage) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	var v sealedValue
	if err := dec.Decode(&v); err != nil || v.Sealed == nil {
		return nil, errors.New("is not sealed") // the value itself stays out of messages
	}
	return *v.Sealed, nil
}

type subjects map[string]json.RawMessage

func subjectsOf(data []byte) (subjects, error) {
	var top subjects
	if err := json.Unmarshal(data, &top); err != nil {
		return nil, err
	}
	return top, nil
}

func (top subjects) id(s *seal) (string, error) {
	var id string
	if err := json.Unmarshal(top[s.subject], &id); err != nil || id == "" {
		return "", fmt.Errorf("field %s is sealed, but %s names nobody", s.path, s.subject)
	}
	return id, nil
}

// rewrite copies JSON and lets change replace the sealed places; a nil result
// leaves the member out.
func (p *plan) rewrite(data []byte, change func(*seal, json.RawMessage) (json.RawMessage, error)) ([]byte, error) {
	if p.seal != nil {
		return change(p.seal, data)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	first, err := dec.Token()
	if err != nil {
		return nil, err
	}
	open, ok := first.(json.Delim)
	if !ok || open == '[' && p.each == nil {
		return data, nil // null, or of a kind that the type refuses
	}
	var out bytes.Buffer
	out.WriteByte(byte(open))
	for dec.More() {
		sub, key := p.each, ""
		if open == '{' {
			token, err := dec.Token()
			if err != nil {
				return nil, err
			}
			key, _ = token.(string)
			if p.each == nil {
				sub = p.field(key)
			}
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		if sub != nil {
			changed, err := sub.rewrite(value, change)
			if err != nil {
				return nil, err
			}
			if changed == nil {
				continue
			}
			value = changed
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		if open == '{' {
			name, err := json.Marshal(key)
			if err != nil {
				return nil, err
			}
			out.Write(name)
			out.WriteByte(':')
		}
		out.Write(value)
	}
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("more than one JSON value")
	}
	out.WriteByte(byte(open) + 2) // ']' and '}' in ASCII
	return out.Bytes(), nil
}

// field finds a member as encoding/json does, letter case aside: a plain value
// must not slip past under another spelling.
func (p *plan) field(name string) *plan {
	if sub := p.fields[name]; sub != nil {
		return sub
	}
	for known, sub := range p.fields {
		if strings.EqualFold(known, name) {
			return sub
		}
	}
	return nil
}

func (p *plan) paths(path string, out []string) []string {
	if p.seal != nil {
		return append(out, path)
	}
	if p.each != nil {
		return p.each.paths(path, out)
	}
	for name, sub := range p.fields {
		out = sub.paths(join(path, name), out)
	}
	return out
}
