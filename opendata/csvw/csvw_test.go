package csvw_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"minhbach/opendata/csvw"
	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
	"minhbach/opendata/record/recordtest/golden"
)

func TestGoldens(t *testing.T) {
	for name, r := range map[string]record.Record{"full": recordtest.Full(), "minimal": recordtest.Minimal(), "awkward": recordtest.Awkward()} {
		m, ok := csvw.Of(recordtest.Site(), r)
		if !ok {
			t.Fatal("no description")
		}
		golden.Compare(t, name+".csv-metadata.json", m)
	}
}

// builtin are the datatypes of section 5.11.1 that we use.
var builtin = map[string]bool{"string": true, "long": true, "double": true, "boolean": true, "date": true, "dateTimeStamp": true, "json": true}

func TestTheRulesOfTheVocabulary(t *testing.T) {
	// Section 5.6 of the tabular metadata: a column name is a URI template variable
	// and does not begin with an underscore.
	versioned := regexp.MustCompile(`\.csv\?version=\d+$`)
	name := regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_]*$`)
	for _, r := range recordtest.All() {
		m, _ := csvw.Of(recordtest.Site(), r)
		if m.Context[0] != "http://www.w3.org/ns/csvw" || !versioned.MatchString(m.URL) {
			t.Errorf("%v %s", m.Context, m.URL)
		}
		columns := map[string]bool{}
		for _, c := range m.Schema.Columns {
			base := ""
			switch d := c.Datatype.(type) {
			case string:
				base = d
			case csvw.Datatype:
				base = d.Base
			}
			if !builtin[base] || !name.MatchString(c.Name) || c.Titles["und"][0] != c.Name || columns[c.Name] {
				t.Errorf("%+v", c)
			}
			columns[c.Name] = true
		}
		for _, k := range m.Schema.Key {
			if !columns[k] {
				t.Errorf("the key %s is no column", k)
			}
		}
	}
}

func TestWithoutDataThereIsNone(t *testing.T) {
	r := recordtest.Full()
	r.Dataset.Content.Release = nil
	if _, ok := csvw.Of(recordtest.Site(), r); ok {
		t.Error("no data")
	}
}

func FuzzAnyTextReadsBack(f *testing.F) {
	f.Add("Sản lượng", "tấn")
	f.Add("\x00\xff\u2028", "</script>")
	f.Fuzz(func(t *testing.T, title, unit string) {
		r := recordtest.Minimal()
		c := &r.Dataset.Content.Release.Columns[0]
		c.Title, c.Unit = title, unit
		m, _ := csvw.Of(recordtest.Site(), r)
		out, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var back csvw.Table
		if err := json.Unmarshal(out, &back); err != nil {
			t.Fatal(err)
		}
		if got, want := back.Schema.Columns[0].Unit, strings.ToValidUTF8(unit, "\uFFFD"); len([]rune(got)) < len([]rune(want)) {
			t.Errorf("%q became %q", unit, got)
		}
	})
}
