package ingest_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
)

// workbook makes a file as people have it: a hidden sheet first, an empty one, then
// a table below a merged title.
func workbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	style := func(s excelize.Style) int {
		id, err := f.NewStyle(&s)
		must(err)
		return id
	}
	code, slash, percent := "00000", "dd/mm/yyyy", 10
	moment := "dd/mm/yyyy hh:mm"
	padded, date, hour, share := style(excelize.Style{CustomNumFmt: &code}), style(excelize.Style{CustomNumFmt: &slash}), style(excelize.Style{CustomNumFmt: &moment}), style(excelize.Style{NumFmt: percent})
	for _, name := range []string{"Trống", "Số liệu", "Khác"} {
		_, err := f.NewSheet(name)
		must(err)
	}
	must(f.SetCellValue("Sheet1", "A1", "bí mật"))
	must(f.SetCellValue("Khác", "A1", "khác"))
	const s = "Số liệu"
	must(f.SetCellValue(s, "A1", "BẢNG 1. SỐ LIỆU TRƯỜNG HỌC"))
	must(f.MergeCell(s, "A1", "G1"))
	for i, h := range []string{"Mã", "Tên trường", "Học sinh", "Tỷ lệ", "Công lập", "Ngày lập", "Cập nhật", "Tổng"} {
		cell, _ := excelize.CoordinatesToCellName(i+1, 3)
		must(f.SetCellValue(s, cell, h))
	}
	for i := range 3 {
		row := 4 + i
		set := func(column string, v any, style int) {
			t.Helper()
			at := column + string(rune('0'+row))
			must(f.SetCellValue(s, at, v))
			if style > 0 {
				must(f.SetCellStyle(s, at, at, style))
			}
		}
		set("A", 12+i, padded)
		set("B", []string{"Lê Lợi", "Trần Phú", "Bà Triệu"}[i], 0)
		set("C", 100+i, 0)
		set("D", 0.07+float64(i)/100, share)
		set("E", i == 1, 0)
		set("F", 45_351+i, date)
		set("G", 46_349.25, hour)
		set("H", 200+2*i, 0)
	}
	f.SetActiveSheet(2)
	must(f.SetSheetVisible("Sheet1", false))
	var out bytes.Buffer
	must(f.Write(&out))
	return out.Bytes()
}

func TestXLSX(t *testing.T) {
	x, rows := read(t, file("so-lieu.xlsx", workbook(t)), ingest.Choices{})
	if x.Reading.Format != "xlsx" || x.Reading.Sheet != "Số liệu" || x.Reading.HeaderRow != 3 {
		t.Errorf("read as %+v", x.Reading)
	}
	if len(x.Sheets) != 3 || x.Sheets[0] != "Trống" {
		t.Errorf("sheets to choose from: %q", x.Sheets)
	}
	var types []dataset.Type
	for _, c := range x.Columns {
		types = append(types, c.Type)
	}
	want := []dataset.Type{dataset.Text, dataset.Text, dataset.Integer, dataset.Decimal, dataset.Boolean, dataset.Date, dataset.DateTime, dataset.Integer}
	for i := range want {
		if i >= len(types) || types[i] != want[i] {
			t.Fatalf("types %v, want %v", types, want)
		}
	}
	if x.Columns[3].Unit != "%" {
		t.Errorf("a share has the unit %q", x.Columns[3].Unit)
	}
	first := []any{"00012", "Lê Lợi", int64(100), 7.0, false, time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC), int64(200)}
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, w := range first {
		if rows[0][i] != w {
			t.Errorf("column %d: got %#v, want %#v", i, rows[0][i], w)
		}
	}
	codes := map[string]bool{}
	for _, n := range x.Notes {
		codes[n.Code] = true
		if s := ingest.Sentence(n, "vi"); s == "" || s == n.Code {
			t.Errorf("no sentence for %s", n.Code)
		}
	}
	if !codes["sheet_chosen"] || !codes["sheets_hidden"] {
		t.Errorf("notes %v", x.Notes)
	}
}

func TestXLSXSheetChoice(t *testing.T) {
	book := workbook(t)
	for _, hidden := range []string{"Sheet1", "không có"} {
		_, err := ingest.Reader{}.Examine(t.Context(), file("a.xlsx", book), ingest.Choices{Sheet: hidden}, nil)
		if !errors.Is(err, ingest.ErrChoice) {
			t.Errorf("%s: %v", hidden, err)
		}
	}
}

// sheetXML wraps rows written by hand in the least that a workbook needs.
func sheetXML(t testing.TB, rows string, more map[string]string) []byte {
	parts := map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	for name, content := range more {
		parts[name] = content
	}
	return zipped(t, parts)
}

func TestXLSXByHand(t *testing.T) {
	rows := `<row r="1"><c r="A1" t="inlineStr"><is><t>Tên</t></is></c><c r="B1" t="inlineStr"><is><t>Số</t></is></c><c r="C1" t="inlineStr"><is><t>Ngày</t></is></c></row>
<row><c t="inlineStr"><is><r><t>An </t></r><r><t xml:space="preserve">&amp; Bình</t></r><rPh><t>x</t></rPh></is></c><c><f>1+1</f><v>2</v></c><c t="d"><v>2024-02-29</v></c></row>
<row r="4"><c r="A4" t="str"><v>_x0041_&#7899;</v></c><c r="B4"><v>3.0000000000000001E-1</v></c><c r="C4" t="d"><v>2024-03-01</v></c><c r="XFD4" s="1"/></row>
<row r="5"><c r="A5" t="s"><v>0</v></c><c r="B5"><v>4</v></c><c r="C5" t="d"><v>2024-03-02</v></c></row>`
	_, got := read(t, file("a.xlsx", sheetXML(t, rows, map[string]string{"xl/sharedStrings.xml": "<sst><si><t>Ba\u0300 Triệu</t></si></sst>"})), ingest.Choices{})
	want := [][]any{{"An & Bình", 2.0, date(2024, 2, 29)}, {"Aớ", 0.3, date(2024, 3, 1)}, {"Bà Triệu", 4.0, date(2024, 3, 2)}}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		for j := range want[i] {
			if got[i][j] != want[i][j] {
				t.Errorf("row %d, column %d: got %#v, want %#v", i, j, got[i][j], want[i][j])
			}
		}
	}
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func TestXLSXFormulaWithoutResultIsSeen(t *testing.T) {
	rows := `<row><c t="inlineStr"><is><t>Số</t></is></c></row>`
	for range 200 {
		rows += `<row><c><v>1</v></c></row>`
	}
	x, _ := read(t, file("a.xlsx", sheetXML(t, rows+`<row><c><f>SUM(A2:A9)</f></c></row>`, nil)), ingest.Choices{})
	if x.Columns[0].Type != dataset.Integer || x.Report.Total != 1 || x.Report.Rejected[0].Value != "=SUM(A2:A9)" || x.Report.Rejected[0].Line != 202 {
		t.Errorf("%+v, %+v", x.Columns, x.Report)
	}
}

func TestXLSXRefusals(t *testing.T) {
	wide := `<row><c r="A1"><v>1</v></c><c r="AMK1"><v>2</v></c></row>`
	whole := workbook(t)
	damaged := bytes.Clone(whole)
	copy(damaged[len(damaged)/2:], "no longer what it was, by any measure at all")
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"too wide", sheetXML(t, wide, nil), ingest.ErrColumns},
		{"cut short", whole[:len(whole)-300], ingest.ErrZip},
		{"damaged", damaged, ingest.ErrZip},
		{"a document type", sheetXML(t, "", map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`}), ingest.ErrZip},
		{"unknown shared string", sheetXML(t, `<row><c t="s"><v>7</v></c></row>`, nil), ingest.ErrZip},
		{"never closed", sheetXML(t, "", map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c><v>1</v></c></row><row`}), ingest.ErrZip},
		{"in UTF-16", sheetXML(t, "", map[string]string{"xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="UTF-16"?><worksheet/>`}), ingest.ErrZip},
		{"nothing in it", sheetXML(t, "", nil), ingest.ErrNoSheet},
		{"old Excel", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), ingest.ErrLegacySheet},
		{"long cell", sheetXML(t, `<row><c t="str"><v>`+string(bytes.Repeat([]byte("x"), 1<<20+1))+`</v></c></row>`, nil), ingest.ErrCell},
	} {
		_, err := ingest.Reader{}.Examine(t.Context(), file("a.xlsx", c.data), ingest.Choices{}, nil)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}
