package eventstore

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// plan tells where in the JSON of a payload sealed values are. It follows the
// payload's type; where nothing below is sealed there is no plan.
type plan struct {
	seal   *seal            // this value
	fields map[string]*plan // of an object, by name
	each   *plan            // of every element of a list, every value of a map
}

// seal is a field that is sealed. The tag reads
//
//	sealed:"<name of the top-level field with the subject's id>[,since=<version>][,as=<path>]"
//
// since is the first version of the event that seals the field (default 1): older
// ones hold it in the clear. as is the path under which the field was sealed
// before it moved; the path is part of the seal and never changes.
type seal struct {
	subject string
	path    string
	since   int
}

var (
	marshaler     = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// planFor reads the tags of a payload type; nil when it seals nothing.
func planFor(t reflect.Type, version int) (*plan, error) {
	p, err := planOf(t, "", nil)
	if p == nil || err != nil {
		return nil, err
	}
	subjects := map[string]bool{}
	if t.Kind() == reflect.Struct {
		topStrings(t, subjects)
	}
	return p, p.check(subjects, version)
}

// check refuses tags that cannot be followed.
func (p *plan) check(subjects map[string]bool, version int) error {
	var faults []error
	if s := p.seal; s != nil {
		if !subjects[s.subject] {
			faults = append(faults, fmt.Errorf("field %s is sealed for %q, which is no open top-level text field", s.path, s.subject))
		}
		if s.since < 1 || s.since > version {
			faults = append(faults, fmt.Errorf("field %s is sealed since version %d, the newest is %d", s.path, s.since, version))
		}
	}
	for _, sub := range p.fields {
		faults = append(faults, sub.check(subjects, version))
	}
	if p.each != nil {
		faults = append(faults, p.each.check(subjects, version))
	}
	return errors.Join(faults...)
}

func planOf(t reflect.Type, path string, above []reflect.Type) (*plan, error) {
	switch t.Kind() {
	case reflect.Pointer:
		return planOf(t.Elem(), path, above)
	case reflect.Slice, reflect.Array, reflect.Map:
		each, err := planOf(t.Elem(), path, above)
		if each == nil || err != nil {
			return nil, err
		}
		return &plan{each: each}, nil
	case reflect.Struct:
	default:
		return nil, nil
	}
	if slices.Contains(above, t) {
		return nil, nil // what it seals was found on the way down, and is refused there
	}
	p := &plan{fields: map[string]*plan{}}
	if err := p.members(t, path, append(above, t)); err != nil {
		return nil, err
	}
	if len(p.fields) == 0 {
		return nil, nil
	}
	if t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler) || t.Implements(textMarshaler) || reflect.PointerTo(t).Implements(textMarshaler) {
		return nil, fmt.Errorf("%s writes its own JSON, so its sealed fields cannot be found", t)
	}
	if contains(t, t, nil) {
		return nil, fmt.Errorf("%s contains itself and has sealed fields", t)
	}
	return p, nil
}

func (p *plan) members(t reflect.Type, path string, above []reflect.Type) error {
	for i := range t.NumField() {
		f := t.Field(i)
		name, inline, skip := jsonName(f)
		tag, sealed := f.Tag.Lookup("sealed")
		if sealed && (inline || skip) {
			return fmt.Errorf("%s.%s is sealed and has no name in JSON", t, f.Name)
		}
		switch {
		case skip:
		case inline:
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if slices.Contains(above, inner) {
				continue
			}
			if err := p.members(inner, path, append(above, inner)); err != nil {
				return err
			}
		case sealed:
			s, err := readTag(tag, join(path, name))
			if err != nil {
				return fmt.Errorf("%s.%s: %w", t, f.Name, err)
			}
			p.fields[name] = &plan{seal: s}
		default:
			sub, err := planOf(f.Type, join(path, name), above)
			if err != nil {
				return err
			}
			if sub != nil {
				p.fields[name] = sub
			}
		}
	}
	return nil
}

func readTag(tag, path string) (*seal, error) {
	parts := strings.Split(tag, ",")
	s := &seal{subject: parts[0], path: path, since: 1}
	for _, option := range parts[1:] {
		key, value, _ := strings.Cut(option, "=")
		var err error
		switch {
		case key == "since":
			s.since, err = strconv.Atoi(value)
		case key == "as" && value != "":
			s.path = value
		default:
			err = fmt.Errorf("option %q is unknown", option)
		}
		if err != nil {
			return nil, fmt.Errorf("tag sealed:%q: %w", tag, err)
		}
	}
	return s, nil
}

// jsonName is what encoding/json makes of a field.
func jsonName(f reflect.StructField) (name string, inline, skip bool) {
	tag := f.Tag.Get("json")
	if tag == "-" || !f.IsExported() && !f.Anonymous {
		return "", false, true
	}
	name, _, _ = strings.Cut(tag, ",")
	if name == "" && f.Anonymous {
		t := f.Type
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() == reflect.Struct {
			return "", true, false
		}
	}
	if !f.IsExported() {
		return "", false, true
	}
	if name == "" {
		name = f.Name
	}
	return name, false, false
}

// topStrings finds the open text fields of the payload itself.
func topStrings(t reflect.Type, into map[string]bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, inline, skip := jsonName(f)
		_, sealed := f.Tag.Lookup("sealed")
		switch {
		case inline && f.Type.Kind() == reflect.Struct:
			topStrings(f.Type, into)
		case !skip && !inline && !sealed && f.Type.Kind() == reflect.String:
			into[name] = true
		}
	}
}

// contains tells whether a value of type in can hold one of type t.
func contains(t, in reflect.Type, seen []reflect.Type) bool {
	switch in.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return in.Elem() == t || contains(t, in.Elem(), seen)
	case reflect.Struct:
		if slices.Contains(seen, in) {
			return false
		}
		for i := range in.NumField() {
			f := in.Field(i).Type
			if f == t || contains(t, f, append(seen, in)) {
				return true
			}
		}
	}
	return false
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
