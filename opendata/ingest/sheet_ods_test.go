package ingest_test

import (
	"errors"
	"strings"
	"testing"

	"minhbach/opendata/ingest"
)

// ods makes an OpenDocument spreadsheet of tables written by hand.
func ods(t testing.TB, tables string) []byte {
	return zipped(t, map[string]string{
		"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
		"content.xml": `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">` +
			`<office:automatic-styles><style:style style:name="ta9" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>` +
			`<office:body><office:spreadsheet>` + tables + `</office:spreadsheet></office:body></office:document-content>`,
	})
}

func text(s string) string {
	return `<table:table-cell office:value-type="string"><text:p>` + s + `</text:p></table:table-cell>`
}

const awkwardODS = `<table:table table:name="Ẩn" table:style-name="ta9"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>` +
	`<table:table table:name="Số liệu"><table:table-column table:number-columns-repeated="16384"/><table:table-header-rows><table:table-row>`

func TestODS(t *testing.T) {
	tables := awkwardODS + text("Tên") + text("Số") + text("Tỷ lệ") + text("Mã") + text("Ngày") + text("Lúc") + text("Có") + `</table:table-row></table:table-header-rows>` +
		`<table:table-row table:number-rows-repeated="2">` +
		`<table:table-cell office:value-type="string"><office:annotation><text:p>ghi chú</text:p></office:annotation><text:p>Hai<text:s text:c="2"/>cách &amp;</text:p><text:p><text:span>dòng   hai</text:span></text:p></table:table-cell>` +
		`<table:table-cell office:value-type="float" office:value="1234.5" calcext:value-type="float"><text:p>1.234,5</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="percentage" office:value="0.07"><text:p>7%</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="date" office:date-value="2024-02-29"><text:p>29/02/24</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="date" office:date-value="2024-02-29T07:00:00"/>` +
		`<table:table-cell office:value-type="boolean" office:boolean-value="true"/>` +
		`<table:table-cell table:number-columns-repeated="16377"/></table:table-row>` +
		`<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`
	x, rows := read(t, file("a.ods", ods(t, tables)), ingest.Choices{})
	if len(rows) != 2 || x.Reading.Sheet != "Số liệu" || x.Reading.Format != "ods" {
		t.Fatalf("%d rows, %+v", len(rows), x.Reading)
	}
	want := []any{"Hai  cách &\ndòng hai", 1234.5, 7.0, "007", date(2024, 2, 29), date(2024, 2, 29), true}
	for i, w := range want {
		if rows[1][i] != w {
			t.Errorf("column %d: got %#v, want %#v", i, rows[1][i], w)
		}
	}
}

func TestODSMergedAndSparse(t *testing.T) {
	tables := `<table:table table:name="A"><table:table-row>` + text("A") + text("B") + text("C") + `</table:table-row>` +
		`<table:table-row table:number-rows-repeated="1000000"/>` +
		`<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>gộp</text:p></table:table-cell><table:covered-table-cell><text:p>khuất</text:p></table:covered-table-cell>` + text("c") + `</table:table-row></table:table>`
	x, rows := read(t, file("a.ods", ods(t, tables)), ingest.Choices{})
	if len(rows) != 1 || rows[0][0] != "gộp" || rows[0][1] != nil || rows[0][2] != "c" {
		t.Errorf("%v, %+v", rows, x.Notes)
	}
}

func TestODSRefusals(t *testing.T) {
	row := `<table:table table:name="A"><table:table-row>`
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"full width":    {ods(t, row+`<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`), ingest.ErrColumns},
		"nothing":       {ods(t, `<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row></table:table>`), ingest.ErrNoSheet},
		"encrypted":     {zipped(t, map[string]string{"content.xml": "\x00\x01\x02 not XML"}), ingest.ErrNoSheet},
		"never closed":  {zipped(t, map[string]string{"content.xml": `<a><table:table table:name="A"><table:table-row>` + text("x")}), ingest.ErrZip},
		"too deep":      {zipped(t, map[string]string{"content.xml": strings.Repeat("<a>", 200)}), ingest.ErrZip},
		"many entities": {ods(t, row+text("&lol;")+`</table:table-row></table:table>`), ingest.ErrZip},
		"long cell":     {ods(t, row+text(strings.Repeat("x", 1<<20+1))+`</table:table-row></table:table>`), ingest.ErrCell},
	} {
		_, err := ingest.Reader{}.Examine(t.Context(), file("a.ods", c.data), ingest.Choices{}, nil)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}
