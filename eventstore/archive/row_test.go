package archive

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"minhbach/eventstore"
)

// Whatever is read is written again byte for byte, so that a row has one form.
func FuzzRows(f *testing.F) {
	f.Add(Whole(3, eventstore.Event{Stream: "a-1", Position: 4, Type: "a.b", ContentType: "application/json", Recorded: noon, Data: []byte(`{"x":"đ"}`), Metadata: []byte("{}")}).appendLine(nil))
	f.Add(DataOnly(0, eventstore.Event{Stream: "a\"<\n", Revision: 7, Position: 1, Type: "a.b", Recorded: noon}).appendLine(nil))
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"index":1,"INDEX":2}` + "\n"))
	f.Add([]byte("\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var out []byte
		last := int64(-1)
		for r, err := range ReadRows(bytes.NewReader(raw)) {
			if err != nil {
				return
			}
			if int64(r.Index) <= last {
				t.Fatalf("leaf %d comes behind %d", r.Index, last)
			}
			last = int64(r.Index)
			out = r.appendLine(out)
		}
		if !bytes.Equal(out, raw) {
			t.Errorf("%q is written as %q", raw, out)
		}
	})
}

func TestRowsThatAreRefused(t *testing.T) {
	good := string(Whole(3, eventstore.Event{Stream: "a-1", Position: 4, Type: "a.b", ContentType: "application/json", Recorded: noon, Data: []byte("{}"), Metadata: []byte("{}")}).appendLine(nil))
	for name, raw := range map[string]string{
		"cut":            good[:len(good)-2],
		"no line feed":   good[:len(good)-1],
		"a member more":  strings.Replace(good, `{"index"`, `{"more":1,"index"`, 1),
		"twice a member": strings.Replace(good, `{"index":3`, `{"index":3,"index":3`, 1),
		"another case":   strings.Replace(good, `"stream"`, `"Stream"`, 1),
		"a blank":        strings.Replace(good, `:3,`, `: 3,`, 1),
		"a short time":   strings.Replace(good, `.1234560Z`, `.123456Z`, 1),
		"loose base64":   strings.Replace(good, `"e30="`, `"e31="`, 1),
		"no data":        strings.Replace(good, `"data_base64":"e30=",`, ``, 1),
		"two lines back": good + strings.Replace(good, `"index":3`, `"index":2`, 1),
		"too long":       `{"index":3,"stream":"` + strings.Repeat("x", maxLine) + `"}` + "\n",
	} {
		var last error
		for _, err := range ReadRows(strings.NewReader(raw)) {
			last = err
		}
		if last == nil {
			t.Errorf("%s is read", name)
		}
	}
}

func TestNamedFiles(t *testing.T) {
	a, b, c := strings.Repeat("a", 64), strings.Repeat("b", 64), strings.Repeat("c", 64)
	data, err := json.Marshal(map[string]any{
		"release": map[string]any{"file": map[string]string{"sha256": a}, "report": b, "sha256": "short"},
		"list":    []any{map[string]string{"attachment": c}}, "content": strings.Repeat("d", 64), "report": 7,
	})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, hash := range Named(data) {
		found[hash] = true
	}
	if len(found) != 3 || !found[a] || !found[b] || !found[c] {
		t.Errorf("%v", found)
	}
	if Named([]byte(`"sha256" and no JSON`)) != nil {
		t.Error("what is no JSON names files")
	}
}
