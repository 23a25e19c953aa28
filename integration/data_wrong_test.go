package integration

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhbach/domain/fault"
	"minhbach/internal/app"
	"minhbach/projections/search"
)

// zipped makes an archive of parts, packed as tightly as can be.
func zipped(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
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

// resident memory of this process in MB; 0 where the system does not tell.
func resident() int {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb >> 10
		}
	}
	return 0
}

// Whatever is sent as data is refused with a sentence or read; the node goes on and
// its memory stays bounded.
func TestHostileDataFiles(t *testing.T) {
	b := newBureau(t)
	ctx, by := context.Background(), b.as(b.author)
	const rels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/externalLink" Target="http://127.0.0.1:9/x.xml" TargetMode="External"/></Relationships>`
	const book = `<?xml version="1.0"?><workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`
	bomb := strings.Repeat("<row><c t=\"inlineStr\"><is><t>a</t></is></c></row>", 4<<20)
	entities := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><office:document-content><office:body><office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell><text:p>&b;&c;</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`
	for _, c := range []struct {
		name string
		text []byte
		want bool // a table
	}{
		{"bomb.xlsx", zipped(t, "xl/workbook.xml", book, "xl/_rels/workbook.xml.rels", rels, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+bomb+"</sheetData></worksheet>"), false},
		{"links.xlsx", zipped(t, "xl/workbook.xml", book, "xl/_rels/workbook.xml.rels", rels, "xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>ma</v></c></row><row r="2"><c r="A2"><f>[1]S!A1</f><v>7</v></c></row></sheetData></worksheet>`), true},
		{"entities.ods", zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", entities), false},
		{"fake.parquet", []byte("PAR1" + strings.Repeat("\xff", 200) + "\xff\xff\xff\x7fPAR1"), false},
		{"short.parquet", []byte("PAR1PAR1"), false},
		{"wide.csv", []byte(strings.Repeat("a,", 1_000_000) + "a\n" + strings.Repeat("1,", 1_000_000) + "1\n"), false},
		{"quote.csv", []byte("a,b\n1,\"" + strings.Repeat("x\n", 6<<20)), false},
		{"line.csv", []byte("a,b\n1," + strings.Repeat("x", 12<<20) + "\n"), false},
		{"deep.json", []byte(strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20)), false},
		{"deep2.json", []byte(`[{"a":` + strings.Repeat(`{"a":`, 1<<18) + "1" + strings.Repeat("}", 1<<18) + "}]"), false},
		{"keys.ndjson", []byte(manyKeys(5000)), false},
		{"nul.csv", []byte("a,b\n1,\x00\x00\n"), false},
		{"picture.csv", []byte("\x89PNG\r\n\x1a\n0000"), false},
		{"blank.csv", []byte("\n\n  \n"), false},
		{"head.csv", []byte("a,b\n"), false},
		{"../../etc/passwd", []byte("a,b\n1,2\n"), true},
	} {
		debug.FreeOSMemory()
		before, most, stop, done := resident(), 0, make(chan bool), make(chan bool)
		go func() {
			defer close(done)
			for {
				most = max(most, resident())
				select {
				case <-stop:
					return
				case <-time.After(5 * time.Millisecond):
				}
			}
		}()
		u := b.upload(c.name, c.text)
		close(stop)
		<-done
		t.Logf("%s: %d KB, %d MB more in memory, %v", c.name, len(c.text)>>10, most-before, u.Fault)
		switch {
		case c.want && (u.State != app.Examined || u.Examined.Rows == 0):
			t.Errorf("%s: %s %v", c.name, u.State, u.Fault)
		case !c.want && u.State == app.Examined && u.Examined.Rows > 0:
			t.Errorf("%s became a table of %d rows", c.name, u.Examined.Rows)
		case !c.want && u.State == app.Refused:
			if f := fault.Of(u.Fault); f == nil || f.Code.Kind == fault.Unavailable || f.Code.Kind == fault.Internal {
				t.Errorf("%s: refused without a sentence for its sender: %v", c.name, u.Fault)
			}
		}
		if most-before > 300 {
			t.Errorf("%s took %d MB of memory", c.name, most-before)
		}
		if strings.Contains(u.Name, "/") {
			t.Errorf("the name %q has a path", u.Name)
		}
		if err := b.App.Uploads.Discard(ctx, by, u.ID); err != nil {
			t.Error(err)
		}
	}
}

func manyKeys(n int) string {
	var text strings.Builder
	for i := range n {
		text.WriteString(`{"k` + strconv.Itoa(i) + `":1}` + "\n")
	}
	return text.String()
}

// Words that are no words neither stop the search nor take long.
func TestHostileSearches(t *testing.T) {
	b := newBureau(t)
	ctx := context.Background()
	for name, text := range map[string]string{
		"100 KB of one word": strings.Repeat("a", 100<<10), "1 KB of one word": strings.Repeat("ab", 500), "a word of 60 letters": strings.Repeat("xyz", 20), "100 KB of words": strings.Repeat("dân số ", 13<<10), "brackets": strings.Repeat("(", 5000),
		"a pattern": `/(a+)+$/ .*.*.*.*.* [^`, "operators": `+title:* -"a" ~10 ^1e308 field:>5 AND OR NOT`, "marks": strings.Repeat("\u0301", 20_000), "bytes": "\xff\xfe\x00a", "quotes": strings.Repeat(`"a `, 2000),
	} {
		start := time.Now()
		limited, cancel := context.WithTimeout(ctx, 20*time.Second)
		if _, err := b.App.Queries.Search(limited, search.Query{Text: text, Facets: []string{"agency"}}); err != nil && fault.Of(err) == nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := b.App.Queries.Suggest(limited, text, 10); err != nil && fault.Of(err) == nil {
			t.Errorf("%s, suggesting: %v", name, err)
		}
		if limited.Err() != nil {
			t.Errorf("%s takes more than twenty seconds", name)
		}
		cancel()
		t.Logf("%s: %s", name, time.Since(start).Round(time.Millisecond))
	}
}
