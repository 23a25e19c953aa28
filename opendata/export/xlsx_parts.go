package export

import (
	"compress/flate"
	"io"
	"strconv"

	"minhbach/domain/dataset"
)

// compressor trades a little size for twice the speed: a sheet shrinks to a tenth
// at any level.
func compressor(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) }

const (
	head    = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	sheetNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	rels    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	pack    = "http://schemas.openxmlformats.org/package/2006/"
)

const typesXML = head + `<Types xmlns="` + pack + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`

const rootRels = head + `<Relationships xmlns="` + pack + `relationships"><Relationship Id="rId1" Type="` + rels + `/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="` + pack + `relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

const bookRels = head + `<Relationships xmlns="` + pack + `relationships"><Relationship Id="rId1" Type="` + rels + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + rels + `/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="` + rels + `/styles" Target="styles.xml"/></Relationships>`

// stylesXML: 0 plain, 1 header, 2 date, 3 point in time, 4 quoted text, 5 wrapped.
const stylesXML = head + `<styleSheet xmlns="` + sheetNS + `"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7EEF6"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// words of the dictionary sheet.
var sheetWords = map[bool]struct {
	data, columns string
	heads         []string
	types         map[dataset.Type]string
	zone          string
}{
	false: {"Dữ liệu", "Mô tả cột", []string{"Cột", "Tên cho máy", "Kiểu", "Đơn vị", "Mô tả"}, map[dataset.Type]string{
		dataset.Text: "văn bản", dataset.Integer: "số nguyên", dataset.Decimal: "số thập phân", dataset.Boolean: "đúng/sai",
		dataset.Date: "ngày", dataset.DateTime: "ngày giờ", dataset.Geometry: "hình học (GeoJSON)",
	}, "Ngày giờ ghi theo giờ Việt Nam (UTC+7)."},
	true: {"Data", "Columns", []string{"Column", "Name for programs", "Type", "Unit", "Description"}, map[dataset.Type]string{
		dataset.Text: "text", dataset.Integer: "integer", dataset.Decimal: "decimal", dataset.Boolean: "true/false",
		dataset.Date: "date", dataset.DateTime: "date and time", dataset.Geometry: "geometry (GeoJSON)",
	}, "Times are those of Vietnam (UTC+7)."},
}

// parts writes everything but the sheets.
func (x *xlsx) parts() error {
	w := sheetWords[x.t.Lang == "en"]
	book := head + `<workbook xmlns="` + sheetNS + `" xmlns:r="` + rels + `"><sheets><sheet name="` + w.data + `" sheetId="1" r:id="rId1"/><sheet name="` + w.columns + `" sheetId="2" r:id="rId2"/></sheets></workbook>`
	core := head + `<cp:coreProperties xmlns:cp="` + pack + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + string(appendXML(nil, x.t.Title, nil)) + `</dc:title></cp:coreProperties>`
	for _, p := range [][2]string{
		{"[Content_Types].xml", typesXML}, {"_rels/.rels", rootRels}, {"docProps/core.xml", core},
		{"xl/workbook.xml", book}, {"xl/_rels/workbook.xml.rels", bookRels}, {"xl/styles.xml", stylesXML},
	} {
		w, err := x.zip.Create(p[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, p[1]); err != nil {
			return err
		}
	}
	return nil
}

func (x *xlsx) widths() []int {
	n := make([]int, len(x.t.Columns))
	for i, c := range x.t.Columns {
		n[i] = width(title(c, x.t.Lang))
	}
	return n
}

// openSheet begins a sheet whose first row stays in sight.
func (x *xlsx) openSheet(name string, widths []int) (err error) {
	if x.s.w, err = x.zip.Create(name); err != nil {
		return err
	}
	b := append(x.s.buf[:0], head+`<worksheet xmlns="`+sheetNS+`"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`...)
	for i, n := range widths {
		at := strconv.Itoa(i + 1)
		b = append(b, `<col min="`+at+`" max="`+at+`" width="`+strconv.Itoa(n)+`" customWidth="1"/>`...)
	}
	x.s.buf = append(b, "</cols><sheetData>"...)
	return nil
}

func (x *xlsx) closeSheet() error {
	x.s.buf = append(x.s.buf, "</sheetData></worksheet>"...)
	return x.s.flush()
}

// end writes the columns dictionary and closes the file.
func (x *xlsx) end() error {
	if err := x.closeSheet(); err != nil {
		return err
	}
	if err := x.openSheet("xl/worksheets/sheet2.xml", []int{30, 24, 18, 14, 60}); err != nil {
		return err
	}
	w := sheetWords[x.t.Lang == "en"]
	at := int64(0)
	line := func(style string, cells ...string) error {
		at++
		x.openRow(at)
		for i, s := range cells {
			if s != "" {
				x.inline(letters(i), at, style, s)
			}
		}
		return x.closeRow()
	}
	if err := line(styleHeader, w.heads...); err != nil {
		return err
	}
	times := false
	for _, c := range x.t.Columns {
		d := c.Description
		if x.t.Lang == "en" && c.DescriptionEn != "" {
			d = c.DescriptionEn
		}
		times = times || c.Type == dataset.DateTime
		if err := line(styleWrap, title(c, x.t.Lang), c.Name, w.types[c.Type], c.Unit, d); err != nil {
			return err
		}
	}
	notes := x.t.Notes
	if times {
		notes = append([]string{w.zone}, notes...)
	}
	for i, n := range notes {
		if i == 0 {
			at++
		}
		if err := line(styleWrap, n); err != nil {
			return err
		}
	}
	if err := x.closeSheet(); err != nil {
		return err
	}
	return x.zip.Close()
}
