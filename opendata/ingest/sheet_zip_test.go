package ingest_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"minhbach/opendata/ingest"
)

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// allocated runs f and tells how much memory it allocated altogether.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestZipBombs(t *testing.T) {
	// 300 MB of one letter shrink to 300 KB.
	var ratio bytes.Buffer
	z := zip.NewWriter(&ratio)
	for _, name := range []string{"xl/workbook.xml", "content.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		block := bytes.Repeat([]byte("a"), 1<<20)
		for range 150 {
			if _, err := w.Write(block); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	many := map[string]string{"xl/workbook.xml": "<workbook/>"}
	for i := range 1001 {
		many[fmt.Sprint("x", i)] = ""
	}
	lying := zipped(t, map[string]string{"xl/workbook.xml": "<workbook/>"})
	at := bytes.LastIndex(lying, []byte("PK\x05\x06"))
	copy(lying[at+12:], []byte{0xFF, 0xFF, 0xFF, 0x7F}) // a directory of 2 GB
	for name, data := range map[string][]byte{"ratio": ratio.Bytes(), "entries": zipped(t, many), "directory": lying} {
		var err error
		n := allocated(func() {
			_, err = ingest.Reader{}.Examine(t.Context(), file("a.xlsx", data), ingest.Choices{}, nil)
		})
		if !errors.Is(err, ingest.ErrZipBomb) {
			t.Errorf("%s: %v", name, err)
		}
		if n > 64<<20 {
			t.Errorf("%s: took %d bytes of memory", name, n)
		}
	}
}

// A part that unpacks to more than its entry says is cut off.
func TestZipThatLiesAboutItsSize(t *testing.T) {
	rows := `<row><c><v>1</v></c></row>`
	data := sheetXML(t, strings.Repeat(rows, 200_000), nil)
	central := bytes.LastIndex(data, []byte("xl/worksheets/sheet1.xml")) - 46
	copy(data[central+24:], []byte{100, 0, 0, 0}) // uncompressed size
	_, err := ingest.Reader{}.Examine(t.Context(), file("a.xlsx", data), ingest.Choices{}, nil)
	if !errors.Is(err, ingest.ErrZip) {
		t.Error(err)
	}
}

// A long string that every cell refers to would fill a disk.
func TestSharedStringThatExpands(t *testing.T) {
	cells := strings.Repeat(`<c t="s"><v>0</v></c>`, 7)
	long := "<sst><si><t>" + strings.Repeat("x", 1<<20) + "</t></si></sst>"
	data := sheetXML(t, strings.Repeat("<row>"+cells+"</row>", 20), map[string]string{"xl/sharedStrings.xml": long})
	_, err := ingest.Reader{Limits: ingest.Limits{Bytes: 16 << 20}}.Examine(t.Context(), file("a.xlsx", data), ingest.Choices{}, nil)
	if !errors.Is(err, ingest.ErrExpanded) {
		t.Error(err)
	}
}
