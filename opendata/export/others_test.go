package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	. "minhbach/opendata/export"
)

// Other readers than ours must see the same values.

func TestCSVInOtherReaders(t *testing.T) {
	data := write(t, CSV, awkward, awkwardRows)
	r := csv.NewReader(bytes.NewReader(data))
	all, err := r.ReadAll()
	if err != nil || len(all) != len(awkwardRows)+1 {
		t.Fatalf("%d records, %v", len(all), err)
	}
	if got, want := all[2][1], "Dòng một\nDòng \"hai\", ba;\tbốn"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := all[4][2], "9223372036854775807"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	python(t, data, `
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
assert len(rows) == 8, len(rows)
assert rows[2][1] == 'Dòng một\nDòng "hai", ba;\tbốn', rows[2]
assert float(rows[5][3]) == 5e-324 and float(rows[6][3]) == 1.7976931348623157e308
assert rows[4][5] == "2024-02-29" and rows[1][6] == "2026-11-23T17:30:05Z"
`)
}

func TestExcelCSVIsHarmless(t *testing.T) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(write(t, Excel, awkward, awkwardRows), []byte("\uFEFF"))))
	r.Comma = ';'
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range all {
		for i, s := range record {
			if i == 2 || i == 3 { // numbers
				continue
			}
			if s != "" && bytes.ContainsRune([]byte("=+-@\t\r"), rune(s[0])) {
				t.Errorf("a spreadsheet would run %q", s)
			}
		}
	}
	if all[1][3] != "8,25" || all[1][5] != "30/04/1975" || all[1][6] != "24/11/2026 00:30:05" {
		t.Errorf("not as written in Vietnam: %q", all[1])
	}
}

func TestJSONInOtherReaders(t *testing.T) {
	var rows []map[string]any
	d := json.NewDecoder(bytes.NewReader(write(t, JSON, awkward, awkwardRows)))
	d.UseNumber()
	if err := d.Decode(&rows); err != nil || len(rows) != len(awkwardRows) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := rows[3]["hoc_sinh"]; got != json.Number("9223372036854775807") {
		t.Errorf("an integer became %v", got)
	}
	for i, line := range bytes.Split(bytes.TrimSpace(write(t, NDJSON, awkward, awkwardRows)), []byte("\n")) {
		if !json.Valid(line) {
			t.Errorf("line %d is not JSON: %s", i+1, line)
		}
	}
	var geo struct {
		Type     string
		Features []struct {
			Type       string
			Geometry   *struct{ Coordinates []float64 }
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(write(t, GeoJSON, awkward, awkwardRows), &geo); err != nil {
		t.Fatal(err)
	}
	if len(geo.Features) != len(awkwardRows) || geo.Features[0].Geometry.Coordinates[0] != 105.63 || geo.Features[1].Geometry != nil || len(geo.Features[0].Properties) != 7 {
		t.Errorf("features differ: %+v", geo)
	}
}

func TestXMLIsWellFormed(t *testing.T) {
	d := xml.NewDecoder(bytes.NewReader(write(t, XML, awkward, awkwardRows)))
	for {
		if _, err := d.Token(); err != nil {
			if err.Error() != "EOF" {
				t.Fatal(err)
			}
			return
		}
	}
}

func TestXLSXInOtherReaders(t *testing.T) {
	data := write(t, XLSX, awkward, awkwardRows)
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, want := f.GetSheetList(), []string{"Dữ liệu", "Mô tả cột"}; !reflect.DeepEqual(got, want) {
		t.Fatalf("sheets %q, want %q", got, want)
	}
	for cell, want := range map[string]string{
		"A1": "Mã trường", "A2": "0012", "B3": "Dòng một\nDòng \"hai\", ba;\tbốn", "C2": "812", "C5": "9223372036854775807",
		"D2": "8.25", "E2": "TRUE", "F2": "30/04/1975", "F3": "1899-12-31", "G2": "24/11/2026 00:30:05", "A5": "=1+1",
		"B7": "_x000D_ </t>&\r\u0001", "B6": " hai đầu ",
	} {
		if got, err := f.GetCellValue("Dữ liệu", cell); err != nil || got != want {
			t.Errorf("%s: got %q, want %q (%v)", cell, got, want, err)
		}
	}
	if s, _ := f.GetCellFormula("Dữ liệu", "A5"); s != "" {
		t.Errorf("text became the formula %q", s)
	}
	if got, _ := f.GetCellValue("Mô tả cột", "E2"); got != "Mã của Bộ, giữ số 0 ở đầu" {
		t.Errorf("dictionary says %q", got)
	}
	python(t, data, `
import sys, zipfile, xml.etree.ElementTree as E
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for n in z.namelist():
    E.fromstring(z.read(n))
ns = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
s = E.fromstring(z.read("xl/worksheets/sheet1.xml"))
assert len(s.findall(".//m:row", ns)) == 8
assert s.find(".//m:pane", ns).get("state") == "frozen"
`)
}

func TestParquetInItsOwnLibrary(t *testing.T) {
	data := write(t, Parquet, awkward, awkwardRows)
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range f.Schema().Columns() {
		names = append(names, c[0])
	}
	if want := []string{"ma_truong", "ten", "hoc_sinh", "diem", "cong_lap", "ngay_lap", "cap_nhat", "vi_tri"}; !reflect.DeepEqual(names, want) {
		t.Fatalf("columns %q, want %q", names, want)
	}
	if s, _ := f.Lookup("title"); s != awkward.Title {
		t.Errorf("title %q", s)
	}
	rows := parquet.NewReader(f)
	defer rows.Close()
	got := make([]parquet.Row, len(awkwardRows)+1)
	n, _ := rows.ReadRows(got)
	if n != len(awkwardRows) {
		t.Fatalf("%d rows", n)
	}
	for i, want := range awkwardRows {
		for j, w := range want {
			v := got[i][j]
			if x, ok := w.(float64); w == nil || ok && math.IsNaN(x) {
				if !v.IsNull() {
					t.Errorf("row %d, column %d: %v where nothing was", i, j, v)
				}
				continue
			}
			var g any
			switch w.(type) {
			case int64:
				g = v.Int64()
			case float64:
				g = v.Double()
			case bool:
				g = v.Boolean()
			case string:
				g = string(v.ByteArray())
			case time.Time:
				if j == 5 {
					g = time.Unix(int64(v.Int32())*86_400, 0).UTC()
				} else {
					g = time.UnixMicro(v.Int64()).UTC()
				}
			}
			if !reflect.DeepEqual(g, w) {
				t.Errorf("row %d, column %d: got %v, want %v", i, j, g, w)
			}
		}
	}
}

func TestParquetOfManyRowGroups(t *testing.T) {
	table := Table{Columns: awkward.Columns[:3]}
	rows := make([][]any, 250_001)
	for i := range rows {
		rows[i] = []any{"A", nil, int64(i)}
	}
	data := write(t, Parquet, table, rows)
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil || f.NumRows() != int64(len(rows)) || len(f.RowGroups()) != 3 {
		t.Fatalf("%d rows in %d groups, %v", f.NumRows(), len(f.RowGroups()), err)
	}
}

// python runs a script over a file, where there is a Python to run it.
func python(t *testing.T, data []byte, script string) {
	t.Helper()
	program, err := exec.LookPath("python3")
	if err != nil {
		t.Log("no python3: the check with another program was left out")
		return
	}
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "-c", script, path).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
