package demo

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"minhbach/domain/publication"
)

// render makes a file of the kind that its name asks for out of a content.
func render(name string, c publication.Content) ([]byte, error) {
	switch path.Ext(name) {
	case ".csv":
		return tableCSV(c.Body)
	case ".odt":
		return odt(lines(c))
	case ".pdf":
		return pdf(c.Title, lines(c)), nil
	}
	return nil, fmt.Errorf("%s: no way to make such a file", name)
}

// lines is a content as plain paragraphs.
func lines(c publication.Content) []string {
	var out []string
	if d := c.Details.Document; d != nil {
		out = append(out, d.Issuer, "Số: "+d.Number, "Ngày ban hành: "+d.IssuedOn.DMY(), "")
	}
	out = append(out, c.Title, "")
	for line := range strings.SplitSeq(c.Body, "\n") {
		if strings.Trim(line, "|-: ") == "" && line != "" {
			continue // the rule of a table
		}
		line = strings.NewReplacer("**", "", "`", "").Replace(strings.TrimLeft(line, "#> "))
		if strings.HasPrefix(line, "|") {
			line = strings.Join(cells(line), "  ·  ")
		}
		out = append(out, line)
	}
	if d := c.Details.Document; d != nil && d.Signer != "" {
		out = append(out, "", d.SignerTitle, "(đã ký)", d.Signer)
	}
	return append(out, "", "Tệp minh họa của bản trình diễn, không có giá trị pháp lý.")
}

func cells(row string) []string {
	var out []string
	for s := range strings.SplitSeq(strings.Trim(strings.TrimSpace(row), "|"), "|") {
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// tableCSV is the first table of a text. Numbers lose the marks that people read
// them by: "1.800" is 1800 and "9,8" is 9.8.
func tableCSV(body string) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	var numeric []bool
	for line := range strings.SplitSeq(body, "\n") {
		if !strings.HasPrefix(line, "|") {
			if out.Len() > 0 {
				break
			}
			continue
		}
		row := cells(line)
		if strings.Trim(line, "|-: ") == "" {
			for _, c := range row {
				numeric = append(numeric, strings.HasSuffix(c, ":"))
			}
			continue
		}
		for i := range row {
			if i < len(numeric) && numeric[i] {
				row[i] = strings.NewReplacer(".", "", ",", ".").Replace(row[i])
			}
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
		w.Flush()
	}
	if out.Len() == 0 {
		return nil, fmt.Errorf("the text has no table")
	}
	return out.Bytes(), w.Error()
}

const (
	odtMime     = "application/vnd.oasis.opendocument.text"
	odtManifest = `<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="` + odtMime + `"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
`
	odtHead = `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text>
`
	odtTail = "</office:text></office:body></office:document-content>\n"
)

// odt is an OpenDocument text of paragraphs (ISO/IEC 26300).
func odt(paragraphs []string) ([]byte, error) {
	var content bytes.Buffer
	content.WriteString(odtHead)
	for _, p := range paragraphs {
		content.WriteString("<text:p>")
		if err := xml.EscapeText(&content, []byte(p)); err != nil {
			return nil, err
		}
		content.WriteString("</text:p>\n")
	}
	content.WriteString(odtTail)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range []struct {
		name, text string
		method     uint16
	}{{"mimetype", odtMime, zip.Store}, {"content.xml", content.String(), zip.Deflate}, {"META-INF/manifest.xml", odtManifest, zip.Deflate}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: part.method})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(part.text)); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
