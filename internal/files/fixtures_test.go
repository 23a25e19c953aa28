package files

import (
	"archive/zip"
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// entry of an archive; stored without packing when its name is mimetype.
type entry struct{ name, body string }

func archive(t testing.TB, entries ...entry) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.name == "mimetype" {
			h.Method = zip.Store
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write([]byte(e.body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func docx(t testing.TB, more ...entry) string {
	return archive(t, append([]entry{{"[Content_Types].xml", `<?xml version="1.0"?><Types/>`}, {"word/document.xml", `<w:document/>`}}, more...)...)
}

func odt(t testing.TB, media string, more ...entry) string {
	return archive(t, append([]entry{{"mimetype", media}, {"content.xml", `<office:document-content/>`}, {"META-INF/manifest.xml", `<manifest/>`}}, more...)...)
}

const odtMedia = "application/vnd.oasis.opendocument.text"

func picture(t testing.TB, format string) string {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, 3, 2), color.Palette{color.Black, color.White})
	var b bytes.Buffer
	err := map[string]func() error{
		"png":  func() error { return png.Encode(&b, m) },
		"jpeg": func() error { return jpeg.Encode(&b, m, nil) },
		"gif":  func() error { return gif.Encode(&b, m, nil) },
	}[format]()
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// accepted holds one good file of every type.
func accepted(t testing.TB) map[string]string {
	return map[string]string{
		"quyết định.pdf": "%PDF-1.7\n%âãÏÓ\n1 0 obj\nendobj\ntrailer\n%%EOF\n",
		"a.docx":         docx(t),
		"a.xlsx":         archive(t, entry{"[Content_Types].xml", "<Types/>"}, entry{"xl/workbook.xml", "<workbook/>"}),
		"a.pptx":         archive(t, entry{"[Content_Types].xml", "<Types/>"}, entry{"ppt/presentation.xml", "<p/>"}),
		"a.odt":          odt(t, odtMedia),
		"a.ods":          odt(t, "application/vnd.oasis.opendocument.spreadsheet"),
		"a.odp":          odt(t, "application/vnd.oasis.opendocument.presentation"),
		"a.rtf":          `{\rtf1\ansi Xin chao}`,
		"a.txt":          "Huyện Kế Sách\r\n",
		"a.csv":          "\ufeffmã,tên\n94733,\"Kế Sách\"\n",
		"a.json":         ` {"tên": "Mỹ Tú \"x\" ]", "số": [1.5e3, true, null, {}]}`,
		"a.geojson":      `{"type":"FeatureCollection","features":[]}`,
		"a.xml":          `<?xml version="1.0" encoding="UTF-8"?><đơn_vị mã="1">Kế Sách</đơn_vị>`,
		"a.zip":          archive(t, entry{"dữ liệu/", ""}, entry{"dữ liệu/a.csv", "a,b\n"}),
		"a.png":          picture(t, "png"),
		"a.jpg":          picture(t, "jpeg"),
		"a.jpeg":         picture(t, "jpeg"),
		"a.gif":          picture(t, "gif"),
		"a.webp":         "RIFF\x1a\x00\x00\x00WEBPVP8L",
		"a.tif":          "II*\x00\x08\x00\x00\x00",
		"a.TIFF":         "MM\x00*\x00\x00\x00\x08",
		"a.mp3":          "ID3\x04\x00\x00\x00\x00\x00\x00",
		"a.mp4":          "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00",
	}
}

func repeat(s string, n int) string { return strings.Repeat(s, n) }
