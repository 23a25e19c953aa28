package ingest_test

import (
	"errors"
	"testing"

	"github.com/parquet-go/parquet-go"

	"minhbach/domain/fault"
	"minhbach/opendata/ingest"
)

// examineAnything gives a file to the reader: whatever it holds, there is a fault of
// ours or as many rows as were promised, and no panic.
func examineAnything(t *testing.T, name string, data []byte) {
	t.Helper()
	r := ingest.Reader{Limits: ingest.Limits{Bytes: 1 << 20, Columns: 50, Rows: 10_000, Cell: 1 << 12, Line: 1 << 14}}
	src := file(name, data)
	x, err := r.Examine(t.Context(), src, ingest.Choices{}, nil)
	if err != nil {
		var f *fault.Fault
		if !errors.As(err, &f) {
			t.Fatalf("not a fault: %v", err)
		}
		if f.Sentence("vi") == "" || f.Sentence("en") == "" {
			t.Fatalf("%s says nothing", f.Code.Name)
		}
		return
	}
	n := int64(0)
	for _, err := range r.Rows(t.Context(), src, x.Reading, x.Columns, nil) {
		if err != nil {
			t.Fatalf("examined, but not read: %v", err)
		}
		n++
	}
	if n != x.Rows {
		t.Fatalf("examined %d rows, read %d", x.Rows, n)
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`[{"a":1,"b":[1,{"c":"\u00e0"}]},{"a":null}]`, `{"x":{"y":[{"a":1e5}]}}`, `[["a"],[1]]`, `[{"a":"\ud83d\ude00"},7]`, `{"a":`, "\uFEFF[]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { examineAnything(t, "a.json", data) })
}

func FuzzNDJSON(f *testing.F) {
	f.Add([]byte("{\"a\":1}\n{\"b\":{\"c\":true}}\n[]\n"))
	f.Fuzz(func(t *testing.T, data []byte) { examineAnything(t, "a.ndjson", data) })
}

func FuzzGeoJSON(f *testing.F) {
	f.Add([]byte(collection))
	f.Fuzz(func(t *testing.T, data []byte) { examineAnything(t, "a.geojson", data) })
}

func FuzzODS(f *testing.F) {
	f.Add(`<a><table:table table:name="A"><table:table-row table:number-rows-repeated="3">` + text("x") + `<table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table></a>`)
	f.Add(`<a><!-- c --><?pi?><table:table table:name='A'><table:table-row><table:table-cell office:value-type="date" office:date-value="2024-02-29"/><![CDATA[x]]></table:table-row></table:table></a>`)
	f.Fuzz(func(t *testing.T, xml string) {
		examineAnything(t, "a.ods", zipped(t, map[string]string{"content.xml": xml}))
	})
}

func FuzzXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>Tên</t></is></c><c r="B1"><v>1</v></c></row><row r="9"><c t="s"><v>0</v></c><c s="1"><v>45351.5</v></c></row>`, `<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>`)
	f.Fuzz(func(t *testing.T, rows, styles string) {
		examineAnything(t, "a.xlsx", sheetXML(t, rows, map[string]string{"xl/styles.xml": "<styleSheet>" + styles + "</styleSheet>", "xl/sharedStrings.xml": "<sst><si><t>x</t></si></sst>"}))
	})
}

func FuzzParquet(f *testing.F) {
	f.Add(schools(f, parquet.Compression(&parquet.Uncompressed)))
	f.Add(schools(f, parquet.Compression(&parquet.Zstd)))
	f.Fuzz(func(t *testing.T, data []byte) { examineAnything(t, "a.parquet", data) })
}

func FuzzZip(f *testing.F) {
	f.Add(workbook(f))
	f.Fuzz(func(t *testing.T, data []byte) { examineAnything(t, "a.xlsx", data) })
}
