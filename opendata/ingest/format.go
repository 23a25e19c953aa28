package ingest

import (
	"bytes"
	"encoding/json"
	"io"
	"path"
	"slices"
	"strings"
)

// The formats that can be read.
var readable = []string{"csv", "tsv", "xlsx", "ods", "json", "ndjson", "geojson", "parquet"}

// signatures of what is often sent instead of data.
var signatures = []struct{ magic, found string }{
	{"%PDF", "PDF"},
	{"\x1F\x8B", "gzip"},
	{"\x89PNG", "PNG"},
	{"\xFF\xD8\xFF", "JPEG"},
	{"GIF8", "GIF"},
	{"Rar!", "RAR"},
	{"7z\xBC\xAF", "7z"},
	{"{\\rtf", "RTF"},
	{"SQLite format 3\x00", "SQLite"},
}

// formatOf goes by the content; the name only decides between texts.
func formatOf(src Source, chosen string) (string, error) {
	if chosen != "" {
		if !slices.Contains(readable, chosen) {
			return "", ErrChoice.New("value", chosen, "field", "format", "allowed", strings.Join(readable, ", "))
		}
		return chosen, nil
	}
	head := make([]byte, 64<<10)
	n, err := src.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", err
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipFormat(src)
	case bytes.HasPrefix(head, []byte("PAR1")):
		return "parquet", nil
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return "", ErrLegacySheet.New("name", src.Name())
	}
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return "", ErrFormat.New("name", src.Name(), "found", s.found)
		}
	}
	return textFormat(src.Name(), head)
}

func zipFormat(src Source) (string, error) {
	z, err := readZip(src)
	if err != nil {
		return "", err
	}
	for _, f := range z.File {
		switch f.Name {
		case "xl/workbook.xml":
			return "xlsx", nil
		case "content.xml":
			return "ods", nil
		}
	}
	return "", ErrFormat.New("name", src.Name(), "found", "ZIP")
}

func textFormat(name string, head []byte) (string, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if len(text) > 0 && (text[0] == '{' || text[0] == '[') {
		if f := jsonFormat(ext, text); f != "" {
			return f, nil
		}
	}
	lower := bytes.ToLower(text[:min(len(text), 64)])
	if bytes.HasPrefix(lower, []byte("<!doctype")) || bytes.HasPrefix(lower, []byte("<html")) || bytes.HasPrefix(lower, []byte("<?xml")) {
		return "", ErrFormat.New("name", name, "found", "HTML/XML")
	}
	switch ext {
	case "tsv", "tab":
		return "tsv", nil
	case "json", "ndjson", "geojson": // not in its form: its reader says what is wrong
		return ext, nil
	case "jsonl":
		return "ndjson", nil
	}
	return "csv", nil
}

func jsonFormat(ext string, text []byte) string {
	switch ext {
	case "ndjson", "jsonl":
		return "ndjson"
	case "geojson":
		return "geojson"
	}
	if text[0] == '{' {
		first, rest, more := bytes.Cut(text, []byte("\n"))
		if rest = bytes.TrimSpace(rest); json.Valid(first) && more && len(rest) > 0 && rest[0] == '{' {
			return "ndjson"
		}
		if bytes.Contains(text[:min(len(text), 4096)], []byte(`"FeatureCollection"`)) {
			return "geojson"
		}
	}
	// A CSV file may begin with a bracket, JSON has two tokens after it in order.
	d := json.NewDecoder(bytes.NewReader(text))
	for range 2 {
		if _, err := d.Token(); err != nil {
			return map[bool]string{true: "json"}[ext == "json"]
		}
	}
	return "json"
}
