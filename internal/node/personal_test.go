package node_test

import (
	"encoding"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/internal/node"
)

// suspect are the words in names of fields that tell of a person or take free text.
// A word counts alone or as a part between underscores.
var suspect = words(`
	name names full first last middle nick alias login user username person persons people citizen applicant sender
	author authors creator contributor sponsor owner responsible signer signed signature witness party holder
	email mail mails phone phones telephone mobile tel fax address addresses contact contacts
	identity passport card birth born sex gender age ethnic religion health bank salary relative spouse photo portrait
	note notes reason remark remarks message question answer comment comments text body summary intro description
	title label items reference opinion feedback petition request content abstract objective method function caption
	ten ho hoten nguoi tacgia email thu dienthoai dien thoai diachi dia chi cmnd cccd ngaysinh sinh gioitinh
	ghichu ghi lydo ly do noidung noi dung cauhoi cau hoi traloi tra loi ykien kien phananh`)

// about are the words that make everything below a field suspect.
var about = words(`contact contacts person persons people citizen applicant sender signer witness party`)

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

func holds(set map[string]bool, name string) bool {
	return set[strings.ReplaceAll(name, "_", "")] || slices.ContainsFunc(strings.Split(name, "_"), func(part string) bool { return set[part] })
}

// TestPersonalDataIsSealedOrReviewed walks every field of every event. One that
// looks as if it told of a person, or takes free text, or anything at all, is sealed
// or stands on a list with the reason why it may stay open.
func TestPersonalDataIsSealedOrReviewed(t *testing.T) {
	const path = "testdata/reviewed-fields.txt"
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	reviewed := map[string]string{}
	for i, line := range strings.Split(string(raw), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		field, why, ok := strings.Cut(line, ": ")
		if !ok || len(strings.Fields(field)) != 2 || len(why) < 20 {
			t.Errorf("%s:%d: want “type field: reason”, and a reason that says something", path, i+1)
			continue
		}
		if _, twice := reviewed[field]; twice {
			t.Errorf("%s:%d: %s stands there twice", path, i+1, field)
		}
		reviewed[field] = why
	}
	found, sealed := map[string]bool{}, 0
	for _, e := range node.Events() {
		for _, f := range personal(reflect.TypeOf(e), "", false, nil) {
			field := e.EventType() + " " + f.path
			found[field] = true
			_, listed := reviewed[field]
			switch {
			case f.sealed && listed:
				t.Errorf("%s is sealed; take it off %s", field, path)
			case f.sealed:
				sealed++
			case !listed:
				t.Errorf("%s looks like personal data: seal it for the person it is about (tag sealed), or say in %s why it may stay open", field, path)
			}
		}
	}
	for field := range reviewed {
		if !found[field] {
			t.Errorf("%s: %s is no field that needs a review (any more)", path, field)
		}
	}
	if sealed < 5 || len(found) < 50 {
		t.Errorf("only %d fields looked at, %d sealed: the test looks in the wrong place", len(found), sealed)
	}
}

type looked struct {
	path   string
	sealed bool
}

var texts = reflect.TypeFor[encoding.TextMarshaler]()

// personal lists the fields of a type that need sealing or a review.
func personal(t reflect.Type, path string, suspected bool, above []reflect.Type) []looked {
	switch {
	case t == reflect.TypeFor[json.RawMessage]() || t.Kind() == reflect.Interface || t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return []looked{{path, false}} // may hold anything
	case t == reflect.TypeFor[time.Time]() || t.Kind() == reflect.Struct && t.Implements(texts):
		return nil
	}
	switch t.Kind() {
	case reflect.String:
		if suspected {
			return []looked{{path, false}}
		}
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return personal(t.Elem(), path, suspected, above)
	case reflect.Struct:
		if slices.Contains(above, t) {
			return nil
		}
		var out []looked
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous && name == "" {
				out = append(out, personal(f.Type, path, suspected, append(above, t))...)
				continue
			}
			if name == "-" || !f.IsExported() {
				continue
			}
			if name == "" {
				name = strings.ToLower(f.Name)
			}
			below := name
			if path != "" {
				below = path + "." + name
			}
			if _, is := f.Tag.Lookup("sealed"); is {
				out = append(out, looked{below, true})
				continue
			}
			under := holds(suspect, name) || holds(suspect, strings.ToLower(f.Name))
			if inmost(f.Type).Kind() == reflect.Struct {
				under = holds(about, name)
			}
			out = append(out, personal(f.Type, below, suspected || under, append(above, t))...)
		}
		return out
	}
	return nil
}

// inmost is what a list, a map or a pointer is of.
func inmost(t reflect.Type) reflect.Type {
	for slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map}, t.Kind()) {
		t = t.Elem()
	}
	return t
}

// What the test above goes by is tried on a type of which everything is known.
func TestPersonalFieldsAreRecognised(t *testing.T) {
	type inner struct {
		Unit  string `json:"unit"`
		Email string `json:"email"`
	}
	type event struct {
		ID       string            `json:"id"`
		FullName string            `json:"full_name"`
		HoTen    *string           `json:"ho_ten"`
		LyDo     string            `json:"lydo"`
		Contact  inner             `json:"contact"`
		Plain    inner             `json:"place"`
		Others   []inner           `json:"others"`
		Answers  map[string]string `json:"answer"`
		Any      any               `json:"any"`
		Bytes    []byte            `json:"bytes"`
		Open     json.RawMessage   `json:"open"`
		Told     string            `json:"told" sealed:"id"`
		When     time.Time         `json:"birth"`
		Count    int               `json:"phones"`
	}
	var got []string
	for _, f := range personal(reflect.TypeFor[event](), "", false, nil) {
		if f.sealed {
			f.path += "!"
		}
		got = append(got, f.path)
	}
	want := []string{"full_name", "ho_ten", "lydo", "contact.unit", "contact.email", "place.email", "others.email", "answer", "any", "bytes", "open", "told!"}
	if !slices.Equal(got, want) {
		t.Errorf("found %v\nwant  %v", got, want)
	}
}
