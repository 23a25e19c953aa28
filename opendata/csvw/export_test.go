package csvw_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/opendata/csvw"
	"minhbach/opendata/export"
	"minhbach/opendata/record/recordtest"
)

// lexical forms of the datatypes (XML Schema part 2, and section 6.4 of the tabular
// data model).
var lexical = map[string]*regexp.Regexp{
	"string": regexp.MustCompile(`(?s)^.*$`), "long": regexp.MustCompile(`^[+-]?\d{1,19}$`), "double": regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$`),
	"boolean": regexp.MustCompile(`^(true|false)$`), "date": regexp.MustCompile(`^\d{4}-\d\d-\d\d$`),
	"dateTimeStamp": regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`), "json": regexp.MustCompile(`^[{\["\dtfn-].*$`),
}

// What is described is what is written: the header, the dialect, every value.
func TestTheDescriptionFitsTheExport(t *testing.T) {
	r := recordtest.Full()
	m, _ := csvw.Of(recordtest.Site(), r)
	at := time.Date(2024, 12, 31, 1, 2, 3, 500_000_000, time.UTC)
	rows := [][]any{
		{"042", int64(-9007199254740993), 1e21, true, at, at, `{"type":"Point","coordinates":[105.9,9.6]}`},
		{"a,\"b\"\r\nc", int64(0), -1.5e-7, false, at, at.Truncate(time.Second), nil},
		{nil, nil, nil, nil, nil, nil, nil},
	}
	var b bytes.Buffer
	err := export.Write(context.Background(), &b, export.CSV, export.Table{Columns: r.Dataset.Content.Release.Columns}, func(yield func([]any) error) error {
		for _, row := range rows {
			if err := yield(row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), m.Dialect.Line[0]) || bytes.HasPrefix(b.Bytes(), []byte("\xef\xbb\xbf")) {
		t.Errorf("line ends or a byte order mark: %.80q", b.String())
	}
	reader := csv.NewReader(&b)
	reader.Comma = rune(m.Dialect.Delimiter[0])
	read, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var header []string
	for _, c := range m.Schema.Columns {
		header = append(header, c.Titles["und"][0])
	}
	if !slices.Equal(read[0], header) || len(read) != 1+len(rows) {
		t.Fatalf("header %v, %d lines", read[0], len(read))
	}
	for _, row := range read[1:] {
		for i, c := range m.Schema.Columns {
			base, ok := c.Datatype.(string)
			if !ok {
				base = c.Datatype.(csvw.Datatype).Base
			}
			if !slices.Contains(c.Null, row[i]) && !lexical[base].MatchString(row[i]) {
				t.Errorf("%s: %q is no %s", c.Name, row[i], base)
			}
		}
	}
}
