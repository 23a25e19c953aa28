package node_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/eventstore"
	"minhbach/internal/node"
)

var update = flag.Bool("update", false, "write golden files that are missing and add lines to the lock")

// TestEveryVersionEverWrittenIsRead decodes the golden file of each version of each
// event, and compares what the newest version writes with its golden file. Golden
// files are never changed: a changed shape is a new version with an upcast.
func TestEveryVersionEverWrittenIsRead(t *testing.T) {
	codec, err := node.Codec(eventstore.WithSealer(labels{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range node.Events() {
		sample := filled(e)
		draft, err := codec.Encode(eventstore.ID{1}, sample, eventstore.Metadata{})
		if err != nil {
			t.Fatal(err)
		}
		var shown bytes.Buffer
		if err := json.Indent(&shown, draft.Data, "", "  "); err != nil {
			t.Fatal(err)
		}
		written := append(shown.Bytes(), '\n')
		for v := 1; v <= e.EventVersion(); v++ {
			path := filepath.Join("testdata", "events", fmt.Sprintf("%s.v%d.json", e.EventType(), v))
			golden, err := os.ReadFile(path)
			if os.IsNotExist(err) && *update && v == e.EventVersion() {
				if err := os.WriteFile(path, written, 0o644); err != nil {
					t.Fatal(err)
				}
				golden, err = written, nil
			}
			if err != nil {
				t.Errorf("%s version %d has no golden file; run the test with -update", e.EventType(), v)
				continue
			}
			got, err := codec.DecodeData(e.EventType(), v, golden)
			if err != nil {
				t.Errorf("%s version %d: %v", e.EventType(), v, err)
				continue
			}
			if v == e.EventVersion() {
				if string(golden) != string(written) {
					t.Errorf("%s version %d is written differently now; give the new shape a new version and an upcast.\nwas:\n%s\nis:\n%s", e.EventType(), v, golden, written)
				}
				if !reflect.DeepEqual(got, sample) {
					t.Errorf("%s does not come back as it was written:\n%+v\n%+v", e.EventType(), got, sample)
				}
			}
		}
	}
}

// labels seals by writing for whom, in which event and field: golden files show that
// none of these changes, since old values would then no longer open.
type labels struct{}

func (labels) Seal(subject, event, field string, plain []byte) ([]byte, error) {
	return fmt.Appendf(nil, "%s %s %s: %s", subject, event, field, plain), nil
}

func (labels) Open(subject, event, field string, sealed []byte) ([]byte, error) {
	plain, ok := strings.CutPrefix(string(sealed), subject+" "+event+" "+field+": ")
	if !ok {
		return nil, eventstore.ErrBroken
	}
	return []byte(plain), nil
}

// TestLock fails when the shape of a stored version changes, even where no golden
// file shows it. Lines are only ever added.
func TestLock(t *testing.T) {
	const path = "testdata/events.lock"
	raw, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	locked := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		if name, shape, ok := strings.Cut(line, ": "); ok {
			locked[name] = shape
		}
	}
	for _, e := range node.Events() {
		name := fmt.Sprintf("%s v%d", e.EventType(), e.EventVersion())
		shape := shapeOf(reflect.TypeOf(e))
		switch was, ok := locked[name]; {
		case !ok && *update:
			locked[name] = shape
		case !ok:
			t.Errorf("%s is not locked; run the test with -update", name)
		case was != shape:
			t.Errorf("%s changed its shape without a new version:\n  was %s\n  is  %s", name, was, shape)
		}
	}
	if *update {
		var lines []string
		for name, shape := range locked {
			lines = append(lines, name+": "+shape)
		}
		slices.Sort(lines)
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// shapeOf is a type as JSON shows it: field names and types, in order.
func shapeOf(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "instant"
	case t == reflect.TypeFor[calendar.Date]():
		return "date"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "?" + shapeOf(t.Elem())
	case reflect.Slice:
		return "[" + shapeOf(t.Elem()) + "]"
	case reflect.Map:
		return "map<" + shapeOf(t.Key()) + "," + shapeOf(t.Elem()) + ">"
	case reflect.Struct:
		var fields []string
		for i := range t.NumField() {
			f := t.Field(i)
			name := f.Tag.Get("json")
			if f.Anonymous && name == "" {
				name = "…"
			}
			shape := shapeOf(f.Type)
			if tag, ok := f.Tag.Lookup("sealed"); ok {
				shape = "sealed<" + tag + "," + shape + ">"
			}
			fields = append(fields, name+" "+shape)
		}
		return "{" + strings.Join(fields, "; ") + "}"
	}
	return t.Kind().String()
}

// filled is the event with something in every field, always the same.
func filled(e domain.Event) domain.Event {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	fill(v, reflect.TypeOf(e).Name())
	return v.Interface().(domain.Event)
}

func fill(v reflect.Value, name string) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2019, 4, 19, 1, 2, 3, 456000, time.UTC)))
		return
	case calendar.Date:
		v.Set(reflect.ValueOf(calendar.MustParse("2019-04-19")))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.ToLower(name))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint64:
		v.SetUint(7)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), name)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, "key")
		fill(value, name)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Field(i).Name)
		}
	default:
		panic("fill: " + v.Type().String())
	}
}
