package ingest_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
)

func names(x *ingest.Examination) (all []string) {
	for _, c := range x.Reading.Columns {
		all = append(all, c.Path)
	}
	return all
}

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		name, in string
		path     string
		keys     []string
		rows     [][]any
	}{
		{"array of objects", `[{"a":1,"b":"x"},{"b":"y","a":2}]`, "", []string{"a", "b"}, [][]any{{int64(1), "x"}, {int64(2), "y"}}},
		{"byte order mark", "\uFEFF" + ` [ {"a": 1.5} ] `, "", []string{"a"}, [][]any{{1.5}}},
		{"keys met later", `[{"a":1},{"b":true}]`, "", []string{"a", "b"}, [][]any{{int64(1), nil}, {nil, true}}},
		{"nested objects and lists", `[{"a":{"b":{"c":"chữ"}},"l":[1, "hai" ,{"k":null}]}]`, "", []string{"a.b.c", "l"}, [][]any{{"chữ", `[1,"hai",{"k":null}]`}}},
		{"escapes", `[{"t\u00ean":"\"Tr\u01b0\u1eddng\"\n\ud83d\ude00 \ud800 e\u0302\u0301"}]`, "", []string{"tên"}, [][]any{{"\"Trường\"\n😀 \uFFFD ế"}}},
		{"long numbers stay exact", `[{"n":9007199254740993,"big":123456789012345678901234567890}]`, "", []string{"n", "big"}, [][]any{{int64(9007199254740993), "123456789012345678901234567890"}}},
		{"list inside", `{"success":true,"result":{"few":[{"z":1}],"records":[{"a":1},{"a":2}]}}`, "/result/records", []string{"a"}, [][]any{{int64(1)}, {int64(2)}}},
		{"odd keys in the pointer", `{"a/b~":[{"x":1}]}`, "/a~1b~0", []string{"x"}, [][]any{{int64(1)}}},
		{"geometry", `[{"g":{"type":"Point","coordinates":[ 1, 2 ]}},{"g":null}]`, "", []string{"g"}, [][]any{{`{"type":"Point","coordinates":[1,2]}`}, {nil}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, rows := read(t, file("a.json", []byte(c.in)), ingest.Choices{})
			if x.Reading.Format != "json" || x.Reading.Path != c.path || !reflect.DeepEqual(names(x), c.keys) {
				t.Errorf("read as %+v", x.Reading)
			}
			if len(rows) != len(c.rows) {
				t.Fatalf("rows %v, want %v; rejected %+v", rows, c.rows, x.Report.Rejected)
			}
			for i := range c.rows {
				if !reflect.DeepEqual(rows[i], c.rows[i]) {
					t.Errorf("row %d: %#v, want %#v", i, rows[i], c.rows[i])
				}
			}
		})
	}
}

func TestJSONListChosen(t *testing.T) {
	in := `{"few":[{"z":1}],"records":[{"a":1},{"a":2}]}`
	x, rows := read(t, file("a.json", []byte(in)), ingest.Choices{Path: "/few"})
	if x.Reading.Path != "/few" || len(rows) != 1 || rows[0][0] != int64(1) {
		t.Errorf("%v of %+v", rows, x.Reading)
	}
	x, _ = read(t, file("a.json", []byte(in)), ingest.Choices{})
	said := false
	for _, n := range x.Notes {
		said = said || n.Code == "list_chosen" && strings.Contains(ingest.Sentence(n, "vi"), "/few")
	}
	if !said {
		t.Errorf("nothing says that there is another list: %+v", x.Notes)
	}
}

func TestJSONRowsOfArrays(t *testing.T) {
	x, rows := read(t, file("a.json", []byte(`[["ten","so"],["An",1],["Bình",2]]`)), ingest.Choices{})
	if len(rows) != 2 || x.Columns[1].Type != dataset.Integer || x.Columns[0].Name != "ten" {
		t.Errorf("%v of %+v", rows, x.Columns)
	}
}

func TestJSONRecordsThatCannotBeRead(t *testing.T) {
	x, rows := read(t, file("a.json", []byte(`[{"a":1},7,{"a":tru},{"a":1,"a":2},{"a":2}]`)), ingest.Choices{})
	if len(rows) != 2 || x.Report.Total != 3 {
		t.Fatalf("%v, %+v", rows, x.Report)
	}
	for i, line := range []int64{2, 3, 4} {
		if r := x.Report.Rejected[i]; r.Line != line || r.Vi == "" || r.En == "" {
			t.Errorf("%+v, want line %d", r, line)
		}
	}
}

func TestNDJSON(t *testing.T) {
	x, rows := read(t, file("a.ndjson", []byte("\uFEFF{\"a\":1}\r\n\r\n{\"a\":2\n{\"b\":\"chữ\",\"a\":3}\n[1]\n")), ingest.Choices{})
	if len(rows) != 2 || rows[1][1] != "chữ" || x.Report.Total != 2 || x.Report.Rejected[0].Line != 3 || x.Report.Rejected[1].Line != 5 {
		t.Errorf("%v, %+v", rows, x.Report)
	}
}

const collection = `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3405"}},"features":[
{"type":"Feature","id":7,"properties":{"ten":"Cầu","geometry":"chữ","d":{"e":1}},"geometry":{"type":"Point","coordinates":[105.5, 10.5]}},
{"type":"Feature","id":8,"properties":null,"geometry":null},
{"type":"Feature","properties":{"ten":"Sai"},"geometry":{"type":"Dot","coordinates":[1,2]}},
{"type":"Khác"}]}`

func TestGeoJSON(t *testing.T) {
	x, rows := read(t, file("a.geojson", []byte(collection)), ingest.Choices{})
	if want := []string{"ten", "properties.geometry", "d.e", "feature_id", "geometry"}; !reflect.DeepEqual(names(x), want) {
		t.Fatalf("columns %q, want %q", names(x), want)
	}
	if x.Columns[4].Type != dataset.Geometry {
		t.Errorf("the geometry is %s", x.Columns[4].Type)
	}
	want := [][]any{{"Cầu", "chữ", int64(1), int64(7), `{"type":"Point","coordinates":[105.5,10.5]}`}, {nil, nil, nil, int64(8), nil}}
	if !reflect.DeepEqual(rows, want) || x.Report.Total != 2 {
		t.Errorf("%v, %+v", rows, x.Report)
	}
	if len(x.Notes) == 0 || x.Notes[0].Code != "geo_crs" || !strings.Contains(ingest.Sentence(x.Notes[0], "vi"), "3405") {
		t.Errorf("notes %+v", x.Notes)
	}
}

func TestRecordRefusals(t *testing.T) {
	many := &strings.Builder{}
	for i := range 1001 {
		if i > 0 {
			many.WriteByte(',')
		}
		many.WriteString(`"k` + strings.Repeat("x", i) + `":1`)
	}
	for _, c := range []struct {
		name, file, in string
		want           error
	}{
		{"cut short", "a.json", `[{"a":1},{"a":`, ingest.ErrJSON},
		{"unclosed quote", "a.json", `[{"a":"x},{"a":1}]`, ingest.ErrJSON},
		{"no comma", "a.json", `[{"a":1}{"a":2}]`, ingest.ErrJSON},
		{"comma at the end", "a.json", `[{"a":1},]`, ingest.ErrJSON},
		{"something after", "a.json", `[{"a":1}] x`, ingest.ErrJSON},
		{"no list", "a.json", `{"a":1}`, ingest.ErrNoList},
		{"list of numbers", "a.json", `[1,2,3]`, ingest.ErrNoList},
		{"empty list", "a.json", `[]`, ingest.ErrEmpty},
		{"deep", "a.json", strings.Repeat("[", 100_000), ingest.ErrJSONDepth},
		{"deep inside", "a.json", `[{"a":` + strings.Repeat(`{"b":`, 70) + "1" + strings.Repeat("}", 70) + "}]", ingest.ErrJSONDepth},
		{"deep line", "a.ndjson", `{"a":` + strings.Repeat("[", 70) + strings.Repeat("]", 70) + "}", ingest.ErrJSONDepth},
		{"too many keys", "a.json", "[{" + many.String() + "}]", ingest.ErrColumns},
		{"long value", "a.json", `[{"a":"` + strings.Repeat("x", 1<<20+1) + `"}]`, ingest.ErrCell},
		{"long record", "a.json", `[{"a":[` + strings.Repeat("1,", 5<<20) + `1]}]`, ingest.ErrRecord},
		{"long line", "a.ndjson", `{"a":[` + strings.Repeat("1,", 5<<20) + `1]}`, ingest.ErrRecord},
		{"no collection", "a.geojson", `{"type":"Feature","features":[]}`, ingest.ErrGeoJSON},
		{"no features", "a.geojson", `{"type":"FeatureCollection"}`, ingest.ErrGeoJSON},
		{"features no list", "a.geojson", `{"type":"FeatureCollection","features":{}}`, ingest.ErrGeoJSON},
		{"an array", "a.geojson", `[{"a":1}]`, ingest.ErrGeoJSON},
	} {
		_, err := ingest.Reader{}.Examine(t.Context(), file(c.file, []byte(c.in)), ingest.Choices{}, nil)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
	_, err := ingest.Reader{}.Examine(t.Context(), file("a.json", []byte(`{"a":[{"b":1}]}`)), ingest.Choices{Path: "/b"}, nil)
	if !errors.Is(err, ingest.ErrChoice) {
		t.Errorf("a list that is not there: %v", err)
	}
}
