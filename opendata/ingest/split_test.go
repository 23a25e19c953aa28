package ingest

import (
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/unicode/norm"
)

// cut splits a text with a reader and returns its records, the bad ones as nil.
func cut(t testing.TB, r io.Reader, delim byte, limits Limits) (records [][]string, lines []int64, err error) {
	s := newSplitter(r, delim, limits.orDefault())
	err = s.fill(t.Context(), func() *batch { return &batch{} }, func(b *batch) bool {
		for _, r := range b.rows {
			if r.bad != nil {
				records = append(records, nil)
			} else {
				records = append(records, append([]string{}, b.texts[r.first:r.last]...))
			}
			lines = append(lines, r.line)
		}
		return true
	}, func() float64 { return 0 })
	return records, lines, err
}

func TestSplit(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		want  string // cells by |, records by /
		lines []int64
	}{
		"plain":              {"a,b\n1,2\n", "a|b/1|2", []int64{1, 2}},
		"no end":             {"a,b\n1,2", "a|b/1|2", []int64{1, 2}},
		"CRLF":               {"a,b\r\n1,2\r\n", "a|b/1|2", []int64{1, 2}},
		"CR":                 {"a,b\r1,2\r", "a|b/1|2", []int64{1, 2}},
		"empty cells":        {",\n,,\n", "|/||", []int64{1, 2}},
		"blank lines":        {"a\n\n\nb\n", "a///b", []int64{1, 2, 3, 4}},
		"quotes":             {"\"a,b\",\"c\"\"d\"\n", "a,b|c\"d", []int64{1}},
		"lines in quotes":    {"\"a\nb\r\nc\",1\nx,2\n", "a\nb\r\nc|1/x|2", []int64{1, 4}},
		"quote inside":       {"5\" ống,a\n", "5\" ống|a", []int64{1}},
		"spaces after quote": {"\"a\" ,b\n", "a|b", []int64{1}},
		"after the quote":    {"\"a\"b,c\nd,e\n", "BAD/d|e", []int64{1, 2}},
		"quoted empty":       {"\"\",\"\"\n", "|", []int64{1}},
	} {
		for reader, r := range map[string]io.Reader{"whole": strings.NewReader(c.text), "byte by byte": iotest.OneByteReader(strings.NewReader(c.text))} {
			records, lines, err := cut(t, r, ',', Limits{})
			var got []string
			for _, cells := range records {
				if cells == nil {
					got = append(got, "BAD")
				} else {
					got = append(got, strings.Join(cells, "|"))
				}
			}
			if err != nil || strings.Join(got, "/") != c.want || !slices.Equal(lines, c.lines) {
				t.Errorf("%s, %s: %q at %v (%v), want %q at %v", name, reader, strings.Join(got, "/"), lines, err, c.want, c.lines)
			}
		}
	}
}

// endless gives the same bytes n times without holding them.
type endless struct {
	b []byte
	n int
	i int
}

func (r *endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if r.n == 0 {
			return n, io.EOF
		}
		k := copy(p[n:], r.b[r.i:])
		n, r.i = n+k, r.i+k
		if r.i == len(r.b) {
			r.i, r.n = 0, r.n-1
		}
	}
	return n, nil
}

// TestLimits: what is out of bounds is refused by name, with bounded memory.
func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		text io.Reader
		want error
	}{
		"a million columns":     {&endless{b: []byte("x,"), n: 1_000_000}, ErrColumns},
		"a long cell":           {&endless{b: []byte("xxxxxxxxxx"), n: 10_000_000}, ErrCell},
		"a long record":         {&endless{b: []byte(strings.Repeat("x", 20_000) + ","), n: 900}, ErrRecord},
		"an unclosed quote":     {io.MultiReader(strings.NewReader("a,b\n1,2\n3,\"4\n"), &endless{b: []byte("5,6\n"), n: 10_000_000}), ErrQuote},
		"an unclosed short one": {strings.NewReader("a,b\n\"1,2\n"), ErrQuote},
		"a zero byte":           {strings.NewReader("a,b\n1,\x00\n"), ErrBinary},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := cut(t, c.text, ',', Limits{})
		runtime.ReadMemStats(&after)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 96<<20 {
			t.Errorf("%s: %d MiB allocated", name, used>>20)
		}
	}
}

// FuzzSplit compares with the standard library wherever that reads without complaint.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\"\"b\",\"c\nd\"\n", "\n\n,\n", "\"", "a\"b,c", "Đề,e\u0301\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		records, _, err := cut(t, strings.NewReader(text), ',', Limits{})
		small, _, err2 := cut(t, iotest.HalfReader(strings.NewReader(text)), ',', Limits{})
		if (err == nil) != (err2 == nil) || len(records) != len(small) {
			t.Fatalf("pieces matter: %v, %v", err, err2)
		}
		if strings.ContainsAny(text, "\r\x00") {
			return
		}
		std := csv.NewReader(strings.NewReader(text))
		std.FieldsPerRecord = -1
		want, stdErr := std.ReadAll()
		if stdErr != nil {
			return
		}
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		isBlank := func(r []string) bool { return r != nil && (len(r) == 0 || len(r) == 1 && r[0] == "") }
		records, want = slices.DeleteFunc(records, isBlank), slices.DeleteFunc(want, isBlank)
		if len(records) != len(want) {
			t.Fatalf("%q: %q, want %q", text, records, want)
		}
		for i := range want {
			if records[i] == nil { // invalid UTF-8, which is a bad row here
				continue
			}
			for k := range want[i] {
				want[i][k] = norm.NFC.String(want[i][k])
				records[i][k] = norm.NFC.String(records[i][k])
			}
			if !slices.Equal(records[i], want[i]) {
				t.Fatalf("%q: record %d is %q, want %q", text, i, records[i], want[i])
			}
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	line := "Phường Cái Khế,31120,1234.56,31/12/2024,\"Đường 3/2, quận Ninh Kiều\",,2024,00123\n"
	const n = 200_000
	b.SetBytes(int64(len(line) * n))
	for b.Loop() {
		s := newSplitter(&endless{b: []byte(line), n: n}, ',', Limits{}.orDefault())
		one := &batch{}
		if err := s.fill(b.Context(), func() *batch { one.reset(); return one }, func(*batch) bool { return true }, func() float64 { return 0 }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodingCSV(b *testing.B) {
	line := "Phường Cái Khế,31120,1234.56,31/12/2024,\"Đường 3/2, quận Ninh Kiều\",,2024,00123\n"
	const n = 200_000
	b.SetBytes(int64(len(line) * n))
	for b.Loop() {
		r := csv.NewReader(&endless{b: []byte(line), n: n})
		r.ReuseRecord = true
		for {
			if _, err := r.Read(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}
